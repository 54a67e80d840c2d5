import { sql } from "kysely"
import type { Organisation } from "../../server/access.ts"
import { postMail } from "../../server/mail.ts"
import type { JobPayload } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"
import { inLocale } from "../catalogue/localised.ts"
import type { Order } from "../orders/tables.ts"
import { orderMail } from "./order-mail.tsx"
import { edition, type IssuedTicket, ticketsOf } from "./read-tickets.ts"
import { renderTickets } from "./render-tickets.ts"
import { texts } from "./texts.ts"
import type { TicketSheet } from "./ticket-sheet.ts"

/**
 * Prints the valid tickets of a paid order, again whenever they change, and posts them by mail the first time, where there
 * is an address. Printing is outside any transaction; what it gives and the
 * mail are written together, once: a job that runs twice finds them there.
 */
export async function printTickets(app: App, payload: JobPayload): Promise<void> {
  const { organisationId } = payload
  const db = app.databases.forOrganisation(organisationId)
  const order = await db
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", String(payload.orderId))
    .executeTakeFirstOrThrow()
  const organisation = await app.identity.organisationById(organisationId)
  const { edition: printing } = await db
    .selectFrom("tickets")
    .select(edition.as("edition"))
    .where("order_id", "=", order.id)
    .executeTakeFirstOrThrow()
  const tickets = await ticketsOf(db, app.signingKeys, organisationId, order.id)
  const valid = tickets.filter(({ status }) => status === "valid")
  if (valid.length === 0) return
  const pdf = Buffer.from(await renderTickets(toSheet(organisation, order, valid)))
  await db.transaction().execute(async (trx) => {
    // One that was read later may be there already.
    await sql`
      insert into ticket_documents as d (organisation_id, order_id, pdf, edition)
      values (${organisationId}, ${order.id}, ${pdf}, ${printing})
      on conflict (organisation_id, order_id) do update
        set pdf = excluded.pdf, edition = excluded.edition, made_at = now() where d.edition < excluded.edition`.execute(
      trx,
    )
    if (order.email)
      await postMail(
        trx,
        organisationId,
        orderMail(app.config.publicUrl, organisation, order, valid, order.email),
      )
  })
  app.queue.nudge()
}

function toSheet(organisation: Organisation, order: Order, tickets: IssuedTicket[]): TicketSheet {
  return {
    organiser: {
      name: organisation.name,
      licences: organisation.legal.licences,
      siret: organisation.legal.siret ?? null,
      address: organisation.address,
    },
    order: { number: order.number, purchasedAt: order.paid_at ?? order.created_at },
    locale: order.locale,
    conditions: organisation.conditions ?? texts[order.locale].conditions,
    accent: organisation.accent,
    training: organisation.trainingOf !== null,
    tickets: tickets.map((ticket) => ({
      number: ticket.number,
      code: ticket.code,
      eventTitle: ticket.eventTitle,
      eventSubtitle: ticket.eventSubtitle && inLocale(ticket.eventSubtitle, order.locale),
      startsAt: ticket.startsAt,
      doorsAt: ticket.doorsAt,
      timezone: ticket.venue.timezone,
      venueName: ticket.venue.name,
      venueAddress: ticket.venue.address,
      zoneName: ticket.zone,
      ...(ticket.seat ? { seat: { label: ticket.seat } } : {}),
      tariffName: ticket.tariff,
      duplicate: ticket.copy > 0,
      proof: ticket.proof,
      amount: ticket.amount,
      currency: order.currency,
    })),
  }
}
