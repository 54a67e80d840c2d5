import type Stripe from "stripe"
import { problem } from "../../server/problem.ts"
import type { PaymentOutcome } from "../orders/record-outcome.ts"
import type { Payment } from "../orders/tables.ts"

/**
 * What a Checkout Session says of its payment; undefined while nothing is decided (open, or a bank that takes days).
 * @throws 422 payment_mismatch when another amount or currency was paid: nothing is settled on it.
 */
export function outcomeOf(session: Stripe.Checkout.Session, payment: Payment): PaymentOutcome | undefined {
  if (session.payment_status === "paid") {
    const paid = `${session.amount_total} ${session.currency?.toUpperCase()}`
    const owed = `${payment.amount} ${payment.currency}`
    if (paid !== owed)
      throw problem(422, "payment_mismatch", `Payment ${payment.id}: ${paid} came for ${owed}.`)
    return "paid"
  }
  return session.status === "expired" ? "refused" : undefined
}
