import { definePlugin } from "../../server/plugin.ts"
import { registerAfterSaleRoutes } from "./after-sale-routes.ts"
import { registerPages } from "./pages.tsx"
import { registerSaleRoutes } from "./sale-routes.ts"
import { registerScreenRoutes } from "./screen-routes.ts"
import { registerSessionRoutes } from "./session-routes.ts"
import { registerSettingsRoutes } from "./settings-routes.ts"
import "./tables.ts"

/** The counter: tills that open with a float and close by counting, and what is sold at them. */
export default definePlugin({
  name: "till",
  dependencies: ["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets"],
  programme: [{ table: "tills" }, { table: "till_settings" }],
  appendOnly: ["till_movements", "till_closings"],
  permissions: {
    sell: ["box_office"],
    "till:read": ["box_office", "accounting"],
    "till:manage": [],
  },
  menu: [
    {
      label: { fr: "Guichet", en: "Counter" },
      path: "/till",
      permission: "sell",
      icon: "ticket",
      order: 19,
    },
  ],
  problems: {
    till_in_use: {
      fr: {
        title: "Cette caisse est déjà ouverte",
        detail: "Fermez sa session avant d’en ouvrir une autre.",
      },
      en: { title: "This till is already open", detail: "Close its session before opening another." },
    },
    till_session_closed: {
      fr: { title: "Cette caisse est fermée", detail: "Ouvrez-la pour continuer." },
      en: { title: "This till is closed", detail: "Open it to go on." },
    },
    till_of_another: {
      fr: { title: "Cette caisse est tenue par quelqu’un d’autre" },
      en: { title: "Somebody else holds this till" },
    },
    till_session_required: {
      fr: { title: "Ouvrez une caisse pour rendre des espèces" },
      en: { title: "Open a till to give cash back" },
    },
    not_enough_cash: {
      fr: { title: "Il n’y a pas tant d’espèces dans la caisse" },
      en: { title: "There is not so much cash in the till" },
    },
    payments_mismatch: {
      fr: { title: "Les paiements ne font pas le total" },
      en: { title: "The payments don’t add up to the total" },
    },
  },
  register(app) {
    registerSessionRoutes(app)
    registerSaleRoutes(app)
    registerAfterSaleRoutes(app)
    registerScreenRoutes(app)
    registerSettingsRoutes(app)
    registerPages(app)
  },
})
