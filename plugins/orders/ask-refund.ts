import type { JobPayload } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"

/** Asks a provider to give back a part of an online payment. The refund's own key keeps a repeat from paying twice. */
export async function askRefund(app: App, payload: JobPayload): Promise<void> {
  const { organisationId } = payload
  const db = app.databases.forOrganisation(organisationId)
  const refund = await db
    .selectFrom("refunds")
    .selectAll()
    .where("id", "=", String(payload.refundId))
    .where("status", "=", "asked")
    .executeTakeFirst()
  if (!refund?.payment_id) return
  const payment = await db
    .selectFrom("payments")
    .selectAll()
    .where("id", "=", refund.payment_id)
    .executeTakeFirstOrThrow()
  const method = app.paymentMethods.get(payment.method)
  if (!method) throw new Error(`the payment method ${payment.method} is not configured any more`)
  await method.refund(payment, db, { amount: refund.amount, key: refund.id })
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("refunds")
      .set({ status: "done", done_at: new Date() })
      .where("id", "=", refund.id)
      .where("status", "=", "asked")
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await app.events.emit(trx, "payment.refunded", {
      ...{ organisationId, orderId: refund.order_id, doing: { channel: "online" } },
      payments: [{ id: payment.id, method: payment.method, amount: -refund.amount }],
    })
  })
}
