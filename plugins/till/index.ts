import { definePlugin } from "../../server/plugin.ts"
import { registerAfterSaleRoutes } from "./after-sale-routes.ts"
import { registerExchangeRoutes } from "./exchange-routes.ts"
import { noteTickets } from "./note-tickets.ts"
import { officeTexts } from "./office-texts.ts"
import { registerPages } from "./pages.tsx"
import { registerPostPages } from "./post-pages.tsx"
import { registerSaleRoutes } from "./sale-routes.ts"
import { registerScreenRoutes } from "./screen-routes.ts"
import { registerSessionPages } from "./session-pages.tsx"
import { registerSessionRoutes } from "./session-routes.ts"
import { registerSettingsPage } from "./settings-page.tsx"
import { registerSettingsRoutes } from "./settings-routes.ts"
import { registerSplitRoutes } from "./split-routes.ts"
import { tillNames } from "./till-names.ts"
import { registerTransferPages } from "./transfer-pages.tsx"
import "./tables.ts"

/** The counter: tills that open with a float and close by counting, and what is sold at them. */
export default definePlugin({
  name: "till",
  dependencies: ["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets"],
  programme: [{ table: "tills" }, { table: "till_settings" }],
  appendOnly: ["till_movements", "till_closings", "till_tickets", "till_transfers", "till_transfer_sessions"],
  permissions: {
    sell: ["box_office"],
    "till:read": ["box_office", "accounting", "inspector"],
    "till:manage": [],
    "till:transfer": ["accounting"],
  },
  menu: [
    {
      label: { fr: "Guichet", en: "Counter" },
      path: "/till",
      permission: "sell",
      icon: "ticket",
      order: 30,
    },
    {
      label: { fr: officeTexts.fr.sessions, en: officeTexts.en.sessions },
      path: "/till-sessions",
      permission: "till:read",
      icon: "euro",
      order: 31,
    },
    {
      label: { fr: officeTexts.fr.transfers, en: officeTexts.en.transfers },
      path: "/transfers",
      permission: "till:read",
      icon: "building",
      order: 32,
    },
    {
      label: { fr: officeTexts.fr.tills.title, en: officeTexts.en.tills.title },
      path: "/tills",
      permission: "till:manage",
      icon: "ticket",
      order: 72,
    },
    {
      label: { fr: officeTexts.fr.settings, en: officeTexts.en.settings },
      path: "/till-settings",
      permission: "till:manage",
      icon: "euro",
      order: 73,
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
      fr: { title: "Ouvrez une caisse pour encaisser ou rendre des espèces" },
      en: { title: "Open a till to take money or give cash back" },
    },
    exchange_cheaper: {
      fr: {
        title: "Un billet s’échange ici contre un billet au moins aussi cher",
        detail: "C’est une règle de votre organisme.",
      },
      en: {
        title: "A ticket is exchanged here for one that costs at least as much",
        detail: "It is a rule of your organisation.",
      },
    },
    till_used: {
      fr: { title: "Ce poste a déjà été ouvert", detail: "Ses bordereaux le nomment : il reste." },
      en: { title: "This post was opened before", detail: "Its reports name it: it stays." },
    },
    already_transferred: {
      fr: { title: "L’une de ces sessions est déjà versée, ou n’est pas fermée" },
      en: { title: "One of these sessions was paid in already, or is not closed" },
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
    // The books are a module of their own, and may be missing.
    if (app.hasDecorator("ledger")) app.ledger.tillNames = tillNames
    registerSessionRoutes(app)
    registerSaleRoutes(app)
    registerAfterSaleRoutes(app)
    registerExchangeRoutes(app)
    registerSplitRoutes(app)
    registerScreenRoutes(app)
    registerSettingsRoutes(app)
    registerPages(app)
    registerSessionPages(app)
    registerPostPages(app)
    registerSettingsPage(app)
    registerTransferPages(app)
    noteTickets(app)
  },
})
