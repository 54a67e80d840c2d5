import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { problem } from "../../server/problem.ts"
import { addPlaces, type Hold, holdPlaces, SoldOut } from "./hold-places.ts"
import { readOffers, type Wish } from "./offers.ts"
import { type Cart, readCart } from "./read-cart.ts"
import { expireCarts, releaseCart, releaseItems } from "./release-places.ts"

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
  return inTransaction(db, async (trx) => {
    const before = await lockCart(trx, cart)
    return addPlaces(trx, cart.id, await readOffers(trx, wishes, countByPerformance(before)))
  })
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
    if (!(error instanceof SoldOut)) throw error
    let ended = 0
    for (let more = -1; more !== 0; ended += more) more = await expireCarts(db, events, organisationId)
    if (ended === 0) throw error
    return hold()
  }
}

/** Takes places out of an open cart and frees them at once; the last one out ends the cart. @throws 404, 410 */
export async function removeFromCart(
  db: Db | Trx,
  cart: { id: string; secret: string },
  itemIds: readonly string[],
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { items } = await lockCart(trx, cart)
    const going = items.filter((item) => itemIds.includes(item.id))
    if (going.length === 0) throw problem(404, "not_found")
    if (going.length === items.length) await releaseCart(trx, cart.id)
    else await releaseItems(trx, cart.id, going)
  })
}

/** Frees a cart's places at once. @throws 404, 410 */
export async function dropCart(db: Db | Trx, cart: { id: string; secret: string }): Promise<void> {
  await readCart(db, cart.id, cart.secret)
  // It may have been ordered meanwhile.
  if (!(await releaseCart(db, cart.id))) throw problem(410, "cart_expired")
}

/** The cart as it is now and stays until the end of the transaction. */
async function lockCart(trx: Trx, { id, secret }: { id: string; secret: string }): Promise<Cart> {
  if (/^\d{1,18}$/.test(id))
    await sql`select from carts where organisation_id = current_organisation() and id = ${id} for update`.execute(
      trx,
    )
  return readCart(trx, id, secret)
}

function countByPerformance(cart: Cart): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { performanceId } of cart.items) counts.set(performanceId, (counts.get(performanceId) ?? 0) + 1)
  return counts
}
