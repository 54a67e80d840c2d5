import type { PlanFile } from "../plan-file.ts"
import { centre } from "../points.ts"
import type { Point } from "../seating-plan.ts"
import {
  areasOf,
  mapAreas,
  mapRows,
  minus,
  originOf,
  plus,
  rounded,
  type Selection,
  seatsOf,
} from "./walk.ts"

/** Moves what is chosen. A row that is chosen whole moves as one. */
export function moveSelection(file: PlanFile, { seats, areas }: Selection, by: Point): PlanFile {
  if (by.x === 0 && by.y === 0) return file
  const moved = mapRows(file, (row) => {
    const chosen = row.seats.filter((seat) => seats.has(seat.seat_guid)).length
    if (chosen === 0) return row
    if (chosen === row.seats.length) return { ...row, position: rounded(plus(by, row.position)) }
    return {
      ...row,
      seats: row.seats.map((seat) =>
        seats.has(seat.seat_guid) ? { ...seat, position: rounded(plus(seat.position, by)) } : seat,
      ),
    }
  })
  return mapAreas(moved, (area) =>
    areas.has(area.uuid ?? "") ? { ...area, position: rounded(plus(by, area.position)) } : area,
  )
}

/** Turns what is chosen around its middle, by degrees clockwise. */
export function turnSelection(file: PlanFile, selection: Selection, degrees: number): PlanFile {
  const angle = (degrees * Math.PI) / 180
  const middle = middleOf(file, selection)
  if (!middle || degrees % 360 === 0) return file
  return place(
    file,
    selection,
    (point) => {
      const { x, y } = minus(point, middle)
      return {
        x: middle.x + x * Math.cos(angle) - y * Math.sin(angle),
        y: middle.y + x * Math.sin(angle) + y * Math.cos(angle),
      }
    },
    degrees,
  )
}

/** What is chosen as in a mirror, left and right exchanged. */
export function mirrorSelection(file: PlanFile, selection: Selection): PlanFile {
  const middle = middleOf(file, selection)
  return middle ? place(file, selection, ({ x, y }) => ({ x: 2 * middle.x - x, y }), 0) : file
}

export function middleOf(file: PlanFile, { seats, areas }: Selection): Point | null {
  const points: Point[] = []
  for (const { seat, x, y } of seatsOf(file)) if (seats.has(seat.seat_guid)) points.push({ x, y })
  for (const { area, x, y } of areasOf(file)) if (areas.has(area.uuid ?? "")) points.push({ x, y })
  if (points.length === 0) return null
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  return points.length === 1
    ? centre(points)
    : { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 }
}

function place(
  file: PlanFile,
  { seats, areas }: Selection,
  to: (point: Point) => Point,
  turned: number,
): PlanFile {
  const after = mapRows(file, (row, zone) => {
    if (!row.seats.some((seat) => seats.has(seat.seat_guid))) return row
    const from = originOf(zone, row)
    return {
      ...row,
      seats: row.seats.map((seat) =>
        seats.has(seat.seat_guid)
          ? { ...seat, position: rounded(minus(to(plus(from, seat.position)), from)) }
          : seat,
      ),
    }
  })
  return mapAreas(after, (area, zone) =>
    areas.has(area.uuid ?? "")
      ? {
          ...area,
          position: rounded(minus(to(originOf(zone, area)), originOf(zone))),
          ...(turned !== 0 && { rotation: ((area.rotation ?? 0) + turned) % 360 }),
        }
      : area,
  )
}
