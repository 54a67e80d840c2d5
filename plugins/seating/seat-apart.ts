import { type Found, loneBeside, nothing, type Run, type Search, slotsFrom } from "./free-runs.ts"
import { loneSlots } from "./lone-seats.ts"
import { type Hall, slotDistance } from "./prepare-hall.ts"

/** From how many of the best runs to start looking for others nearby. */
const seeds = 16
/** What another section, another group and a lone seat cost, in seats of distance. */
const otherSection = 20
const anotherGroup = 3
const loneSeat = 4

/** The party in several groups of at least 2, as few and as near each other as can be; nobody sits alone. */
export function seatApart(search: Search, runs: readonly Run[]): Found {
  const { hall } = search.picture
  const several = runs.filter((run) => lengthOf(run) > 1)
  if (!nobodyNeedSitAlone(several, search.count)) return nothing
  const found: Found = { clean: null, any: null }
  const scores = { clean: Number.POSITIVE_INFINITY, any: Number.POSITIVE_INFINITY }
  for (const seed of bestRuns(hall, several)) {
    const slots = portions(nearest(hall, several, seed), search.count)
      .flatMap(({ run, size }) => slotsFrom(placeIn(search, run, size, seed), size))
      .sort((a, b) => a - b)
    const score = scoreOf(hall, slots)
    if (score < scores.any) [found.any, scores.any] = [slots, score]
    if (score < scores.clean && loneSlots(search.picture, slots, search.loneLimit).length === 0)
      [found.clean, scores.clean] = [slots, score]
  }
  return found
}

/** The last resort: as few people alone as there must be, the whole party as near as can be. */
export function seatScattered(search: Search, runs: readonly Run[]): Found {
  const { hall } = search.picture
  const several = runs.filter((run) => lengthOf(run) > 1)
  const single = runs.filter((run) => lengthOf(run) === 1)
  if (sumOf(runs) < search.count) return nothing
  let any: number[] | null = null
  let best = Number.POSITIVE_INFINITY
  for (const seed of bestRuns(hall, several.length > 0 ? several : single)) {
    const grouped = groups(nearest(hall, several, seed), search.count)
    const alone = search.count - grouped.length
    const taken = new Set(grouped)
    const left = (list: readonly Run[]) =>
      list.flatMap((run) => slotsFrom(run.start, lengthOf(run))).filter((slot) => !taken.has(slot))
    for (const candidates of [left(single), left(runs)]) {
      if (candidates.length < alone) continue
      const slots = [...grouped, ...closest(hall, candidates, grouped[0] ?? seed.start, alone)]
      const score =
        scoreOf(hall, slots) + loneSeat * loneSlots(search.picture, slots, search.loneLimit).length
      if (score < best) [any, best] = [slots.sort((a, b) => a - b), score]
    }
  }
  return { clean: null, any }
}

/** Groups of at least 2 can add up to any party but an odd one over pairs only. */
function nobodyNeedSitAlone(several: readonly Run[], count: number): boolean {
  return count > 1 && sumOf(several) >= count && (count % 2 === 0 || several.some((run) => lengthOf(run) > 2))
}

/** How many to seat in each run, taken in order, so that no group is of one; such a split must exist. */
function portions(ordered: readonly Run[], count: number): { run: Run; size: number }[] {
  const taken: { run: Run; size: number }[] = []
  const pairs: Run[] = []
  let left = count
  for (const run of ordered) {
    if (left === 0) break
    const size = Math.min(lengthOf(run), left)
    if (left === 3 && size === 2) {
      pairs.push(run)
      continue
    }
    const kept = left - size === 1 ? size - 1 : size
    taken.push({ run, size: kept })
    left -= kept
  }
  if (left === 0) return taken
  const larger = taken.findLast(({ size }) => size > 2)
  if (larger) larger.size--
  return [...taken, ...pairs.slice(0, 2).map((run) => ({ run, size: 2 }))]
}

/** As many of the party as can sit with another: all the runs if they are too few, else pairs but for one person. */
function groups(ordered: readonly Run[], count: number): number[] {
  const all = ordered.flatMap((run) => slotsFrom(run.start, lengthOf(run)))
  return all.length < count ? all : all.slice(0, count - (count % 2))
}

/** Where in its run a group sits: without a lone seat, then towards the others. */
function placeIn({ picture, loneLimit }: Search, run: Run, size: number, seed: Run): number {
  const middle = (seed.start + seed.end - 1) >> 1
  let best = run.start
  let bestCost = Number.POSITIVE_INFINITY
  for (let start = run.start; start + size <= run.end; start++) {
    const away = slotDistance(picture.hall, start + (size >> 1), middle) / picture.hall.spacing
    const cost = 1e6 * loneBeside(run, start, size, loneLimit) + away
    if (cost < bestCost) [best, bestCost] = [start, cost]
  }
  return best
}

function bestRuns(hall: Hall, runs: readonly Run[]): Run[] {
  const rankOf = (run: Run) => ((hall.rank[run.start] ?? 0) + (hall.rank[run.end - 1] ?? 0)) / 2
  return runs.toSorted((a, b) => rankOf(a) - rankOf(b) || a.start - b.start).slice(0, seeds)
}

function nearest(hall: Hall, runs: readonly Run[], seed: Run): Run[] {
  const middle = (run: Run) => (run.start + run.end - 1) >> 1
  const away = Float64Array.from(runs, (run) => apartness(hall, middle(seed), middle(run)))
  return runs
    .map((_, index) => index)
    .sort((a, b) => (away[a] as number) - (away[b] as number) || a - b)
    .map((index) => runs[index] as Run)
}

function closest(hall: Hall, slots: readonly number[], to: number, count: number): number[] {
  return slots
    .map((slot) => ({ slot, away: apartness(hall, to, slot) }))
    .sort((a, b) => a.away - b.away || a.slot - b.slot)
    .slice(0, count)
    .map(({ slot }) => slot)
}

function apartness(hall: Hall, a: number, b: number): number {
  const section = hall.section[a] === hall.section[b] ? 0 : otherSection * hall.spacing
  return slotDistance(hall, a, b) + section
}

/** How far apart a party sits, in seats; between equals, how good the seats are. */
function scoreOf(hall: Hall, slots: readonly number[]): number {
  let x = 0
  let y = 0
  let ranks = 0
  let pieces = 0
  const sections = new Set<number>()
  for (const [i, slot] of slots.entries()) {
    x += hall.x[slot] as number
    y += hall.y[slot] as number
    ranks += hall.rank[slot] as number
    if (slots[i - 1] !== slot - 1 || hall.blockStart[slot] === slot) pieces++
    sections.add(hall.section[slot] as number)
  }
  const count = slots.length || 1
  let spread = 0
  for (const slot of slots)
    spread += Math.hypot((hall.x[slot] as number) - x / count, (hall.y[slot] as number) - y / count)
  return (
    spread / count / hall.spacing +
    anotherGroup * pieces +
    otherSection * (sections.size - 1) +
    (2 * ranks) / count / hall.size
  )
}

function lengthOf(run: Run): number {
  return run.end - run.start
}

function sumOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + lengthOf(run), 0)
}
