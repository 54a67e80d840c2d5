import { inEachOrganisation } from "../../server/housekeeping.ts"
import { definePlugin } from "../../server/plugin.ts"
import { registerJobPages } from "./job-pages.tsx"
import { registerJobRoutes } from "./job-routes.ts"
import { registerLayoutPages } from "./layout-pages.tsx"
import { registerLayoutRoutes } from "./layout-routes.ts"
import { listen } from "./listen.ts"
import { registerPrinterPages } from "./printer-pages.tsx"
import { registerRoutes } from "./routes.ts"
import { runPrinter, wakePrinters } from "./run-printer.ts"
import { type Patience, patience } from "./talk.ts"
import "./tables.ts"

declare module "fastify" {
  interface FastifyInstance {
    printing: {
      /** Set when the process ends: what is being printed is finished, and nothing more begun. */
      stopping: boolean
      patience: Patience
    }
  }
}

/** Papers that come out of printers by themselves: tickets, coupons and reports, over the venue's network. */
export default definePlugin({
  name: "printing",
  dependencies: ["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets", "till"],
  permissions: {
    print: ["box_office"],
    "printers:write": [],
    "layouts:write": [],
  },
  menu: [
    {
      label: { fr: "Impressions", en: "Print jobs" },
      path: "/print-jobs",
      permission: "print",
      icon: "print",
      order: 34,
    },
    {
      label: { fr: "Imprimantes", en: "Printers" },
      path: "/printers",
      permission: "printers:write",
      icon: "print",
      order: 66,
    },
    {
      label: { fr: "Présentation des billets", en: "Ticket layouts" },
      path: "/ticket-layouts",
      permission: "layouts:write",
      icon: "ticket",
      order: 67,
    },
  ],
  problems: {
    already_printed: {
      fr: { title: "C’est déjà imprimé" },
      en: { title: "This is printed already" },
    },
    nothing_to_print: {
      fr: { title: "Il n’y a pas de billet valable à imprimer" },
      en: { title: "There is no valid ticket to print" },
    },
    printer_gone: {
      fr: { title: "L’imprimante a été retirée", detail: "Imprimez sur une autre, depuis la commande." },
      en: { title: "The printer was taken away", detail: "Print on another, from the order." },
    },
  },
  jobs: { "printing.print": runPrinter },
  sweeps: [{ name: "wake printers", everySeconds: 2, run: (app) => inEachOrganisation(app, wakePrinters) }],
  register(app) {
    const state = { stopping: false, patience }
    app.decorate("printing", state)
    app.stopping.push(async () => {
      state.stopping = true
    })
    listen(app)
    registerRoutes(app)
    registerJobRoutes(app)
    registerPrinterPages(app)
    registerJobPages(app)
    registerLayoutRoutes(app)
    registerLayoutPages(app)
  },
})
