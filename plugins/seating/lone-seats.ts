import type { HallPicture } from "./hall-picture.ts"

/** Fewest seats that may be left side by side next to a sale, unless the organiser says otherwise. */
export const usualLoneLimit = 2

/**
 * The rule of the lone seat, the only definition of it: does taking `chosen` leave, right beside one of them, a run of
 * free seats shorter than `limit`? Seats of other zones are free seats too; those of other allotments are taken ones.
 */
export function leavesLone(
  picture: HallPicture,
  chosen: Iterable<string>,
  limit: number = usualLoneLimit,
): boolean {
  return loneSlots(picture, slotsOf(picture, chosen), limit).length > 0
}

/** The slots of seats by guid; those the hall does not have are passed over. */
export function slotsOf({ hall }: HallPicture, guids: Iterable<string>): number[] {
  return [...new Set(guids)].flatMap((guid) => hall.slotOf.get(guid) ?? []).sort((a, b) => a - b)
}

/** The seats that would be left too few side by side; empty when the rule holds. */
export function loneSlots(
  { hall, taken }: HallPicture,
  chosen: readonly number[],
  limit: number = usualLoneLimit,
): number[] {
  const mine = new Set(chosen)
  const lone = new Set<number>()
  for (const slot of mine)
    for (const step of [-1, 1]) {
      const first = hall.blockStart[slot] as number
      const end = hall.blockEnd[slot] as number
      const run: number[] = []
      for (let at = slot + step; at >= first && at < end && run.length < limit; at += step) {
        if (taken[at] === 1 || mine.has(at)) break
        run.push(at)
      }
      if (run.length < limit) for (const left of run) lone.add(left)
    }
  return [...lone]
}
