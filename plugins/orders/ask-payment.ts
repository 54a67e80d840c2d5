import type { FastifyInstance } from "fastify"
import { recordOutcome } from "./record-outcome.ts"
import type { Payment } from "./tables.ts"

/**
 * Asks the provider what became of a payment, so that a message that never came loses no paid order. Answers whether it
 * is decided now. A provider that does not answer changes nothing: it is asked again later.
 */
export async function askPayment(app: FastifyInstance, payment: Payment): Promise<boolean> {
  const method = app.paymentMethods.get(payment.method)
  if (!method?.ask || payment.status !== "pending" || payment.reference === null) return false
  try {
    const outcome = await method.ask(payment)
    if (!outcome) return false
    await recordOutcome(app, payment.organisation_id, payment.id, outcome)
    return true
  } catch (error) {
    app.log.warn({ err: error, method: method.name, paymentId: payment.id }, "payment not asked about")
    return false
  }
}
