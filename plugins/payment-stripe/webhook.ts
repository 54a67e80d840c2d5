import type Stripe from "stripe"
import type { App } from "../../server/plugin.ts"
import { Problem, problem } from "../../server/problem.ts"
import { paymentByToken } from "../orders/payment-by-token.ts"
import { correctReference } from "../orders/payment-reference.ts"
import { recordOutcome } from "../orders/record-outcome.ts"
import type { Payment } from "../orders/tables.ts"
import { stripeName } from "./method.ts"
import { outcomeOf } from "./outcome-of.ts"

/** The events that say something of a payment, and the one that says no without a word in the session. */
const refusing = "checkout.session.async_payment_failed"
const telling = new Set<string>([
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.expired",
  refusing,
])

/** Where Stripe tells what became of payments. The body is taken as it came: its signature is over the bytes. */
export function registerWebhook(app: App, stripe: Stripe, secret: string): void {
  app.register(async (scope) => {
    scope.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      "/payments/stripe/webhook",
      { config: { access: "public", page: false }, schema: { hide: true } },
      async (request) => {
        const event = signedEvent(stripe, request.body, request.headers["stripe-signature"], secret)
        if (telling.has(event.type)) await hear(app, event.type, event.data.object as Stripe.Checkout.Session)
        return { received: true }
      },
    )
  })
}

/** @throws 400 bad_signature for what is unsigned, tampered with, signed by another secret, or too old to be believed */
function signedEvent(stripe: Stripe, body: unknown, signature: unknown, secret: string): Stripe.Event {
  if (!(body instanceof Buffer) || typeof signature !== "string") throw problem(400, "bad_signature")
  try {
    return stripe.webhooks.constructEvent(body, signature, secret)
  } catch {
    throw problem(400, "bad_signature")
  }
}

async function hear(app: App, type: string, session: Stripe.Checkout.Session): Promise<void> {
  const payment = await paymentOf(app, session)
  if (!payment) return
  const outcome = type === refusing ? "refused" : mismatchIsLoud(app, session, payment)
  if (!outcome) return
  if (outcome === "paid")
    await correctReference(app.databases.forOrganisation(payment.organisation_id), payment, session.id)
  else if (payment.reference !== null && payment.reference !== session.id) return
  await recordOutcome(app, payment.organisation_id, payment.id, outcome)
}

/** An account may serve other programs too: their sessions are none of ours. */
async function paymentOf(app: App, session: Stripe.Checkout.Session): Promise<Payment | undefined> {
  try {
    const { payment } = await paymentByToken(app.databases, session.metadata?.payment ?? "")
    if (payment.method === stripeName) return payment
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error
  }
  app.log.warn({ session: session.id }, "Stripe tells of a payment that is not ours")
  return undefined
}

function mismatchIsLoud(app: App, session: Stripe.Checkout.Session, payment: Payment) {
  try {
    return outcomeOf(session, payment)
  } catch (error) {
    app.log.error({ err: error, session: session.id, paymentId: payment.id }, "payment not settled")
    throw error
  }
}
