import type { FastifyInstance } from "fastify"
import { refusePayment, settlePayment } from "./settle-payment.ts"

export type PaymentOutcome = "paid" | "refused"

/** What a provider says of a payment, whatever became of its order meanwhile. A repeat changes nothing. */
export async function recordOutcome(
  app: FastifyInstance,
  organisationId: string,
  paymentId: string,
  outcome: PaymentOutcome,
): Promise<void> {
  const db = app.databases.forOrganisation(organisationId)
  await db.transaction().execute(async (trx) => {
    if (outcome === "paid") await settlePayment(trx, app.events, organisationId, paymentId)
    else await refusePayment(trx, paymentId)
  })
  app.queue.nudge()
}
