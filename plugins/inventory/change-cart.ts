import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { addPlaces, type Hold, holdPlaces, SoldOut } from "./hold-places.ts"
import { readOffers, type Wish } from "./offers.ts"
import { type Cart, readCart } from "./read-cart.ts"
import { expireCarts, releaseCart } from "./release-places.ts"

/**
 * Opens a cart with these places, all or nothing. Where a zone seems sold out because of carts whose time is over,
 * those are ended first: nobody is refused for a place that is free.
 * @throws 409 sold_out; 422 not_on_sale, too_many.
 */
export async function openCart(db: Db | Trx, wishes: readonly Wish[]): Promise<OpenedCart> {
  const offers = await readOffers(db, wishes)
  const hold = await holdPlaces(db, offers)
  const places = offers.flatMap((offer) => Array.from({ length: offer.quantity }, () => offer))
  const items = places.map(({ performanceId, priceId, tariff, amount }, index) => ({
    id: String(index + 1),
    performanceId,
    priceId,
    tariff,
    amount,
  }))
  return { ...hold, total: items.reduce((sum, item) => sum + item.amount, 0), items }
}

export interface OpenedCart extends Hold {
  /** Cents. */
  total: number
  items: { id: string; performanceId: string; priceId: string; tariff: string; amount: number }[]
}

/** Adds places to an open cart; all or nothing, and nothing held before is lost. @throws like openCart; 404, 410. */
export async function addToCart(
  db: Db | Trx,
  cart: { id: string; secret: string },
  wishes: readonly Wish[],
): Promise<{ expiresAt: Date }> {
  const before = await readCart(db, cart.id, cart.secret)
  return addPlaces(db, cart.id, await readOffers(db, wishes, countByPerformance(before)))
}

/** Runs `hold`; when it says sold out, ends the carts whose time is over and tries once more. */
export async function withExpiredFreed<T>(
  db: Db,
  events: Events,
  organisationId: string,
  hold: () => Promise<T>,
): Promise<T> {
  try {
    return await hold()
  } catch (error) {
    if (!(error instanceof SoldOut) || (await expireCarts(db, events, organisationId)) === 0) throw error
    return hold()
  }
}

/** Takes places out of an open cart and frees them at once; the last one out ends the cart. */
export async function removeFromCart(
  db: Db | Trx,
  cart: { id: string; secret: string },
  itemIds: readonly string[],
): Promise<void> {
  const before = await readCart(db, cart.id, cart.secret)
  const going = before.items.filter((item) => itemIds.includes(item.id))
  if (going.length === before.items.length) {
    await releaseCart(db, cart.id)
    return
  }
  await sql`
    with open as (
      select id from carts where organisation_id = current_organisation() and id = ${cart.id} and state = 'open'
      for update),
    gone as (
      delete from cart_items i using open where i.organisation_id = current_organisation() and i.cart_id = open.id
        and i.position = any(${going.map((item) => Number(item.id))}::int[]) returning i.zone_id),
    counted as (select zone_id, count(*)::int as places from gone group by zone_id),
    locked as materialized (
      select s.zone_id, c.places from zone_stock s join counted c on c.zone_id = s.zone_id
      where s.organisation_id = current_organisation() order by s.zone_id for update of s)
    update zone_stock s set taken = s.taken - l.places from locked l
    where s.organisation_id = current_organisation() and s.zone_id = l.zone_id`.execute(db)
}

/** Frees a cart's places at once. @throws 404, 410 */
export async function dropCart(db: Db | Trx, cart: { id: string; secret: string }): Promise<void> {
  await readCart(db, cart.id, cart.secret)
  await releaseCart(db, cart.id)
}

function countByPerformance(cart: Cart): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { performanceId } of cart.items) counts.set(performanceId, (counts.get(performanceId) ?? 0) + 1)
  return counts
}
