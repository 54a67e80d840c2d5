import type { PlanFile } from "../plan-file.ts"
import { type RowNaming, rowNames, type SeatNumbering, seatNumbers } from "./numbering.ts"
import { lineOf } from "./shape-rows.ts"
import { mapRows } from "./walk.ts"

/** Numbers the seats of rows by one rule, each row by itself, from left to right as it is read. */
export function numberSeats(file: PlanFile, rows: ReadonlySet<string>, numbering: SeatNumbering): PlanFile {
  return mapRows(file, (row, zone) => {
    if (!rows.has(row.uuid ?? "") || row.seats.length === 0) return row
    const numbers = seatNumbers(row.seats.length, numbering)
    const seats = [...row.seats]
    for (const [index, seat] of lineOf(zone, row).order.entries()) {
      const before = row.seats[seat]
      if (before) seats[seat] = { ...before, seat_number: numbers[index] ?? "" }
    }
    return { ...row, seats }
  })
}

/** Names rows by one rule, in the order in which they stand from the top of the drawing down. */
export function nameRows(file: PlanFile, rows: ReadonlySet<string>, naming: RowNaming): PlanFile {
  const found: { uuid: string; y: number; x: number }[] = []
  for (const zone of file.zones)
    for (const row of zone.rows)
      if (row.uuid && rows.has(row.uuid) && row.seats.length > 0) {
        const { middle } = lineOf(zone, row)
        found.push({ uuid: row.uuid, ...middle })
      }
  // Rows side by side, an aisle between them, are one row with one name.
  found.sort((a, b) => a.y - b.y || a.x - b.x)
  const levels: (typeof found)[] = []
  for (const row of found) {
    const level = levels.at(-1)
    if (level?.[0] && Math.abs(level[0].y - row.y) < 1) level.push(row)
    else levels.push([row])
  }
  const names = rowNames(levels.length, naming)
  const nameOf = new Map(
    levels.flatMap((level, index) => level.map(({ uuid }) => [uuid, names[index] ?? ""])),
  )
  return mapRows(file, (row) => {
    const name = nameOf.get(row.uuid ?? "")
    return name === undefined || name === row.row_number ? row : { ...row, row_number: name }
  })
}

/** Gives one row a name. */
export function nameRow(file: PlanFile, uuid: string, name: string): PlanFile {
  return mapRows(file, (row) =>
    row.uuid === uuid && row.row_number !== name ? { ...row, row_number: name } : row,
  )
}
