import { inEachOrganisation } from "../../server/housekeeping.ts"
import { definePlugin } from "../../server/plugin.ts"
import { registerDeviceRoutes } from "./device-routes.ts"
import { endPastReserves, endReservesOf } from "./end-reserve.ts"
import { registerPages } from "./pages.tsx"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"
import { texts } from "./texts.ts"
import { registerTillWorker } from "./till-worker.ts"

/** Selling when the network is cut: places that a till keeps for that, and its sales when it is back. */
export default definePlugin({
  name: "offline-sales",
  dependencies: [
    ...["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets"],
    ...["admission", "till"],
  ],
  menu: [
    {
      label: { fr: texts.fr.title, en: texts.en.title },
      path: "/offline-sales",
      permission: "till:read",
      icon: "ticket",
      order: 33,
    },
  ],
  permissions: { "sell:offline": ["box_office"] },
  problems: {
    reserve_elsewhere: {
      fr: {
        title: "Un autre appareil garde des places pour cette caisse",
        detail: "Libérez-les d’abord, là-bas ou dans les bureaux.",
      },
      en: {
        title: "Another device keeps places for this till",
        detail: "Release them first, there or in the back office.",
      },
    },
  },
  sweeps: [
    {
      name: "end past reserves",
      everySeconds: 60,
      run: (app) => inEachOrganisation(app, (db) => endPastReserves(db)),
    },
  ],
  register(app) {
    app.events.on("till.closed", (trx, { sessionId }) => endReservesOf(trx, sessionId))
    registerPages(app)
    registerRoutes(app)
    registerDeviceRoutes(app)
    registerTillWorker(app)
  },
})
