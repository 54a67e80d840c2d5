import type { Seat, SeatingPlan } from "../../seating/seating-plan.ts"

/** Seats of one part of a hall by row, in the order they are in. */
export interface SeatRows {
  section: string
  rows: { name: string; seats: readonly Pick<Seat, "guid" | "label">[] }[]
}

/** The rows of each part of a hall; only seats of these categories. */
export function rowsOf(plan: SeatingPlan, sold: (category: string) => boolean): SeatRows[] {
  return plan.sections
    .map(({ name }, section) => ({
      section: name,
      rows: plan.rows
        .filter((row) => row.sectionIndex === section)
        .map((row) => ({
          name: row.name,
          seats: plan.seats.slice(row.from, row.to).filter(({ category }) => sold(category)),
        }))
        .filter(({ seats }) => seats.length > 0),
    }))
    .filter(({ rows }) => rows.length > 0)
}

/**
 * Reads seats as people write them: "A-1 à A-6, B-12, C". From one seat to another are those between them as they stand, whatever
 * their numbers; a row's name alone means what is free of it.
 * @returns the seats, and what could not be read or is not free.
 */
export function readSeats(
  text: string,
  { rows }: SeatRows,
  isFree: (id: string) => boolean,
): { ids: string[]; unknown: string[]; gone: string[] } {
  const ids = new Set<string>()
  const unknown: string[] = []
  const gone: string[] = []
  const rowOf = new Map(
    rows.flatMap((row) => row.seats.map(({ label }, at) => [fold(label), { row, at }] as const)),
  )
  for (const part of text.split(/[,;\n]+/)) {
    const typed = part.trim()
    if (typed === "") continue
    const [from = "", to, more] = typed.split(/\s+(?:à|a|to|–|-)\s+|\s*\.\.+\s*/i)
    const first = rowOf.get(fold(from))
    const last = to === undefined ? first : rowOf.get(fold(to))
    const whole = to === undefined && !first ? rows.filter(({ name }) => fold(name) === fold(from)) : []
    if (more === undefined && first && last && first.row === last.row) {
      const [start, end] = [Math.min(first.at, last.at), Math.max(first.at, last.at)]
      for (const { guid, label } of first.row.seats.slice(start, end + 1))
        if (isFree(guid)) ids.add(guid)
        else gone.push(label)
    } else if (whole.length > 0)
      for (const { guid } of whole.flatMap(({ seats }) => seats)) {
        if (isFree(guid)) ids.add(guid)
      }
    else unknown.push(typed)
  }
  return { ids: [...ids], unknown, gone }
}

/** Seats as they are written: "A-1 à A-6, B-12". What is written so is read the same. */
export function sayRuns({ rows }: SeatRows, has: (id: string) => boolean, to: string): string {
  return rows
    .flatMap(({ seats }) => {
      const runs: string[][] = []
      seats.forEach(({ guid, label }, at) => {
        if (!has(guid)) return
        const before = seats[at - 1]
        if (before && has(before.guid)) runs.at(-1)?.push(label)
        else runs.push([label])
      })
      return runs.map((run) => (run.length === 1 ? run[0] : `${run[0]} ${to} ${run.at(-1)}`))
    })
    .join(", ")
}

function fold(text: string): string {
  return text.trim().toUpperCase()
}
