import { type SeatLook, seatPath, zoneLooks } from "../seat-mark.ts"

type Props = {
  look?: SeatLook
  /** The place of the zone in the list of zones: it decides colour and pattern. */
  zone?: number
}

/** A seat as the map draws it, beside the words that explain it. */
export function SeatMark({ look = "seat", zone }: Props) {
  return (
    <svg
      class={`seat-mark ${seatClass(look, zone)}`}
      viewBox="-13 -13 26 26"
      width="26"
      height="26"
      aria-hidden="true"
    >
      <path d={seatPath(look, zone ?? 0, 9.5)} fill-rule="evenodd" />
    </svg>
  )
}

function seatClass(look: SeatLook, zone: number | undefined): string {
  if (look === "taken" || look === "chosen" || look === "kept") return `seat-${look}`
  return zone === undefined ? "seat-any" : `seat-zone-${zone % zoneLooks}`
}
