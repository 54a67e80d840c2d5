import type { HallPicture } from "./hall-picture.ts"

/** One search: `count` places in the zone numbered `zone`, under one picture. */
export interface Search {
  picture: HallPicture
  zone: number
  count: number
  loneLimit: number
}

/** Seats that may be had, side by side: slots `start` to `end` (excluded), all free and of the wanted zone. */
export interface Run {
  start: number
  end: number
  /** The seats free side by side around them, of whatever zone: what the rule of the lone seat looks at. */
  freeStart: number
  freeEnd: number
}

/** What a way of seating a party found: without leaving a lone seat, and at all; slots, ascending. */
export interface Found {
  clean: number[] | null
  any: number[] | null
}

export const nothing: Found = { clean: null, any: null }

export function freeRuns({ picture: { hall, taken }, zone }: Search): Run[] {
  const runs: Run[] = []
  for (let slot = 0; slot < hall.size; ) {
    if (taken[slot] === 1) {
      slot++
      continue
    }
    const freeStart = slot
    const blockEnd = hall.blockEnd[slot] as number
    while (slot < blockEnd && taken[slot] !== 1) slot++
    for (let start = freeStart; start < slot; ) {
      let end = start
      while (end < slot && hall.zone[end] === zone) end++
      if (end > start) runs.push({ start, end, freeStart, freeEnd: slot })
      start = Math.max(end, start + 1)
    }
  }
  return runs
}

/** How many seats taking `size` seats of a run from `start` on leaves too few side by side. */
export function loneBeside(run: Run, start: number, size: number, limit: number): number {
  const before = start - run.freeStart
  const after = run.freeEnd - start - size
  return (before < limit ? before : 0) + (after < limit ? after : 0)
}

export function slotsFrom(start: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => start + i)
}
