import { definePlugin } from "../../server/plugin.ts"
import { registerDevicePages } from "./device-pages.tsx"
import { deviceOf } from "./devices.ts"
import { entriesPanel } from "./entries-panel.tsx"
import { registerPages } from "./pages.tsx"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"

/** Who may come in, and who did. */
export default definePlugin({
  name: "admission",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders", "tickets"],
  permissions: { "devices:write": ["box_office"] },
  menu: [
    { label: { fr: "Contrôle", en: "Door" }, path: "/door", permission: "scan", icon: "door", order: 30 },
    {
      label: { fr: "Lecteurs", en: "Scanners" },
      path: "/devices",
      permission: "devices:write",
      icon: "check",
      order: 31,
    },
  ],
  problems: {
    nonce_reused: {
      fr: { title: "Ce contrôle a déjà servi pour une autre séance" },
      en: { title: "This nonce was already used for another performance" },
    },
  },
  register(app) {
    app.otherCredentials.push((request) => deviceOf(app.databases, request))
    app.orderPanels.push({ order: 20, render: entriesPanel })
    registerRoutes(app)
    registerPages(app)
    registerDevicePages(app)
  },
})
