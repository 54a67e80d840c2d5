import type { JobPayload } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"

/** Gives back the money of a payment that could not be served. The provider's own key keeps a repeat from paying twice. */
export async function refundPayment(app: App, payload: JobPayload): Promise<void> {
  const db = app.databases.forOrganisation(payload.organisationId)
  const payment = await db
    .selectFrom("payments")
    .selectAll()
    .where("id", "=", String(payload.paymentId))
    .where("status", "=", "to_refund")
    .executeTakeFirst()
  if (!payment) return
  const method = app.paymentMethods.get(payment.method)
  if (!method) throw new Error(`the payment method ${payment.method} is not configured any more`)
  await method.refund(payment, db)
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("payments")
      .set({ status: "refunded", refunded_at: new Date() })
      .where("id", "=", payment.id)
      .where("status", "=", "to_refund")
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await app.events.emit(trx, "payment.refunded", {
      organisationId: payload.organisationId,
      orderId: payment.order_id,
      payments: [{ id: payment.id, method: payment.method, amount: -payment.amount }],
      doing: { channel: "online" },
    })
  })
}
