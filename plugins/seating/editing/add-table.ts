import type { PlanFile, PlanFileArea, PlanFileRow } from "../plan-file.ts"
import type { Point } from "../seating-plan.ts"
import { type NewId, newId } from "./ids.ts"
import { mapZones, minus, originOf, rounded, type Selection } from "./walk.ts"

/** A table with its seats around it: an area, and a row that names it. */
export interface TableToDraw {
  section: string
  /** Its middle. */
  at: Point
  shape: "round" | "long"
  seats: number
  seatGap: number
  radius: number
  category: string
  name: string
}

const tableColour = "#d9cfbd"

/** Adds a table; the row it makes has its name, and its seats are numbered round it. */
export function addTable(
  file: PlanFile,
  drawn: TableToDraw,
  id: NewId = newId,
): { file: PlanFile; selection: Selection } {
  const table = id()
  const seats = new Set<string>()
  const { places, size } = placesOfTable(drawn)
  const after = mapZones(file, (zone) => {
    if (zone.uuid !== drawn.section) return zone
    const at = rounded(minus(drawn.at, originOf(zone)))
    const label = { text: drawn.name, position: { x: 0, y: 0 }, color: "#333333" }
    const area: PlanFileArea =
      drawn.shape === "round"
        ? {
            uuid: table,
            shape: "circle",
            color: tableColour,
            position: at,
            circle: { radius: size.width / 2 },
            text: label,
          }
        : {
            uuid: table,
            shape: "rectangle",
            color: tableColour,
            position: rounded({ x: at.x - size.width / 2, y: at.y - size.height / 2 }),
            rectangle: size,
            text: { ...label, position: { x: size.width / 2, y: size.height / 2 } },
          }
    const row: PlanFileRow = {
      uuid: id(),
      row_number: drawn.name,
      row_number_position: null,
      position: at,
      table,
      seats: places.map((place, index) => {
        const guid = id()
        seats.add(guid)
        return {
          seat_guid: guid,
          uuid: guid,
          seat_number: String(index + 1),
          position: rounded(place),
          category: drawn.category,
          radius: drawn.radius,
        }
      }),
    }
    return { ...zone, rows: [...zone.rows, row], areas: [...(zone.areas ?? []), area] }
  })
  return { file: after, selection: { seats, areas: new Set([table]) } }
}

/** Where the seats of a table are around its middle, and how large it is. */
export function placesOfTable({
  shape,
  seats,
  seatGap,
  radius,
}: Pick<TableToDraw, "shape" | "seats" | "seatGap" | "radius">): {
  places: Point[]
  size: { width: number; height: number }
} {
  if (shape === "round") {
    const ring = Math.max(seatGap, (seats * seatGap) / (2 * Math.PI))
    const table = Math.max(radius, ring - radius - 3)
    return {
      places: Array.from({ length: seats }, (_, index) => {
        const angle = (2 * Math.PI * index) / seats - Math.PI / 2
        return { x: ring * Math.cos(angle), y: ring * Math.sin(angle) }
      }),
      size: rounded2(2 * table, 2 * table),
    }
  }
  const top = Math.ceil(seats / 2)
  const width = Math.max(1, top) * seatGap
  const height = 2 * seatGap
  const away = height / 2 + radius + 3
  return {
    places: Array.from({ length: seats }, (_, index) => {
      const below = index >= top
      const inRow = below ? index - top : index
      const count = below ? seats - top : top
      // Round the table: along the far side from left to right, back along the near one.
      const x = (inRow - (count - 1) / 2) * seatGap
      return { x: below ? -x : x, y: below ? away : -away }
    }),
    size: rounded2(width, height),
  }
}

function rounded2(width: number, height: number) {
  return { width: Math.round(width * 100) / 100, height: Math.round(height * 100) / 100 }
}
