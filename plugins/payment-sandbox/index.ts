import { definePlugin } from "../../server/plugin.ts"
import { sandboxMethod } from "./method.ts"
import { registerPages } from "./pages.tsx"
import { registerRoutes } from "./routes.ts"

/**
 * A means of payment for trying out: a page with two buttons, and no money. Where people practise, and elsewhere only if
 * the operator offers it.
 */
export default definePlugin({
  name: "payment-sandbox",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders"],
  register(app) {
    app.paymentMethods.add(sandboxMethod(app.config))
    registerRoutes(app)
    registerPages(app)
  },
})
