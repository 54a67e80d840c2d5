import type { PlanFile } from "../plan-file.ts"
import { planLimits } from "../plan-limits.ts"
import { distance, nearPoints } from "../points.ts"
import { areasOf, type PlacedSeat, type Selection, seatsOf } from "./walk.ts"

export type ProblemCode =
  | "no_seat"
  | "too_many_seats"
  | "no_category"
  | "duplicate_label"
  | "no_label"
  | "overlap"
  | "mixed_category"
  | "no_capacity"

/** What keeps a plan from being published, with what is concerned. */
export interface PlanProblem {
  code: ProblemCode
  /** What it is about: a label, a category. */
  value: string
  concerns: Selection
}

/** Seats nearer than this part of their two radii lie upon each other. */
const touching = 0.6

export function findProblems(file: PlanFile): PlanProblem[] {
  const seats = [...seatsOf(file)]
  const problems: PlanProblem[] = []
  const report = (code: ProblemCode, value: string, found: Iterable<string>, areas: Iterable<string> = []) =>
    problems.push({ code, value, concerns: { seats: new Set(found), areas: new Set(areas) } })
  if (seats.length === 0) report("no_seat", "", [])
  if (seats.length > planLimits.seats) report("too_many_seats", String(planLimits.seats), [])

  const categories = new Set(file.categories.map(({ name }) => name))
  const lost = seats.filter(({ seat }) => !categories.has(seat.category))
  const lostAreas = [...areasOf(file)].filter(
    ({ area }) => area.capacity !== undefined && !categories.has(area.category ?? ""),
  )
  if (lost.length + lostAreas.length > 0)
    report(
      "no_category",
      "",
      lost.map(guidOf),
      lostAreas.map(({ area }) => area.uuid ?? ""),
    )

  const unlabelled = seats.filter(({ seat, row }) => !seat.seat_number && !row.row_number)
  if (unlabelled.length > 0) report("no_label", "", unlabelled.map(guidOf))
  for (const [label, alike] of labelsOf(seats)) if (alike.length > 1) report("duplicate_label", label, alike)

  const upon = overlapping(seats)
  if (upon.size > 0) report("overlap", "", upon)

  for (const { area } of areasOf(file)) {
    if (area.capacity === undefined) continue
    if (area.capacity === 0) report("no_capacity", "", [], [area.uuid ?? ""])
    const seated = seats.filter(({ seat }) => seat.category === area.category)
    if (seated.length > 0)
      report("mixed_category", area.category ?? "", seated.map(guidOf), [area.uuid ?? ""])
  }
  return problems
}

function guidOf({ seat }: PlacedSeat): string {
  return seat.seat_guid
}

/** Seats by what a spectator reads: section, row and number. */
function labelsOf(seats: readonly PlacedSeat[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { seat, row, zone } of seats) {
    if (!seat.seat_number && !row.row_number) continue
    const label = [zone.name, [row.row_number, seat.seat_number].filter(Boolean).join("-")]
      .filter(Boolean)
      .join(" ")
    const alike = found.get(label)
    if (alike) alike.push(seat.seat_guid)
    else found.set(label, [seat.seat_guid])
  }
  return found
}

function overlapping(seats: readonly PlacedSeat[]): Set<string> {
  const found = new Set<string>()
  const radiusOf = ({ seat }: PlacedSeat) => seat.radius || 10
  const widest = seats.reduce((most, seat) => Math.max(most, radiusOf(seat)), 0)
  const near = nearPoints(seats, 2 * widest * touching)
  for (const [index, one] of seats.entries())
    near(index, (other) => {
      const two = seats[other]
      if (two && distance(one, two) < touching * (radiusOf(one) + radiusOf(two)))
        found.add(one.seat.seat_guid)
    })
  return found
}
