import { type Found, freeRuns, type Run, type Search } from "./free-runs.ts"
import type { HallPicture } from "./hall-picture.ts"
import { usualLoneLimit } from "./lone-seats.ts"
import { seatApart, seatScattered } from "./seat-apart.ts"
import { seatInBlock } from "./seat-in-block.ts"
import { seatInRow } from "./seat-in-row.ts"

/** How a party sits, from the best: side by side, over rows right behind each other, in groups, some of them alone. */
export const manners = ["row", "block", "apart", "scattered"] as const
export type Manner = (typeof manners)[number]

const seat: Record<Manner, (search: Search, runs: readonly Run[]) => Found> = {
  row: seatInRow,
  block: seatInBlock,
  apart: seatApart,
  scattered: seatScattered,
}

export interface WantedPlaces {
  /** The zone (price area) they must all be of. */
  zone: string
  /** How many, whatever their tariffs: a party sits together. */
  count: number
  loneLimit?: number
  /** The least together the party accepts; by default any way of seating it. */
  atWorst?: Manner
}

export interface BestPlaces {
  /** As many as wanted; those side by side follow each other. */
  guids: string[]
  manner: Manner
}

/**
 * The best places for a party, or null when the zone has not that many free or cannot seat them as together as they
 * accept. Together comes first, then leaving no lone seat, then the seats' rank. The same picture always gives the
 * same places, and `checkLoneSeats` accepts them.
 */
export function bestPlaces(picture: HallPicture, wanted: WantedPlaces): BestPlaces | null {
  const zone = picture.hall.zoneIds.get(wanted.zone)
  if (zone === undefined || !Number.isInteger(wanted.count) || wanted.count < 1) return null
  const search: Search = {
    picture,
    zone,
    count: wanted.count,
    loneLimit: wanted.loneLimit ?? usualLoneLimit,
  }
  const runs = freeRuns(search)
  if (runs.reduce((free, run) => free + run.end - run.start, 0) < search.count) return null
  for (const manner of mannersUpTo(wanted.atWorst ?? "scattered")) {
    const { clean, any } = seat[manner](search, runs)
    const slots = clean ?? any
    if (slots) return { guids: guidsOf(picture, slots), manner }
  }
  return null
}

/** Places that leave no lone seat, for a party seated at least as together as `manner`; null when there are none. */
export function placesWithoutLone(search: Search, manner: Manner): string[] | null {
  const runs = freeRuns(search)
  for (const better of mannersUpTo(manner)) {
    const { clean } = seat[better](search, runs)
    if (clean) return guidsOf(search.picture, clean)
  }
  return null
}

function mannersUpTo(manner: Manner): readonly Manner[] {
  return manners.slice(0, manners.indexOf(manner) + 1)
}

function guidsOf({ hall }: HallPicture, slots: readonly number[]): string[] {
  return slots.map((slot) => hall.guids[slot] as string)
}
