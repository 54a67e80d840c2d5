import type { Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { holdLonger } from "../inventory/hold-longer.ts"
import type { PaymentMethod } from "./payment-methods.ts"
import type { Order } from "./tables.ts"
import { newToken } from "./tokens.ts"

/**
 * Another try at paying an order whose places are still held; they are held as long as the method needs.
 * @throws 410 cart_expired once the places went back on sale.
 */
export async function retryPayment(
  trx: Trx,
  order: Order,
  method: PaymentMethod,
): Promise<{ token: string }> {
  if (!(await holdLonger(trx, order.cart_id, method.waitSeconds))) throw problem(410, "cart_expired")
  return trx
    .insertInto("payments")
    .values({
      organisation_id: order.organisation_id,
      token: newToken(order.organisation_id),
      order_id: order.id,
      method: method.name,
      amount: order.total,
      currency: order.currency,
      status: "pending",
      reference: null,
      paid_at: null,
      refunded_at: null,
    })
    .returning("token")
    .executeTakeFirstOrThrow()
}
