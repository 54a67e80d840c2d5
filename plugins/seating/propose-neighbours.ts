import { planLimits } from "./plan-limits.ts"
import { distance, median, nearPoints } from "./points.ts"
import type { Point, Row, Seat, SeatingPlan } from "./seating-plan.ts"

/** A gap is an aisle when it is this many times the row's usual spacing. */
const aisle = 1.6
/** Seats of a row whose usual spacing is this many times the section's are not neighbours at all. */
const lonely = 1.75
/** No seat has a neighbour beyond its so many nearest. */
const nearest = 8
/** A row may bend by less than this from one seat to the next (cosine): sharper, it goes back over itself. */
const straightest = Math.cos((75 * Math.PI) / 180)

/**
 * Proposes who sits beside whom: chains of guids ("blocks"), each seat in one, in order from left to right along the
 * row's own curve, broken at aisles. Only positions and the file's grouping into rows count, never the numbers:
 * odd, even, letters and seats listed in any order give the same blocks. A seat without a neighbour is a block of 1.
 */
export function proposeNeighbours(plan: SeatingPlan): string[][] {
  const rows = wholeRows(plan)
  const spacings = rows.map((row) => spacingOf(row.seats))
  const usual = plan.sections.map((_, section) => {
    const own = rows.flatMap((row, i) =>
      row.sectionIndex === section ? row.seats.map(() => spacings[i] ?? 0) : [],
    )
    return median(own.filter((spacing) => spacing > 0))
  })
  return rows
    .flatMap((row, i) => {
      const spacing = Math.min(spacings[i] ?? 0, lonely * (usual[row.sectionIndex] ?? 0))
      return chains(row.seats, aisle * spacing)
    })
    .map((chain) => chain.map((seat) => seat.guid))
}

/** A row drawn in several pieces under one name is one row: there may be no aisle between them. */
function wholeRows(plan: SeatingPlan): { sectionIndex: number; seats: Seat[] }[] {
  const rows = new Map<string, { sectionIndex: number; seats: Seat[] }>()
  for (const [index, row] of plan.rows.entries()) {
    const key = keyOf(row, index)
    const seats = plan.seats.slice(row.from, row.to)
    const whole = rows.get(key)
    if (whole && whole.seats.length + seats.length <= planLimits.seatsOfRow) whole.seats.push(...seats)
    else rows.set(key, { sectionIndex: row.sectionIndex, seats })
  }
  return [...rows.values()]
}

function keyOf(row: Row, index: number): string {
  return row.name ? `${row.sectionIndex} ${row.name}` : `${index}`
}

/** The usual distance from a seat to the nearest other of its row; 0 for a row of one. */
function spacingOf(seats: readonly Seat[]): number {
  const steps = seats.map((seat) => {
    let best = Number.POSITIVE_INFINITY
    for (const other of seats) {
      const away = distance(seat, other)
      if (away > 0 && away < best) best = away
    }
    return best
  })
  return median(steps.filter(Number.isFinite))
}

/**
 * Links the nearest seats first, and of equally near ones those the file lists one after the other; no seat gets a
 * third neighbour, a link that would turn back, or one that closes a ring.
 */
function chains(seats: readonly Seat[], widest: number): Seat[][] {
  const links = nearbyPairs(seats, widest)
  const beside: number[][] = seats.map(() => [])
  const chainOf = seats.map((_, index) => index)
  const rootOf = (seat: number): number => {
    let root = seat
    while (chainOf[root] !== root) root = chainOf[root] as number
    return root
  }
  const accepts = (seat: number, other: number) => {
    const [first, second] = beside[seat] as number[]
    return second === undefined && (first === undefined || goesOn(seats, first, seat, other))
  }
  for (const { a, b } of links) {
    if (!accepts(a, b) || !accepts(b, a) || rootOf(a) === rootOf(b)) continue
    beside[a]?.push(b)
    beside[b]?.push(a)
    chainOf[rootOf(a)] = rootOf(b)
  }
  return walk(seats, beside)
}

interface Link {
  a: number
  b: number
  /** In hundredths of the widest, so that seats as near as each other are told apart by the file's order. */
  away: number
}

/** Each seat with the few nearest to it, the nearest pairs first. */
function nearbyPairs(seats: readonly Seat[], widest: number): Link[] {
  const near = nearPoints(seats, widest)
  const links = new Map<number, Link>()
  for (const seat of seats.keys()) {
    const around: Link[] = []
    near(seat, (other, distance) => {
      const away = Math.round((100 * distance) / widest)
      if (distance > 0) around.push({ a: Math.min(seat, other), b: Math.max(seat, other), away })
    })
    around.sort(nearestFirst)
    for (const link of around.slice(0, nearest)) links.set(link.a * seats.length + link.b, link)
  }
  return [...links.values()].sort(nearestFirst)
}

function nearestFirst(p: Link, q: Link): number {
  return p.away - q.away || p.b - p.a - (q.b - q.a) || p.a - q.a
}

function goesOn(seats: readonly Point[], from: number, at: number, to: number): boolean {
  const [p, q, r] = [seats[from], seats[at], seats[to]] as [Point, Point, Point]
  const along = (q.x - p.x) * (r.x - q.x) + (q.y - p.y) * (r.y - q.y)
  return along >= straightest * distance(p, q) * distance(q, r)
}

function walk(seats: readonly Seat[], beside: readonly number[][]): Seat[][] {
  const seen = new Set<number>()
  const result: Seat[][] = []
  for (const start of seats.keys()) {
    if (seen.has(start) || (beside[start]?.length ?? 0) > 1) continue
    const chain: Seat[] = []
    for (
      let at: number | undefined = start;
      at !== undefined;
      at = beside[at]?.find((next) => !seen.has(next))
    ) {
      seen.add(at)
      chain.push(seats[at] as Seat)
    }
    result.push(leftToRight(chain))
  }
  return result.toSorted((a, b) => (a[0]?.x ?? 0) - (b[0]?.x ?? 0))
}

function leftToRight(chain: Seat[]): Seat[] {
  const first = chain[0] as Seat
  const last = chain.at(-1) as Seat
  const dx = last.x - first.x
  const dy = last.y - first.y
  return Math.abs(dx) >= Math.abs(dy) / 4
    ? dx < 0
      ? chain.reverse()
      : chain
    : dy < 0
      ? chain.reverse()
      : chain
}
