import { type Manner, placesWithoutLone } from "./best-places.ts"
import { type HallPicture, withSlots } from "./hall-picture.ts"
import { loneSlots, slotsOf, usualLoneLimit } from "./lone-seats.ts"
import type { Hall } from "./prepare-hall.ts"
import { isStacked } from "./seat-in-block.ts"

export type LoneVerdict =
  | { allowed: true }
  | {
      allowed: false
      /** The seats that would be left too few side by side. */
      lone: string[]
      /** Places for as many of the same zone, as together, that leave none. */
      instead: string[]
    }

/**
 * Judges places picked by hand, and never moves them. They are refused only if they leave a lone seat and as many
 * places of the same zone, as together at least, would leave none: the last sale that can be made always passes.
 * Places of several zones are judged zone by zone, the others counting as taken.
 */
export function checkLoneSeats(
  picture: HallPicture,
  chosen: Iterable<string>,
  loneLimit: number = usualLoneLimit,
): LoneVerdict {
  const { hall } = picture
  const slots = slotsOf(picture, chosen)
  if (loneSlots(picture, slots, loneLimit).length === 0) return { allowed: true }
  for (const zone of new Set(slots.map((slot) => hall.zone[slot] as number))) {
    const part = slots.filter((slot) => hall.zone[slot] === zone)
    const others = slots.filter((slot) => hall.zone[slot] !== zone)
    const view = withSlots(picture, others, 1)
    const lone = loneSlots(view, part, loneLimit)
    if (lone.length === 0) continue
    const search = { picture: view, zone, count: part.length, loneLimit }
    const instead = placesWithoutLone(search, mannerOf(hall, part))
    if (instead) return { allowed: false, lone: lone.map((slot) => hall.guids[slot] as string), instead }
  }
  return { allowed: true }
}

/** How the people in these slots (ascending) sit. */
export function mannerOf(hall: Hall, slots: readonly number[]): Manner {
  const groups: { start: number; size: number }[] = []
  for (const slot of slots) {
    const last = groups.at(-1)
    if (last && last.start + last.size === slot && hall.blockStart[slot] !== slot) last.size++
    else groups.push({ start: slot, size: 1 })
  }
  if (groups.length === 1) return "row"
  if (groups.some((group) => group.size === 1)) return "scattered"
  return isOneBlock(hall, groups) ? "block" : "apart"
}

/** Whether one group sits behind the other, from a front one to all of them. */
function isOneBlock(hall: Hall, groups: readonly { start: number; size: number }[]): boolean {
  const behind = (at: (typeof groups)[number]) =>
    groups.find((group) => group !== at && isStacked(hall, at, group))
  const front = groups.find((at) => !groups.some((group) => group !== at && isStacked(hall, group, at)))
  const seen = new Set<(typeof groups)[number]>()
  for (let at = front; at && !seen.has(at); at = behind(at)) seen.add(at)
  return seen.size === groups.length
}
