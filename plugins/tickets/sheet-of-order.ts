import type { Organisation } from "../../server/access.ts"
import { inLocale } from "../catalogue/localised.ts"
import type { Order } from "../orders/tables.ts"
import type { IssuedTicket } from "./read-tickets.ts"
import { texts } from "./texts.ts"
import type { Operations } from "./ticket-operations.ts"
import type { TicketSheet } from "./ticket-sheet.ts"

/** All that is printed of these tickets of an order: of the PDF page, of the roll and of the ticket stock alike. */
export function sheetOf(
  organisation: Organisation,
  order: Order,
  tickets: readonly IssuedTicket[],
  operations: Operations,
): TicketSheet {
  return {
    organiser: {
      name: organisation.name,
      licences: organisation.legal.licences,
      siret: organisation.legal.siret ?? null,
      address: organisation.address,
    },
    order: {
      number: order.number,
      purchasedAt: order.offline_at ?? order.paid_at ?? order.created_at,
      channel: order.channel,
    },
    locale: order.locale,
    conditions: organisation.conditions ?? texts[order.locale].conditions,
    accent: organisation.accent,
    training: organisation.trainingOf !== null,
    tickets: tickets.map((ticket) => ({
      number: ticket.number,
      operation: operations.issued.get(ticket.number) ?? null,
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
      holderName: ticket.name,
      duplicate: ticket.copy > 0,
      proof: ticket.proof,
      amount: ticket.amount,
      currency: order.currency,
    })),
  }
}
