import { definePlugin } from "../../server/plugin.ts"
import { ticketsCalendar, ticketsPdf } from "./attachments.ts"
import { issueTickets } from "./issue-tickets.ts"
import { registerNameRoutes } from "./name-routes.ts"
import { registerPages } from "./pages.tsx"
import { printTickets } from "./print-tickets.ts"
import { registerRoutes } from "./routes.ts"
import { SigningKeys } from "./signing-keys.ts"
import { TicketOperations } from "./ticket-operations.ts"
import "./tables.ts"

declare module "fastify" {
  interface FastifyInstance {
    signingKeys: SigningKeys
  }
}

/** What a paid order gives: signed tickets, printed and sent. */
export default definePlugin({
  name: "tickets",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders"],
  permissions: {
    scan: ["box_office", "door"],
    "signing-keys:write": [],
  },
  appendOnly: ["cancellations", "reprints", "exchanges"],
  programme: [{ table: "ticket_layouts" }],
  problems: {
    mandatory_mention: {
      fr: {
        title: "Une mention obligatoire manque",
        detail: "La réglementation la demande sur chaque billet.",
      },
      en: { title: "Something mandatory is missing", detail: "The law wants it on each ticket." },
    },
    already_cancelled: {
      fr: { title: "Ce billet est déjà annulé" },
      en: { title: "This ticket is already cancelled" },
    },
    performance_over: {
      fr: { title: "La séance est passée", detail: "Un billet s’échange jusqu’à la fin de sa séance." },
      en: {
        title: "The performance is over",
        detail: "A ticket can be exchanged until its performance ends.",
      },
    },
    order_changed: {
      fr: { title: "Cette commande vient de changer", detail: "Cherchez-la de nouveau." },
      en: { title: "This order has just changed", detail: "Look it up again." },
    },
    several_orders: {
      fr: { title: "Ces billets sont de plusieurs commandes", detail: "Traitez-les commande par commande." },
      en: { title: "These tickets are of several orders", detail: "Do it order by order." },
    },
    too_many_reprints: {
      fr: { title: "Ce billet a été réédité trop souvent", detail: "Annulez-le et vendez-en un autre." },
      en: { title: "This ticket was printed again too often", detail: "Cancel it and sell another." },
    },
    not_paid: {
      fr: { title: "La commande n’est pas payée" },
      en: { title: "The order is not paid" },
    },
  },
  jobs: { "tickets.print": printTickets },
  register(app) {
    app.decorate("signingKeys", new SigningKeys(app.secrets))
    app.decorate("ticketOperations", new TicketOperations())
    app.events.on("order.paid", (trx, { organisationId, orderId, doing }) =>
      issueTickets(trx, app.events, app.signingKeys, { organisationId, orderId, doing }),
    )
    app.mailer.attach("tickets.pdf", (organisationId, orderId) => ticketsPdf(app, organisationId, orderId))
    app.mailer.attach("tickets.ics", (organisationId, orderId) =>
      ticketsCalendar(app, organisationId, orderId),
    )
    registerRoutes(app)
    registerNameRoutes(app)
    registerPages(app)
  },
})
