import type Stripe from "stripe"
import type { App } from "../../server/plugin.ts"
import type { PaymentMethod } from "../orders/payment-methods.ts"
import { linesOf } from "../orders/read-order.ts"
import { outcomeOf } from "./outcome-of.ts"
import { sessionParams } from "./session-params.ts"
import { texts } from "./texts.ts"

export const stripeName = "stripe"

/**
 * Stripe refuses a session that ends less than 30 minutes after it is made: this is the shortest, with room for a slow
 * network and for rounding.
 */
export const waitSeconds = 31 * 60

/** The payment's page at Stripe: one Checkout Session a payment. */
export function stripeMethod(app: App, stripe: Stripe): PaymentMethod {
  return {
    name: stripeName,
    label: { fr: texts.fr.label, en: texts.en.label },
    company: "Stripe",
    waitSeconds,

    async start(payment, order, urls) {
      if (payment.reference !== null) {
        const session = await stripe.checkout.sessions.retrieve(payment.reference)
        // Paid or over: our page asks what became of it and says so.
        const redirectUrl = session.status === "open" && session.url ? session.url : urls.done
        return { redirectUrl, reference: session.id }
      }
      const lines = await linesOf(app.databases.forOrganisation(order.organisation_id), order)
      const params = sessionParams(payment, order, lines, urls, new Date())
      const session = await stripe.checkout.sessions.create(params, {
        idempotencyKey: `parterre-${payment.token}-${params.expires_at}`,
      })
      if (!session.url) throw new Error(`the session ${session.id} has no address`)
      return { redirectUrl: session.url, reference: session.id }
    },

    async ask(payment) {
      if (payment.reference === null) return undefined
      return outcomeOf(await stripe.checkout.sessions.retrieve(payment.reference), payment)
    },

    async refund(payment, _db, part) {
      if (payment.reference === null) throw new Error(`payment ${payment.id} has no session to refund`)
      const { payment_intent } = await stripe.checkout.sessions.retrieve(payment.reference)
      const intent = typeof payment_intent === "string" ? payment_intent : payment_intent?.id
      if (!intent) throw new Error(`the session ${payment.reference} has no payment to refund`)
      try {
        await stripe.refunds.create(
          {
            payment_intent: intent,
            metadata: { payment: payment.token },
            ...(part ? { amount: part.amount } : {}),
          },
          { idempotencyKey: `parterre-refund-${payment.token}${part ? `-${part.key}` : ""}` },
        )
      } catch (error) {
        if ((error as { code?: string }).code !== "charge_already_refunded") throw error
      }
    },
  }
}
