import { outlineOf } from "./area-outline.ts"
import { centre, directionTo, distance, median } from "./points.ts"
import type { Neighbours } from "./prepare-hall.ts"
import type { Area, Point, Row, Seat, SeatingPlan } from "./seating-plan.ts"

/** Distance between two seats in the picture: sizes of text and strokes can be chosen once for all halls. */
const unit = 24
const padding = unit
/** Parts of a row this many seats apart are still one strip of the section. */
const joined = 5

/** A seat to draw: `section` and `category` are indices into the plan's lists. */
export interface DrawnSeat extends Point {
  guid: string
  label: string
  radius: number
  section: number
  category: number
}

/** A section seen from afar: strips along its rows, to be drawn with round ends `bandWidth` wide. */
export interface DrawnSection {
  name: string
  seats: number
  bands: Point[][]
  bandWidth: number
  box: { x: number; y: number; width: number; height: number }
  /** Where its name goes: on the seat nearest to its middle, so never outside of it. */
  label: Point
}

/** What an SVG map of a plan needs, in units of its view box `0 0 width height`; 24 from seat to seat. */
export interface PlanPicture {
  width: number
  height: number
  seats: DrawnSeat[]
  sections: DrawnSection[]
  rowLabels: (Point & { text: string; section: number })[]
  areas: Area[]
}

export function planPicture(plan: SeatingPlan, neighbours: Neighbours): PlanPicture {
  const byGuid = new Map(plan.seats.map((seat) => [seat.guid, seat]))
  const chains = neighbours.blocks.map((block) => block.flatMap((guid) => byGuid.get(guid) ?? []))
  const spacing =
    median(chains.flatMap((chain) => chain.slice(1).map((seat, i) => distance(seat, chain[i] as Seat)))) ||
    2.4 * median(plan.seats.map((seat) => seat.radius))
  const labels = plan.rows.flatMap((row) => rowLabels(plan, row, spacing))
  const scale = unit / spacing
  const bounds = boundsOf([...plan.seats, ...labels, ...plan.areas.flatMap(outlineOf)])
  const move = ({ x, y }: Point): Point => ({
    x: tenth((x - bounds.left) * scale + padding),
    y: tenth((y - bounds.top) * scale + padding),
  })
  const categories = new Map(plan.categories.map(({ name }, index) => [name, index]))
  const sectionOf = (seat: Seat | undefined) => plan.rows[seat?.rowIndex ?? -1]?.sectionIndex
  return {
    width: tenth((bounds.right - bounds.left) * scale + 2 * padding),
    height: tenth((bounds.bottom - bounds.top) * scale + 2 * padding),
    seats: plan.seats.map((seat) => ({
      guid: seat.guid,
      label: seat.label,
      ...move(seat),
      radius: tenth(Math.min(seat.radius * scale, 0.48 * unit)),
      section: sectionOf(seat) ?? 0,
      category: categories.get(seat.category) ?? 0,
    })),
    sections: plan.sections.flatMap(({ name }, index) => {
      const seats = plan.seats.filter((seat) => sectionOf(seat) === index)
      if (seats.length === 0) return []
      const own = chains.filter((chain) => sectionOf(chain[0]) === index)
      const pitch = pitchOf(neighbours, byGuid, new Set(seats)) || spacing
      return {
        name,
        seats: seats.length,
        bands: bandsOf(own, joined * spacing).map((band) => band.map(move)),
        bandWidth: tenth(1.2 * Math.max(pitch, spacing) * scale),
        box: boxOf(seats.map(move), 0.75 * unit),
        label: move(middleSeat(seats)),
      }
    }),
    rowLabels: labels.map(({ text, section, ...at }) => ({ text, section, ...move(at) })),
    areas: plan.areas.map((area) => scaled(area, scale, move)),
  }
}

/** The name of a row, one spacing beyond the ends where it belongs. */
function rowLabels(
  plan: SeatingPlan,
  row: Row,
  spacing: number,
): (Point & { text: string; section: number })[] {
  const seats = plan.seats.slice(row.from, row.to)
  const [first] = seats
  const last = seats.at(-1)
  if (!first || !last || !row.name || !row.numberAt) return []
  const label = (seat: Seat, outwards: Point | null) => ({
    text: row.name,
    section: row.sectionIndex,
    x: seat.x + (outwards?.x ?? 0) * spacing,
    y: seat.y + (outwards?.y ?? 0) * spacing,
  })
  const left = { x: -1, y: 0 }
  const right = { x: 1, y: 0 }
  const atStart = () => label(first, seats[1] ? directionTo(seats[1], first) : left)
  const atEnd = () => label(last, seats[1] ? directionTo(seats.at(-2) ?? first, last) : right)
  switch (row.numberAt) {
    case "left":
      return [
        label(
          seats.reduce((most, seat) => (seat.x < most.x ? seat : most)),
          left,
        ),
      ]
    case "right":
      return [
        label(
          seats.reduce((most, seat) => (seat.x > most.x ? seat : most)),
          right,
        ),
      ]
    case "start":
      return [atStart()]
    case "end":
      return [atEnd()]
    case "both":
      return [atStart(), atEnd()]
  }
}

/** Usual distance from a row of the section to the next; 0 when it has one row. */
function pitchOf(
  { behind }: Neighbours,
  byGuid: ReadonlyMap<string, Seat>,
  section: ReadonlySet<Seat>,
): number {
  return median(
    behind.flatMap(([frontGuid, backGuid]) => {
      const front = byGuid.get(frontGuid)
      const back = byGuid.get(backGuid)
      return front && back && section.has(front) ? [distance(front, back)] : []
    }),
  )
}

/** The chains of a section, those of one row joined across their aisles. */
function bandsOf(chains: readonly Seat[][], reach: number): Point[][] {
  const bands: Seat[][] = []
  for (const chain of chains) {
    const last = bands.at(-1)
    const end = last?.at(-1)
    const start = chain[0]
    if (last && end && start && end.rowIndex === start.rowIndex && distance(end, start) <= reach)
      last.push(...chain)
    else bands.push([...chain])
  }
  return bands
}

function middleSeat(seats: readonly Seat[]): Seat {
  const middle = centre(seats)
  return seats.reduce((best, seat) => (distance(seat, middle) < distance(best, middle) ? seat : best))
}

function scaled(area: Area, scale: number, move: (point: Point) => Point): Area {
  const at = {
    ...move(area),
    text: area.text && { ...area.text, ...move(area.text), size: tenth(area.text.size * scale) },
  }
  switch (area.shape) {
    case "rectangle":
      return { ...area, ...at, width: tenth(area.width * scale), height: tenth(area.height * scale) }
    case "circle":
      return { ...area, ...at, radius: tenth(area.radius * scale) }
    case "ellipse":
      return { ...area, ...at, radiusX: tenth(area.radiusX * scale), radiusY: tenth(area.radiusY * scale) }
    case "polygon":
      return { ...area, ...at, points: area.points.map(move) }
    case "text":
      return { ...area, ...at }
  }
}

function boundsOf(points: readonly Point[]) {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { left, top, right, bottom }
}

function boxOf(points: readonly Point[], margin: number): DrawnSection["box"] {
  const { left, top, right, bottom } = boundsOf(points)
  return {
    x: tenth(left - margin),
    y: tenth(top - margin),
    width: tenth(right - left + 2 * margin),
    height: tenth(bottom - top + 2 * margin),
  }
}

/** A tenth of a unit is finer than any screen, and halves the size of the page. */
function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
