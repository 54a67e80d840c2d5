/**
 * What a poster is printed with. The class lets a page replace the accent by the organisation's; "glow" is the accent
 * on an ink ground, where a dark one would be lost.
 */
const colours = { paper: "#f6f1e6", ink: "#1d1a17", accent: "#a8123a", glow: "#a8123a" } as const

export type Ink = keyof typeof colours

/** Which ink goes where. Words are only ever set on `ground`, in `words`: the pair can always be read. */
export type Scheme = { ground: Ink; words: Ink; figure: Ink; touch: Ink }

/** The part of the sheet that is drawn on, from the top edge down to the words. */
export type Stage = Scheme & { width: number; height: number; random: () => number; title: string }

export type Composition = (stage: Stage) => string

type Attributes = Record<string, string | number>

/** A shape filled with one ink. */
export function filled(ink: Ink, shape: string, attributes: Attributes): string {
  return `<${shape} class="print-${ink}" fill="${colours[ink]}"${written(attributes)}/>`
}

/** A line drawn with one ink. */
export function drawn(ink: Ink, d: string, width: number, more: Attributes = {}): string {
  const look = written({ d, "stroke-width": width, "stroke-linecap": "round", fill: "none", ...more })
  return `<path class="print-line-${ink}" stroke="${colours[ink]}"${look}/>`
}

/** Words set in the title face. */
export function lettered(ink: Ink, words: string, attributes: Attributes): string {
  const face = ` font-family="Fraunces, Georgia, serif"${written(attributes)}`
  return `<text class="print-title print-${ink}" fill="${colours[ink]}"${face}>${escaped(words)}</text>`
}

/** Coordinates of a path, rounded so that the drawing stays light. */
export function at(...numbers: number[]): string {
  return numbers.map(round).join(" ")
}

function written(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? round(value) : value}"`)
    .join("")
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
