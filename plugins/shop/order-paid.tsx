import type { FastifyRequest } from "fastify"
import {
  Actions,
  BasketSummary,
  Columns,
  LinkButton,
  Notice,
  PageHeading,
  Section,
  TicketList,
} from "../../templates/components/index.ts"
import type { IssuedTicket } from "../tickets/read-tickets.ts"
import { basketGroups } from "./basket.ts"
import type { OrderView } from "./order-view.ts"
import { texts } from "./texts.ts"
import { TicketQr } from "./ticket-qr.tsx"

interface Props {
  request: FastifyRequest
  view: OrderView
}

/** A paid order: its tickets at once, what can be printed or kept as soon as it is made. */
export function PaidOrder({ request, view }: Props) {
  const { locale, server, organisation } = request
  const { order, cart, tickets } = view
  const t = texts[locale]
  const sent = server.mailer.sends && order.email ? ` ${t.ticketsSent(order.email)}` : ""
  return (
    <>
      <PageHeading
        title={t.yourTickets(tickets.length)}
        lead={`${t.thanks(order.first_name)} ${t.atTheDoor}${sent}`}
      />
      <Columns
        aside={
          <BasketSummary
            title={t.order(order.number)}
            groups={basketGroups(cart.items, locale, `/${organisation.slug}`)}
            totalCents={order.total}
          >
            <p class="hint">{t.keepPage}</p>
            {organisation.email && <p class="hint">{t.contact(organisation.email)}</p>}
          </BasketSummary>
        }
      >
        <Documents {...{ request, view }} />
        <Section>
          <TicketList tickets={tickets.map((ticket) => toCard(ticket, request))} />
        </Section>
      </Columns>
    </>
  )
}

function Documents({ request, view }: Props) {
  const { printed, waiting, order } = view
  const t = texts[request.locale]
  const files = `/api/v1/orders/${order.token}`
  return (
    <>
      {!printed && (
        <Notice title={waiting.long ? t.makingLong : t.making}>
          <p>{waiting.long ? t.makingLongHint : t.makingHint}</p>
          {!waiting.long && <progress aria-label={t.making} />}
        </Notice>
      )}
      <Actions>
        {printed && (
          <LinkButton href={`${files}/tickets.pdf`} icon="download">
            {t.downloadPdf}
          </LinkButton>
        )}
        <LinkButton href={`${files}/tickets.ics`} kind="secondary" icon="calendar">
          {t.calendar}
        </LinkButton>
      </Actions>
    </>
  )
}

function toCard(ticket: IssuedTicket, { locale }: FastifyRequest) {
  return {
    title: ticket.eventTitle,
    startsAt: ticket.startsAt,
    timeZone: ticket.venue.timezone,
    venue: [ticket.venue.name, ticket.venue.address].filter(Boolean).join(", "),
    zone: ticket.zone,
    tariff: ticket.tariff,
    seat: ticket.seat,
    cents: ticket.amount,
    number: ticket.number,
    state: ticket.status,
    children: <TicketQr code={ticket.code} label={texts[locale].qr(ticket.number)} />,
  }
}
