import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { problem } from "../../server/problem.ts"
import { holdChosen, type Place, type SeatSale } from "./hold-chosen.ts"
import { addPlaces, type Hold, type HoldTerms, holdPlaces } from "./hold-places.ts"
import { readOffers } from "./offers.ts"
import { PlacesGone } from "./places-gone.ts"
import { type Cart, readCart } from "./read-cart.ts"
import { expireAllCarts, releaseCart, releaseItems } from "./release-places.ts"
import type { Wish } from "./wishes.ts"

/**
 * Opens a cart with these places, all or nothing.
 * @throws 409 sold_out, seat_taken, not_enough_together, lone_seat; 422 not_on_sale, too_many, invalid_request.
 */
export async function openCart(
  db: Db | Trx,
  sale: SeatSale,
  wishes: readonly Wish[],
  terms?: HoldTerms,
): Promise<OpenedCart> {
  const offers = await readOffers(db, wishes, sale)
  return holdChosen(sale, offers, async (places) => {
    const hold = await holdPlaces(db, places, sale.channel, terms)
    const items = places.map(({ performanceId, priceId, tariff, amount, seat }, index) => ({
      id: String(index + 1),
      ...{ performanceId, priceId, tariff, amount, seat },
    }))
    return { ...hold, total: items.reduce((sum, item) => sum + item.amount, 0), items }
  })
}

export interface OpenedCart extends Hold {
  /** Cents. */
  total: number
  items: (Pick<Place, "performanceId" | "priceId" | "tariff" | "amount" | "seat"> & { id: string })[]
}

/** Adds places to an open cart; all or nothing, and nothing held before is lost. @throws like openCart; 404, 410. */
export async function addToCart(
  db: Db | Trx,
  sale: SeatSale,
  cart: { id: string; secret: string },
  wishes: readonly Wish[],
): Promise<{ expiresAt: Date }> {
  return inTransaction(db, async (trx) => {
    const before = await lockCart(trx, cart)
    const offers = await readOffers(trx, wishes, sale, countByPerformance(before.items))
    return holdChosen(sale, offers, (places) => addPlaces(trx, cart.id, places, sale.channel))
  })
}

/**
 * Gives an item of an open cart another seat, at the same price or another; the seat it has is kept until the other is held.
 * The cart gets its full time again.
 * @throws like openCart; 404, 410
 */
export async function changeSeat(
  db: Db | Trx,
  sale: SeatSale,
  cart: { id: string; secret: string },
  itemId: string,
  to: { seatId: string; priceId?: string },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { items } = await lockCart(trx, cart)
    const item = items.find(({ id }) => id === itemId)
    if (!item?.seat) throw problem(404, "not_found")
    if (item.seat.id === to.seatId && (to.priceId ?? item.priceId) === item.priceId) return
    const { performanceId } = item
    const wish = { performanceId, seats: [{ seatId: to.seatId, priceId: to.priceId ?? item.priceId }] }
    const others = countByPerformance(items.filter((other) => other !== item))
    const same = item.seat.id === to.seatId
    // A seat keeps its one owner: to sell it at another price, it is let go of first, in the same transaction.
    if (same) await releaseItems(trx, cart.id, [item])
    const offers = await readOffers(trx, [wish], sale, others)
    const giving = [{ performanceId, seatId: item.seat.id }]
    await holdChosen({ ...sale, giving }, offers, (places) => addPlaces(trx, cart.id, places, sale.channel))
    if (!same) await releaseItems(trx, cart.id, [item])
  })
}

/** How often others may be faster for the seats that we propose. */
const attempts = 8

/**
 * Runs `hold`. When the places seem gone because of carts whose time is over, those are ended and it is tried once more:
 * nobody is refused for a place that is free. When somebody was faster for seats that we proposed, others are.
 */
export async function withExpiredFreed<T>(
  db: Db,
  events: Events,
  organisationId: string,
  hold: () => Promise<T>,
): Promise<T> {
  let freed = false
  for (let attempt = 1; ; attempt++)
    try {
      return await hold()
    } catch (error) {
      if (!(error instanceof PlacesGone)) throw error
      if (error.proposed && attempt < attempts) continue
      if (freed || (await expireAllCarts(db, events, organisationId)) === 0) throw error
      freed = true
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
export async function lockCart(trx: Trx, { id, secret }: { id: string; secret: string }): Promise<Cart> {
  if (/^\d{1,18}$/.test(id))
    await sql`select from carts where organisation_id = current_organisation() and id = ${id} for update`.execute(
      trx,
    )
  return readCart(trx, id, secret)
}

export function countByPerformance(items: readonly { performanceId: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { performanceId } of items) counts.set(performanceId, (counts.get(performanceId) ?? 0) + 1)
  return counts
}
