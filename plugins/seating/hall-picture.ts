import type { Hall } from "./prepare-hall.ts"

/**
 * Who may take what, at one moment, as one channel sees it: everything the search for places and the rule of the lone
 * seat look at. Both must be given the same picture.
 */
export interface HallPicture {
  hall: Hall
  /** 1 where the seat cannot be sold here: sold, held, blocked, or set aside for another channel. */
  taken: Uint8Array
}

/** A seat that is not simply free. Seats that no state speaks of are. */
export interface SeatState {
  guid: string
  taken: boolean
  /** The allotment it is set aside in, if any. */
  allotment?: string | null
}

/** The picture for a channel that sells the given allotments: a seat of any other counts as taken. */
export function takePicture(
  hall: Hall,
  states: Iterable<SeatState>,
  sells: { has(allotment: string): boolean } = new Set<string>(),
): HallPicture {
  const taken = new Uint8Array(hall.size)
  for (const { guid, taken: gone, allotment } of states) {
    const slot = hall.slotOf.get(guid)
    if (slot !== undefined && (gone || (allotment != null && !sells.has(allotment)))) taken[slot] = 1
  }
  return { hall, taken }
}

/** The same picture with these seats gone (1), or free (0). */
export function withSlots(picture: HallPicture, slots: Iterable<number>, state: 0 | 1): HallPicture {
  const taken = picture.taken.slice()
  for (const slot of slots) taken[slot] = state
  return { ...picture, taken }
}
