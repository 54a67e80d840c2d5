import type { CartItem } from "./read-cart.ts"

/** Places that differ in nothing a person would notice. */
export interface ItemGroup {
  first: CartItem
  items: CartItem[]
}

/** The places of a cart or an order by performance, zone, tariff and price, in the order they were taken. */
export function groupItems(items: readonly CartItem[]): ItemGroup[] {
  const groups = new Map<string, ItemGroup>()
  for (const item of items) {
    const key = [item.performanceId, item.zoneId, item.priceId, item.amount].join(" ")
    const group = groups.get(key)
    if (group) group.items.push(item)
    else groups.set(key, { first: item, items: [item] })
  }
  return [...groups.values()]
}
