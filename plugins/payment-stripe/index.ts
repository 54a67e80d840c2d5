import { definePlugin } from "../../server/plugin.ts"
import { askPendingPayments } from "./ask-pending-payments.ts"
import { stripeMethod } from "./method.ts"
import { openStripe } from "./open-stripe.ts"
import { registerWebhook } from "./webhook.ts"

/** Cards and what else Stripe takes, on Stripe's own page. Only where the operator has given its keys. */
export default definePlugin({
  name: "payment-stripe",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders"],
  problems: {
    bad_signature: {
      fr: { title: "Ce message ne vient pas de Stripe" },
      en: { title: "This message is not from Stripe" },
    },
    payment_mismatch: {
      fr: { title: "Le montant reçu n’est pas celui du paiement" },
      en: { title: "The amount received is not the payment’s" },
    },
  },
  sweeps: [{ name: "ask Stripe about pending payments", everySeconds: 180, run: askPendingPayments }],
  async register(app) {
    const { stripe: config } = app.config
    if (!config) return
    const stripe = await openStripe(config)
    app.paymentMethods.add(stripeMethod(app, stripe))
    registerWebhook(app, stripe, config.webhookSecret)
  },
})
