import type { FormBody } from "../../server/form-reader.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"
import type { BestWish } from "../inventory/wishes.ts"

/**
 * The seats that were ticked, each with its price: the one chosen for it, else the first of its zone. What the hall has
 * not is left out.
 */
export function readSeatChoice(
  body: Readonly<FormBody>,
  performance: ShopPerformance,
  zoneOf: (seatId: string) => string | undefined,
): Map<string, string> {
  const chosen = new Map<string, string>()
  for (const id of [body.seat ?? []].flat()) {
    const zone = performance.zones.find((one) => one.id === zoneOf(id))
    const asked = [body[`price[${id}]`] ?? []].flat().at(-1)
    const price = zone?.prices.find((one) => one.id === asked) ?? zone?.prices[0]
    if (price) chosen.set(id, price.id)
  }
  return chosen
}

/** The best places of each zone for those who come together. */
export function bestWishes(
  performance: ShopPerformance,
  quantities: ReadonlyMap<string, number>,
  anywhere: boolean,
): BestWish[] {
  return performance.zones.flatMap((zone) => {
    const own = zone.prices.flatMap(({ id }) => {
      const quantity = quantities.get(id)
      return quantity ? [[id, quantity] as const] : []
    })
    if (own.length === 0) return []
    return [
      {
        performanceId: performance.id,
        zoneId: zone.id,
        best: Object.fromEntries(own),
        ...(anywhere ? { anywhere } : {}),
      },
    ]
  })
}
