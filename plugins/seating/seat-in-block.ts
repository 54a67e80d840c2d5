import { type Found, loneBeside, nothing, type Run, type Search, slotsFrom } from "./free-runs.ts"
import type { Hall } from "./prepare-hall.ts"

/** Beyond this many rows a block is no longer one group: larger parties are seated apart, near each other. */
const mostRows = 8
/** Up to this many people, two rows may share them in any way. */
const anySplit = 12
/** Makes an even block better than any ranks: the sum of ranks of a hall stays far below. */
const evenness = 1e9

/** Some seats side by side of one row of a block. */
interface Window {
  start: number
  size: number
}

/**
 * The party over rows right behind each other, at least 2 side by side in each, each row's people right behind those
 * before them or the other way round: without a lone seat if that can be, then the fewest rows, the evenest, the best.
 */
export function seatInBlock(search: Search, runs: readonly Run[]): Found {
  if (search.count < 4) return nothing
  const runOf: (Run | undefined)[] = new Array(search.picture.hall.size).fill(undefined)
  for (const run of runs) runOf.fill(run, run.start, run.end)
  const clean = fewestRows(search, runs, runOf, 0)
  return { clean, any: clean ?? fewestRows(search, runs, runOf, Number.POSITIVE_INFINITY) }
}

function fewestRows(
  search: Search,
  runs: readonly Run[],
  runOf: readonly (Run | undefined)[],
  mostLone: number,
): number[] | null {
  for (let rows = 2; rows <= Math.min(mostRows, search.count >> 1); rows++) {
    const block = bestBlock(search, runs, runOf, rows, mostLone)
    if (block) return block
  }
  return null
}

function bestBlock(
  { picture: { hall }, count, loneLimit }: Search,
  runs: readonly Run[],
  runOf: readonly (Run | undefined)[],
  rows: number,
  mostLone: number,
): number[] | null {
  const { smallest, largest } = sizesOfRows(count, rows)
  const sizes = largest - smallest + 1
  const known = new Map<number, { cost: number; next: Window | null } | null>()

  const fits = (start: number, size: number): boolean => {
    const run = runOf[start]
    return run !== undefined && start + size <= run.end && loneBeside(run, start, size, loneLimit) <= mostLone
  }
  /** The best way to seat `left` people in this window and the `more` rows behind it. */
  const best = (window: Window, more: number, left: number): { cost: number; next: Window | null } | null => {
    const after = left - window.size
    if (more === 0) return after === 0 ? { cost: costOf(hall, window), next: null } : null
    if (after < more * smallest || after > more * largest) return null
    const key = ((window.start * sizes + window.size - smallest) * rows + more) * (count + 1) + left
    const seen = known.get(key)
    if (seen !== undefined) return seen
    let found: { cost: number; next: Window | null } | null = null
    const from = more === 1 ? after : smallest
    const to = more === 1 ? after : Math.min(largest, after)
    for (const next of windowsBehind(hall, window, from, to)) {
      if (!fits(next.start, next.size)) continue
      const rest = best(next, more - 1, after)
      if (rest && (found === null || rest.cost < found.cost)) found = { cost: rest.cost, next }
    }
    const answer = found && { cost: found.cost + costOf(hall, window), next: found.next }
    known.set(key, answer)
    return answer
  }

  let front: { window: Window; cost: number } | null = null
  for (const run of runs)
    for (let size = smallest; size <= Math.min(largest, run.end - run.start); size++)
      for (let start = run.start; start + size <= run.end; start++) {
        if (!fits(start, size)) continue
        const found = best({ start, size }, rows - 1, count)
        if (found && (front === null || found.cost < front.cost))
          front = { window: { start, size }, cost: found.cost }
      }
  if (!front) return null

  const slots = new Set<number>()
  let left = count
  let more = rows - 1
  for (let at: Window | null = front.window; at; more--) {
    for (const slot of slotsFrom(at.start, at.size)) slots.add(slot)
    const next: Window | null = best(at, more, left)?.next ?? null
    left -= at.size
    at = next
  }
  return slots.size === count ? [...slots].sort((a, b) => a - b) : null
}

/** How many may sit in each row: the more of them there are to try, the evener they are kept. */
function sizesOfRows(count: number, rows: number): { smallest: number; largest: number } {
  if (rows === 2 && count <= anySplit) return { smallest: 2, largest: count - 2 }
  const slack = rows <= 4 ? 1 : 0
  return {
    smallest: Math.max(2, Math.floor(count / rows) - slack),
    largest: Math.ceil(count / rows) + slack,
  }
}

function costOf({ rank }: Hall, { start, size }: Window): number {
  let cost = size * size * evenness
  for (let slot = start; slot < start + size; slot++) cost += rank[slot] as number
  return cost
}

/** Every window of `from` to `to` seats right behind another: as far along as the two still overlap wholly. */
function windowsBehind(hall: Hall, front: Window, from: number, to: number): Window[] {
  const windows: Window[] = []
  for (const { low, high } of seatsBehind(hall, front))
    for (let size = from; size <= to; size++) {
      const first = Math.min(low, high - size + 1)
      const last = Math.max(low, high - size + 1)
      for (let start = first; start <= last; start++)
        if (isStacked(hall, front, { start, size })) windows.push({ start, size })
    }
  return windows
}

/** The seats right behind a window, as the first and last of them in each block. */
function seatsBehind(hall: Hall, { start, size }: Window): { block: number; low: number; high: number }[] {
  const found: { block: number; low: number; high: number }[] = []
  for (let slot = start; slot < start + size; slot++)
    for (const behind of hall.back[slot] as number[]) {
      const block = hall.blockStart[behind] as number
      const known = found.find((one) => one.block === block)
      if (!known) found.push({ block, low: behind, high: behind })
      else if (behind < known.low) known.low = behind
      else if (behind > known.high) known.high = behind
    }
  return found
}

/** Whether one row of people sits right behind another: each of the fewer has one of the others before or behind. */
export function isStacked(hall: Hall, front: Window, back: Window): boolean {
  const [fewer, more, links] = back.size <= front.size ? [back, front, hall.front] : [front, back, hall.back]
  const end = more.start + more.size
  for (let slot = fewer.start; slot < fewer.start + fewer.size; slot++)
    if (!links[slot]?.some((other) => other >= more.start && other < end)) return false
  return true
}
