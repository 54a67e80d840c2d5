import type { PlanFile, PlanFileRow, PlanFileZone } from "../plan-file.ts"
import { centre, directionTo, distance } from "../points.ts"
import type { Point } from "../seating-plan.ts"
import { bent, radiusOf } from "./add-rows.ts"
import { mapRows, minus, originOf, plus, rounded } from "./walk.ts"

interface Line {
  row: PlanFileRow
  /** Seats from left to right as one reads them, as indices into the row. */
  order: number[]
  places: Point[]
  /** How far along the row each of them is, the middle of the row being 0. */
  along: number[]
  middle: Point
  /** Along the row, and away from the stage across it. */
  right: Point
  back: Point
}

/**
 * Bends rows so that the front one goes `bend` degrees round the stage, the others around the same centre; 0 makes
 * them straight. Distances from seat to seat, aisles included, stay what they are.
 */
export function bendRows(file: PlanFile, rows: ReadonlySet<string>, bend: number): PlanFile {
  return reshape(file, rows, (lines) => {
    const front = lines.reduce((first, line) => (depthOf(lines, line) < depthOf(lines, first) ? line : first))
    const width = lengthOf(front)
    const radius = radiusOf(width, bend)
    return (line) => {
      const depth = depthOf(lines, line) - depthOf(lines, front)
      const start = plus(line.middle, { x: -line.back.x * depth, y: -line.back.y * depth })
      return bent(line.along, radius, depth).map((place) => onto(start, line, place))
    }
  })
}

/** Puts the seats of rows this far from each other, around the middle of each row; aisles are closed. */
export function spreadSeats(file: PlanFile, rows: ReadonlySet<string>, gap: number): PlanFile {
  return reshape(file, rows, () => (line) => {
    const length = lengthOf(line)
    const wanted = gap * (line.order.length - 1)
    if (length <= 0)
      return line.along.map((_, index) => onto(line.middle, line, { x: index * gap - wanted / 2, y: 0 }))
    // The row keeps its own curve: each seat goes along it, or along its ends drawn out.
    return line.along.map((_, index) => alongLine(line.places, (length - wanted) / 2 + index * gap))
  })
}

/** Puts rows this far behind each other; the front one stays. */
export function spreadRows(file: PlanFile, rows: ReadonlySet<string>, gap: number): PlanFile {
  return reshape(file, rows, (lines) => {
    const order = lines.toSorted((a, b) => depthOf(lines, a) - depthOf(lines, b))
    const first = order[0] as Line
    const { back } = first
    return (line) => {
      const move = depthOf(lines, first) + order.indexOf(line) * gap - depthOf(lines, line)
      return line.places.map((place) => plus(place, { x: back.x * move, y: back.y * move }))
    }
  })
}

function reshape(
  file: PlanFile,
  chosen: ReadonlySet<string>,
  shape: (lines: readonly Line[]) => (line: Line) => Point[],
): PlanFile {
  const lines = new Map<string, Line>()
  for (const zone of file.zones)
    for (const row of zone.rows)
      if (chosen.has(row.uuid ?? "") && row.seats.length > 0) lines.set(row.uuid ?? "", lineOf(zone, row))
  if (lines.size === 0) return file
  const placed = shape([...lines.values()])
  return mapRows(file, (row, zone) => {
    const line = lines.get(row.uuid ?? "")
    if (!line) return row
    const places = placed(line)
    const seats = [...row.seats]
    for (const [index, seat] of line.order.entries()) {
      const before = row.seats[seat]
      const place = places[index]
      if (before && place) seats[seat] = { ...before, position: rounded(minus(place, originOf(zone, row))) }
    }
    return { ...row, seats }
  })
}

/** A row as one reads it: from left to right, or from the top down when it is steeper than that. */
export function lineOf(zone: PlanFileZone, row: PlanFileRow): Line {
  const places = row.seats.map((seat) => plus(originOf(zone, row), seat.position))
  const right = directionOf(places)
  const order = places
    .map((_, index) => index)
    .sort((a, b) => project(places[a], right) - project(places[b], right) || a - b)
  const sorted = order.map((index) => places[index] as Point)
  const steps = sorted.map((place, index) => (index === 0 ? 0 : distance(place, sorted[index - 1] as Point)))
  let sum = 0
  const walked = steps.map((step) => {
    sum += step
    return sum
  })
  return {
    row,
    order,
    places: sorted,
    along: walked.map((way) => way - sum / 2),
    middle: alongLine(sorted, sum / 2),
    right,
    back: { x: -right.y, y: right.x },
  }
}

/** Which way a row goes: between its two places furthest apart, towards the right. */
function directionOf(places: readonly Point[]): Point {
  const middle = centre(places)
  const far = (from: Point) =>
    places.reduce((most, place) => (distance(place, from) > distance(most, from) ? place : most), from)
  const one = far(middle)
  const way = directionTo(one, far(one)) ?? { x: 1, y: 0 }
  return way.x < -0.001 || (Math.abs(way.x) <= 0.001 && way.y < 0) ? { x: -way.x, y: -way.y } : way
}

/** The point so far along a line of points; before its first and after its last it goes straight on. */
function alongLine(places: readonly Point[], way: number): Point {
  const first = places[0] ?? { x: 0, y: 0 }
  const second = places[1]
  if (!second) return first
  const on = (from: Point, to: Point, length: number): Point => {
    const direction = directionTo(from, to) ?? { x: 0, y: 0 }
    return { x: from.x + direction.x * length, y: from.y + direction.y * length }
  }
  if (way <= 0) return on(first, second, way)
  let left = way
  for (let index = 1; index < places.length; index++) {
    const [from, to] = [places[index - 1] as Point, places[index] as Point]
    const step = distance(from, to)
    if (left <= step) return on(from, to, left)
    left -= step
  }
  const last = places.at(-1) as Point
  return on(last, plus(last, minus(last, places.at(-2))), left)
}

function lengthOf(line: Line): number {
  return 2 * (line.along.at(-1) ?? 0)
}

/** How far behind the others a row is, across the first of them. */
function depthOf(lines: readonly Line[], line: Line): number {
  return project(line.middle, lines[0]?.back ?? { x: 0, y: 1 })
}

function onto(start: Point, { right, back }: Line, { x, y }: Point): Point {
  return { x: start.x + right.x * x + back.x * y, y: start.y + right.y * x + back.y * y }
}

function project(point: Point | undefined, onto: Point): number {
  return point ? point.x * onto.x + point.y * onto.y : 0
}
