import { sql } from "kysely"
import type { App } from "../../server/plugin.ts"
import { askPayment } from "../orders/ask-payment.ts"
import { stripeName } from "./method.ts"

/**
 * Asks Stripe about payments it told us nothing of for two minutes, up to a day: a webhook that was lost loses no paid
 * order. Those never started are nobody's: no one can pay them.
 */
export async function askPendingPayments(app: App): Promise<void> {
  if (!app.paymentMethods.get(stripeName)) return
  const organisations = await app.databases.system.selectFrom("organisations").select("id").execute()
  for (const { id } of organisations) {
    const pending = await app.databases
      .forOrganisation(id)
      .selectFrom("payments")
      .selectAll()
      .where("method", "=", stripeName)
      .where("status", "=", "pending")
      .where("reference", "is not", null)
      .where("created_at", "<", sql<Date>`now() - interval '2 minutes'`)
      .where("created_at", ">", sql<Date>`now() - interval '1 day'`)
      .orderBy("id")
      .execute()
    for (const payment of pending) await askPayment(app, payment)
  }
}
