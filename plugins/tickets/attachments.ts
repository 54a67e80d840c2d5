import type { App } from "../../server/plugin.ts"
import { calendarFile } from "./calendar-file.ts"
import { ticketsOf } from "./read-tickets.ts"
import { saidPlaces } from "./said-places.ts"

/** The printed tickets of an order. Throws while they are not made. */
export async function ticketsPdf(app: App, organisationId: string, orderId: string): Promise<Uint8Array> {
  const { pdf } = await app.databases
    .forOrganisation(organisationId)
    .selectFrom("ticket_documents")
    .select("pdf")
    .where("order_id", "=", orderId)
    .executeTakeFirstOrThrow()
  return pdf
}

/** The performances of an order, one calendar entry each. */
export async function ticketsCalendar(
  app: App,
  organisationId: string,
  orderId: string,
): Promise<Uint8Array> {
  const db = app.databases.forOrganisation(organisationId)
  const order = await db.selectFrom("orders").selectAll().where("id", "=", orderId).executeTakeFirstOrThrow()
  const organisation = await app.identity.organisationById(organisationId)
  const tickets = await ticketsOf(db, app.signingKeys, organisationId, orderId)
  const byPerformance = new Map(tickets.map((ticket) => [ticket.performanceId, ticket]))
  const placesOf = (id: string) =>
    saidPlaces(
      tickets.filter(({ performanceId }) => performanceId === id),
      order.locale,
    )
  const url = `${app.config.publicUrl}/orders/${order.token}`
  return Buffer.from(
    calendarFile(
      [...byPerformance.values()].map((ticket) => ({
        performanceId: ticket.performanceId,
        title: ticket.eventTitle,
        startsAt: ticket.startsAt,
        endsAt: ticket.endsAt,
        venueName: ticket.venue.name,
        venueAddress: ticket.venue.address,
        description: placesOf(ticket.performanceId),
        url,
      })),
      {
        host: new URL(app.config.publicUrl).hostname,
        organiser: { name: organisation.name, email: organisation.email },
        madeAt: order.paid_at ?? order.created_at,
      },
    ),
  )
}
