import type { Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { enqueue } from "../../server/outbox.ts"
import { retakePlaces } from "../inventory/retake-places.ts"
import { sellCart } from "../inventory/sell-cart.ts"
import type { Payment } from "./tables.ts"

export type Settled = "paid" | "already_paid" | "to_refund"

/**
 * A provider says that this payment came. In time, the order is paid. Too late, the same places are taken again, else
 * others as good; only when there are none does the money go back. A repeat changes nothing.
 */
export async function settlePayment(
  trx: Trx,
  events: Events,
  organisationId: string,
  paymentId: string,
): Promise<Settled> {
  const payment = await trx
    .selectFrom("payments")
    .selectAll()
    .where("id", "=", paymentId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (payment.status === "paid") return "already_paid"
  if (payment.status === "to_refund" || payment.status === "refunded") return "to_refund"
  const order = await trx
    .selectFrom("orders")
    .select(["id", "cart_id"])
    .where("id", "=", payment.order_id)
    .executeTakeFirstOrThrow()
  // The cart is locked before the order, as where carts expire: its state says whether another payment came first.
  const served = (await sellCart(trx, order.cart_id)) || (await retakePlaces(trx, order.cart_id))
  if (!served) return sendBack(trx, events, organisationId, payment)
  await setPayment(trx, payment.id, "paid")
  await trx
    .updateTable("orders")
    .set({ status: "paid", paid_at: new Date() })
    .where("id", "=", order.id)
    .execute()
  await events.emit(trx, "order.paid", { organisationId, orderId: order.id, cartId: order.cart_id })
  return "paid"
}

/** The provider says no, or the person gave up: the order waits for another try until its time is over. */
export async function refusePayment(trx: Trx, paymentId: string): Promise<void> {
  await trx
    .updateTable("payments")
    .set({ status: "refused" })
    .where("id", "=", paymentId)
    .where("status", "=", "pending")
    .execute()
}

async function sendBack(
  trx: Trx,
  events: Events,
  organisationId: string,
  payment: Payment,
): Promise<"to_refund"> {
  await setPayment(trx, payment.id, "to_refund")
  await enqueue(trx, "payments.refund", { organisationId, paymentId: payment.id })
  await events.emit(trx, "payment.unserved", {
    organisationId,
    orderId: payment.order_id,
    paymentId: payment.id,
  })
  return "to_refund"
}

async function setPayment(trx: Trx, id: string, status: "paid" | "to_refund"): Promise<void> {
  await trx.updateTable("payments").set({ status, paid_at: new Date() }).where("id", "=", id).execute()
}
