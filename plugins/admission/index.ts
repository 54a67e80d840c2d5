import { definePlugin } from "../../server/plugin.ts"
import { registerBoardPages } from "./board-pages.tsx"
import { registerDevicePages } from "./device-pages.tsx"
import { deviceOf } from "./devices.ts"
import { entriesPanel } from "./entries-panel.tsx"
import { registerOfflineRoutes } from "./offline-routes.ts"
import { registerPages } from "./pages.tsx"
import { registerPairingRoutes } from "./pairing-routes.ts"
import { refuseAdmitted } from "./refuse-admitted.ts"
import { registerRoutes } from "./routes.ts"
import { registerRulesPages } from "./rules-pages.tsx"
import { registerScannerPage } from "./scanner-page.tsx"
import "./tables.ts"

/** Who may come in, and who did. */
export default definePlugin({
  name: "admission",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders", "tickets"],
  programme: [{ table: "door_tariffs" }, { table: "door_gates" }, { table: "door_performances" }],
  permissions: { "devices:write": ["box_office"], "entries:read": ["box_office"] },
  menu: [
    { label: { fr: "Contrôle", en: "Door" }, path: "/door", permission: "scan", icon: "door", order: 40 },
    {
      label: { fr: "Entrées en direct", en: "Live entries" },
      path: "/entries",
      permission: "entries:read",
      icon: "people",
      order: 41,
    },
    {
      label: { fr: "Lecteurs", en: "Scanners" },
      path: "/devices",
      permission: "devices:write",
      icon: "check",
      order: 42,
    },
    {
      label: { fr: "Règles d’entrée", en: "Rules of the door" },
      path: "/door-rules",
      permission: "devices:write",
      icon: "ticket",
      order: 43,
    },
  ],
  problems: {
    already_admitted: {
      fr: { title: "Ce billet est déjà entré" },
      en: { title: "This ticket has already come in" },
    },
    too_late: {
      fr: { title: "Il est trop tard pour annuler ce contrôle" },
      en: { title: "It is too late to take this scan back" },
    },
    pairing_ended: {
      fr: {
        title: "Ce code d’appairage ne sert plus",
        detail: "Il sert une fois, pendant dix minutes. Demandez-en un autre aux bureaux.",
      },
      en: {
        title: "This pairing code is no longer good",
        detail: "It is good once, for ten minutes. Ask the back office for another one.",
      },
    },
    other_performance: {
      fr: { title: "Ce lecteur contrôle d’autres séances" },
      en: { title: "This scanner checks other performances" },
    },
    nonce_reused: {
      fr: { title: "Ce contrôle a déjà servi pour une autre séance" },
      en: { title: "This nonce was already used for another performance" },
    },
  },
  register(app) {
    app.events.on("tickets.cancelling", (trx, { ticketIds }) => refuseAdmitted(trx, ticketIds))
    app.otherCredentials.push((request) => deviceOf(app.databases, request))
    app.orderPanels.push({ order: 20, render: entriesPanel })
    registerRoutes(app)
    registerOfflineRoutes(app)
    registerPairingRoutes(app)
    registerScannerPage(app)
    registerPages(app)
    registerDevicePages(app)
    registerBoardPages(app)
    registerRulesPages(app)
  },
})
