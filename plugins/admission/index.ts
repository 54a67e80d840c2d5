import { definePlugin } from "../../server/plugin.ts"
import { deviceOf } from "./devices.ts"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"

/** Who may come in, and who did. */
export default definePlugin({
  name: "admission",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders", "tickets"],
  permissions: { "devices:write": ["box_office"] },
  problems: {
    nonce_reused: {
      fr: { title: "Ce contrôle a déjà servi pour une autre séance" },
      en: { title: "This nonce was already used for another performance" },
    },
  },
  register(app) {
    app.otherCredentials.push((request) => deviceOf(app.databases, request))
    registerRoutes(app)
  },
})
