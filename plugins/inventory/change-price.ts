import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { problem } from "../../server/problem.ts"
import { lockCart } from "./change-cart.ts"
import { readOffers } from "./offers.ts"

/**
 * Gives places of an open cart another tariff of their zone. They stay held, as long as before.
 * @throws 404, 410; 422 not_on_sale, also for a price of another zone
 */
export async function changePrice(
  db: Db | Trx,
  cart: { id: string; secret: string },
  itemIds: readonly string[],
  priceId: string,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { items } = await lockCart(trx, cart)
    const changing = items.filter((item) => itemIds.includes(item.id))
    const [first] = changing
    if (!first) throw problem(404, "not_found")
    const { performanceId } = first
    const [offer] = await readOffers(trx, [{ performanceId, priceId, quantity: 1 }])
    if (!offer || changing.some((item) => item.zoneId !== offer.zoneId)) throw problem(422, "not_on_sale")
    await trx
      .updateTable("cart_items")
      .set({ price_id: priceId, amount: offer.amount })
      .where("cart_id", "=", cart.id)
      .where(
        "position",
        "in",
        changing.map((item) => Number(item.id)),
      )
      .execute()
    const before = changing.reduce((sum, item) => sum + item.amount, 0)
    await trx
      .updateTable("carts")
      .set((eb) => ({ total: eb("total", "+", offer.amount * changing.length - before) }))
      .where("id", "=", cart.id)
      .execute()
  })
}
