import { definePlugin } from "../../server/plugin.ts"
import { registerCartPages } from "./cart-pages.tsx"
import { registerCheckoutPages } from "./checkout-pages.tsx"
import { registerEventPages } from "./event-pages.tsx"
import { registerHouseholdRoutes } from "./household.ts"
import { registerNoticePages } from "./notice-pages.tsx"
import { registerOrderPages } from "./order-pages.tsx"
import { registerPlacesPages } from "./places-pages.tsx"
import { registerProgrammePages } from "./programme-pages.tsx"
import "./sold-out-links.tsx"

/** The shop that spectators see: programme, places, basket, details and payment, tickets. Pages only. */
export default definePlugin({
  name: "shop",
  dependencies: ["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets"],
  register(app) {
    app.decorate("soldOutLinks", [])
    registerProgrammePages(app)
    registerEventPages(app)
    registerPlacesPages(app)
    registerCartPages(app)
    registerCheckoutPages(app)
    registerOrderPages(app)
    registerNoticePages(app)
    registerHouseholdRoutes(app)
  },
})
