import { type BestPlaces, bestPlaces, type Manner, type WantedPlaces } from "./best-places.ts"
import type { HallPicture } from "./hall-picture.ts"

export interface SeatedParty {
  /** In the order of the seats; each price as often as it was asked for. */
  seats: { guid: string; priceId: string }[]
  manner: Manner
}

/** The best places for one party of mixed tariffs: the seats are found for all of them, then shared out in order. */
export function seatParty(
  picture: HallPicture,
  wanted: Omit<WantedPlaces, "count"> & { best: Readonly<Record<string, number>> },
): SeatedParty | null {
  const prices = Object.entries(wanted.best).flatMap(([priceId, quantity]) =>
    Array<string>(quantity).fill(priceId),
  )
  const places: BestPlaces | null = bestPlaces(picture, { ...wanted, count: prices.length })
  return (
    places && {
      seats: places.guids.map((guid, i) => ({ guid, priceId: prices[i] as string })),
      manner: places.manner,
    }
  )
}
