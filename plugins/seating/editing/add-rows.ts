import type { PlanFile, PlanFileRow } from "../plan-file.ts"
import type { Point } from "../seating-plan.ts"
import { type NewId, newId } from "./ids.ts"
import { type RowNaming, rowNames, type SeatNumbering, seatNumbers } from "./numbering.ts"
import { mapZones, minus, originOf, rounded } from "./walk.ts"

/** A block of rows to draw, straight or curved around the stage above it. */
export interface RowsToDraw {
  /** Uuid of the section they go in. */
  section: string
  /** The middle of the first row, the one nearest to the top. */
  at: Point
  rows: number
  seats: number
  seatGap: number
  rowGap: number
  /** How far the first row goes round the stage, in degrees: 0 is straight, below 0 it turns its back. */
  bend: number
  /** The whole block turned by so many degrees, clockwise. */
  turn: number
  /** Every other row half a seat aside. */
  staggered: boolean
  category: string
  radius: number
  naming: RowNaming
  numbering: SeatNumbering
}

/** Adds rows to a section; answers with the guids of the new seats too. */
export function addRows(
  file: PlanFile,
  drawn: RowsToDraw,
  id: NewId = newId,
): { file: PlanFile; seats: Set<string> } {
  const names = rowNames(drawn.rows, drawn.naming)
  const numbers = seatNumbers(drawn.seats, drawn.numbering)
  const seats = new Set<string>()
  const places = placesOfRows(drawn)
  const after = mapZones(file, (zone) => {
    if (zone.uuid !== drawn.section) return zone
    const rows = places.map((row, index): PlanFileRow => {
      const at = rounded(minus(row.middle, originOf(zone)))
      return {
        uuid: id(),
        row_number: names[index] ?? "",
        row_number_position: "both",
        position: at,
        seats: row.seats.map((place, seat) => {
          const guid = id()
          seats.add(guid)
          return {
            seat_guid: guid,
            uuid: guid,
            seat_number: numbers[seat] ?? "",
            position: rounded(minus(minus(place, originOf(zone)), at)),
            category: drawn.category,
            radius: drawn.radius,
          }
        }),
      }
    })
    return { ...zone, rows: [...zone.rows, ...rows] }
  })
  return { file: after, seats }
}

/** Where the seats of a block will be, for drawing them before they are there. */
export function placesOfRows(
  drawn: Pick<RowsToDraw, "at" | "rows" | "seats" | "seatGap" | "rowGap" | "bend" | "turn" | "staggered">,
): { middle: Point; seats: Point[] }[] {
  const angle = (drawn.turn * Math.PI) / 180
  const turned = ({ x, y }: Point): Point => ({
    x: drawn.at.x + x * Math.cos(angle) - y * Math.sin(angle),
    y: drawn.at.y + x * Math.sin(angle) + y * Math.cos(angle),
  })
  const width = (drawn.seats - 1) * drawn.seatGap
  return Array.from({ length: drawn.rows }, (_, row) => {
    const aside = drawn.staggered && row % 2 === 1 ? drawn.seatGap / 2 : 0
    const along = Array.from({ length: drawn.seats }, (_, seat) => seat * drawn.seatGap - width / 2 + aside)
    const seats = bent(along, radiusOf(width, drawn.bend), row * drawn.rowGap)
    return { middle: turned({ x: 0, y: row * drawn.rowGap }), seats: seats.map(turned) }
  })
}

/** The radius of a row of this width that goes `bend` degrees round the stage; infinite when it is straight. */
export function radiusOf(width: number, bend: number): number {
  return Math.abs(bend) < 0.01 || width <= 0 ? Number.POSITIVE_INFINITY : width / ((bend * Math.PI) / 180)
}

/** Places at these distances along a row `depth` behind one of this radius, around the same centre above. */
export function bent(along: readonly number[], radius: number, depth: number): Point[] {
  if (!Number.isFinite(radius)) return along.map((x) => ({ x, y: depth }))
  const own = radius + depth
  // A row bent backwards around a centre below it would shrink to nothing there.
  const safe = Math.abs(own) < 1 ? 1 : own
  return along.map((distance) => ({
    x: safe * Math.sin(distance / safe),
    y: depth + safe * (Math.cos(distance / safe) - 1),
  }))
}
