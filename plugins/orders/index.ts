import { definePlugin } from "../../server/plugin.ts"
import { askRefund } from "./ask-refund.ts"
import { registerOrderList } from "./office/list-page.tsx"
import { registerOrderPage } from "./office/order-page.tsx"
import { registerPages } from "./pages.tsx"
import { PaymentMethods } from "./payment-methods.ts"
import { refundPayment } from "./refund-payment.ts"
import { registerRoutes } from "./routes.ts"
import { postUnservedMail } from "./unserved-mail.tsx"
import "./tables.ts"

/** From a cart to a paid order. */
export default definePlugin({
  name: "orders",
  dependencies: ["accounts", "venues", "catalogue", "inventory"],
  appendOnly: ["splits"],
  permissions: {
    "orders:read": ["box_office", "accounting"],
    "orders:write": ["box_office"],
  },
  menu: [
    {
      label: { fr: "Commandes", en: "Orders" },
      path: "/orders",
      permission: "orders:read",
      icon: "basket",
      order: 20,
    },
  ],
  problems: {
    payment_method_required: {
      fr: { title: "Choisissez un moyen de paiement" },
      en: { title: "Choose a means of payment" },
    },
    payment_unavailable: {
      fr: {
        title: "Le paiement ne répond pas",
        detail: "Vos places restent gardées. Réessayez dans un instant.",
      },
      en: {
        title: "The payment service does not answer",
        detail: "Your places are kept. Try again in a moment.",
      },
    },
  },
  jobs: { "payments.refund": refundPayment, "refunds.ask": askRefund },
  register(app) {
    app.decorate("paymentMethods", new PaymentMethods())
    app.decorate("orderPanels", [])
    app.events.on("carts.expired", async (trx, { cartIds }) => {
      await trx
        .updateTable("orders")
        .set({ status: "expired" })
        .where("cart_id", "in", cartIds)
        .where("status", "=", "pending")
        .execute()
    })
    app.events.on("payment.unserved", (trx, event) => postUnservedMail(trx, app.config.publicUrl, event))
    registerRoutes(app)
    registerPages(app)
    registerOrderList(app)
    registerOrderPage(app)
  },
})
