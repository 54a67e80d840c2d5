import type { Organisation } from "../../server/access.ts"
import type { NewMail } from "../../server/mail.ts"
import { formatDateLong } from "../../templates/format.ts"
import { renderPage } from "../../templates/render.ts"
import type { Order } from "../orders/tables.ts"
import type { IssuedTicket } from "./read-tickets.ts"
import { saidPlaces } from "./said-places.ts"
import { texts } from "./texts.ts"

/** The mail that brings the tickets: their PDF and the dates for a calendar, and where to find them again. */
export function orderMail(
  publicUrl: string,
  organisation: Organisation,
  order: Order,
  tickets: IssuedTicket[],
  recipient: string,
): NewMail {
  const t = texts[order.locale]
  const url = `${publicUrl}/orders/${order.token}`
  const dates = datesOf(order, tickets)
  return {
    reference: `order:${order.id}:tickets`,
    recipient,
    senderName: organisation.name,
    replyTo: organisation.email,
    subject: t.subject(organisation.name, order.number),
    text: [
      t.hello(order.first_name),
      t.thanks,
      dates.map(({ title, when, places }) => `${title}\n${when}\n${places}`).join("\n\n"),
      `${t.online}\n${url}`,
      t.atTheDoor,
      [organisation.name, organisation.address].filter(Boolean).join("\n"),
    ].join("\n\n"),
    html: renderPage(
      <html lang={order.locale}>
        <body>
          <p>{t.hello(order.first_name)}</p>
          <p>{t.thanks}</p>
          {dates.map(({ title, when, places }) => (
            <p>
              <strong>{title}</strong>
              <br />
              {when}
              <br />
              {places}
            </p>
          ))}
          <p>
            {t.online}
            <br />
            <a href={url}>{url}</a>
          </p>
          <p>{t.atTheDoor}</p>
          <p>
            {organisation.name}
            {organisation.address && (
              <>
                <br />
                {organisation.address}
              </>
            )}
          </p>
        </body>
      </html>,
    ),
    attachments: [
      {
        filename: `${t.file}-${order.number}.pdf`,
        contentType: "application/pdf",
        source: "tickets.pdf",
        key: order.id,
      },
      {
        filename: `${t.file}-${order.number}.ics`,
        contentType: "text/calendar",
        source: "tickets.ics",
        key: order.id,
      },
    ],
  }
}

function datesOf(order: Order, tickets: IssuedTicket[]) {
  const byPerformance = new Map<string, IssuedTicket[]>()
  for (const ticket of tickets)
    byPerformance.set(ticket.performanceId, [...(byPerformance.get(ticket.performanceId) ?? []), ticket])
  return [...byPerformance.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const when = formatDateLong(first.startsAt, { locale: order.locale, timeZone: first.venue.timezone })
    const places = saidPlaces(group, order.locale)
    return [{ title: first.eventTitle, when: `${when}, ${first.venue.name}`, places }]
  })
}
