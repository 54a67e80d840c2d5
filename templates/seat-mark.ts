/**
 * The outlines of seats, the same on the map and in its key: zones differ by what is cut out of the shape as much as by
 * colour, and what is to be known of a seat changes the shape itself. All are filled by the rule "evenodd".
 */

/** How many zones look different from each other; after that they begin again. */
export const zoneLooks = 8

export type SeatLook = "seat" | "wheelchair" | "companion" | "restricted" | "taken" | "chosen" | "kept"

/** The outline around 0 0 for a seat of this radius; `zone` is its place in the list of zones. */
export function seatPath(look: SeatLook, zone: number, radius: number): string {
  const r = (share: number) => Math.round(share * radius * 10) / 10
  const disc = (x: number, y: number, size: number) =>
    `M${r(x - size)} ${r(y)}a${r(size)} ${r(size)} 0 1 0 ${r(2 * size)} 0a${r(size)} ${r(size)} 0 1 0 ${r(-2 * size)} 0z`
  const bar = (x: number, y: number, width: number, height: number) =>
    `M${r(x)} ${r(y)}h${r(width)}v${r(height)}h${r(-width)}z`
  const square = bar(-0.95, -0.95, 1.9, 1.9)
  const diamond = `M0 ${r(-1.2)}L${r(1.2)} 0L0 ${r(1.2)}L${r(-1.2)} 0z`
  const cuts = [
    "",
    bar(-0.6, -0.16, 1.2, 0.32),
    disc(0, 0, 0.38),
    bar(-0.16, -0.6, 0.32, 1.2),
    disc(-0.38, 0, 0.24) + disc(0.38, 0, 0.24),
    disc(0, 0, 0.66) + disc(0, 0, 0.34),
    bar(-0.55, -0.45, 1.1, 0.28) + bar(-0.55, 0.17, 1.1, 0.28),
    disc(0, -0.38, 0.24) + disc(0, 0.38, 0.24),
  ]
  const cut = cuts[zone % zoneLooks] ?? ""
  switch (look) {
    case "seat":
      return disc(0, 0, 1) + cut
    case "restricted":
      return diamond + cut
    case "wheelchair":
      return `${square}${disc(-0.1, -0.55, 0.2)}${disc(0, 0.22, 0.52)}${disc(0, 0.22, 0.28)}`
    case "companion":
      return `${square}M${r(-0.16)} ${r(-0.6)}h${r(0.32)}v${r(0.44)}h${r(0.44)}v${r(0.32)}h${r(-0.44)}v${r(0.44)}h${r(-0.32)}v${r(-0.44)}h${r(-0.44)}v${r(-0.32)}h${r(0.44)}z`
    case "taken":
      return `M${r(-0.5)} ${r(-0.36)}L${r(-0.36)} ${r(-0.5)}L0 ${r(-0.14)}L${r(0.36)} ${r(-0.5)}L${r(0.5)} ${r(-0.36)}L${r(0.14)} 0L${r(0.5)} ${r(0.36)}L${r(0.36)} ${r(0.5)}L0 ${r(0.14)}L${r(-0.36)} ${r(0.5)}L${r(-0.5)} ${r(0.36)}L${r(-0.14)} 0z`
    case "chosen":
      return `${disc(0, 0, 1.2)}M${r(-0.7)} ${r(0.05)}L${r(-0.45)} ${r(-0.2)}L${r(-0.15)} ${r(0.12)}L${r(0.5)} ${r(-0.55)}L${r(0.75)} ${r(-0.3)}L${r(-0.15)} ${r(0.62)}z`
    case "kept":
      return disc(0, 0, 1.2) + disc(0, 0, 0.85) + disc(0, 0, 0.5)
  }
}
