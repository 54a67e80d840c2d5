import { type Found, loneBeside, nothing, type Run, type Search, slotsFrom } from "./free-runs.ts"
import { loneSlots } from "./lone-seats.ts"
import { type Hall, slotDistance } from "./prepare-hall.ts"

/** From how many of the best runs to start looking for others nearby. */
const seeds = 16
/** How many of the nearest runs to try before all of them. */
const fewRuns = 40
/** What another section, another group and a lone seat cost, in seats of distance. */
const otherSection = 20
const anotherGroup = 3
const loneSeat = 4

/**
 * The party in several groups of at least 2, as few and as near each other as can be; nobody sits alone, and no lone
 * seat is left if groups of some sizes leave none.
 */
export function seatApart(search: Search, runs: readonly Run[]): Found {
  const { picture, count, loneLimit } = search
  const several = runs.filter((run) => lengthOf(run) > 1)
  if (!nobodyNeedSitAlone(several, count)) return nothing
  const cleanSizes = new Map(several.map((run) => [run, groupSizes(run, count, loneLimit)]))
  const anySizes = new Map(several.map((run) => [run, groupSizes(run, count, 0)]))
  const found: Found = { clean: null, any: null }
  const scores = { clean: Number.POSITIVE_INFINITY, any: Number.POSITIVE_INFINITY }
  for (const seed of bestRuns(picture.hall, several)) {
    const ordered = nearest(picture.hall, several, seed)
    for (const sizes of found.clean ? [cleanSizes] : [cleanSizes, anySizes]) {
      const groups = portions(ordered.slice(0, fewRuns), count, sizes) ?? portions(ordered, count, sizes)
      if (!groups) continue
      const slots = groups
        .flatMap(({ run, size }) => slotsFrom(placeIn(search, run, size, seed), size))
        .sort((a, b) => a - b)
      const score = scoreOf(picture.hall, slots)
      const kind = loneSlots(picture, slots, loneLimit).length === 0 ? "clean" : "any"
      if (score < scores[kind]) [found[kind], scores[kind]] = [slots, score]
    }
  }
  return { clean: found.clean, any: found.clean ?? found.any }
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

/** How many of the party may sit in a run, from the most to 2, without leaving a lone seat there. */
function groupSizes(run: Run, count: number, loneLimit: number): number[] {
  const sizes: number[] = []
  for (let size = Math.min(lengthOf(run), count); size > 1; size--)
    for (let start = run.start; start + size <= run.end; start++)
      if (loneBeside(run, start, size, loneLimit) === 0) {
        sizes.push(size)
        break
      }
  return sizes
}

/** How many to seat in each run, the first runs taking the most they can; null when the sizes never add up. */
function portions(
  ordered: readonly Run[],
  count: number,
  sizes: ReadonlyMap<Run, readonly number[]>,
): { run: Run; size: number }[] | null {
  const reaches: Uint8Array[] = [Uint8Array.from({ length: count + 1 }, (_, left) => (left === 0 ? 1 : 0))]
  for (const run of ordered.toReversed()) {
    const later = reaches.at(-1) as Uint8Array
    const here = later.slice()
    for (const size of sizes.get(run) ?? [])
      for (let left = size; left <= count; left++) if (later[left - size] === 1) here[left] = 1
    reaches.push(here)
  }
  const taken: { run: Run; size: number }[] = []
  let left = count
  for (const run of ordered) {
    if (reaches.pop()?.[left] !== 1) return null
    const later = reaches.at(-1) as Uint8Array
    const size = sizes.get(run)?.find((one) => one <= left && later[left - one] === 1)
    if (size) taken.push({ run, size })
    left -= size ?? 0
  }
  return taken
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
