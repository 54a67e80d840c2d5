import type { ComponentChildren } from "preact"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { type State, Status } from "./badge.tsx"
import { DateTime } from "./date-time.tsx"
import { Facts } from "./facts.tsx"
import { Money } from "./money.tsx"

export type TicketCardProps = {
  title: string
  startsAt: Date
  timeZone?: string
  venue: string
  zone: string
  tariff: string
  seat?: string | null
  cents: number
  number: string
  state: Extract<State, "valid" | "cancelled" | "admitted" | "expired">
  /** The QR as inline SVG; while it is missing the card says that the ticket is being made. */
  children?: ComponentChildren
}

/** A ticket on the phone: what the person at the door looks at. */
export function TicketCard(ticket: TicketCardProps) {
  const t = texts[useScene().locale]
  return (
    <article class={`ticket ticket-${ticket.state}`}>
      <div class="ticket-code">
        {ticket.children ?? (
          <p class="ticket-making" role="status">
            <progress aria-label={t.ticketBeingMade} />
            {t.ticketBeingMade}
          </p>
        )}
      </div>
      <div class="ticket-words">
        <h2 class="ticket-title">{ticket.title}</h2>
        <p class="ticket-when">
          <DateTime at={ticket.startsAt} timeZone={ticket.timeZone} as="long" start />
        </p>
        <p class="ticket-where">{ticket.venue}</p>
        <Facts
          items={[
            { label: t.zone, value: ticket.zone },
            ticket.seat ? { label: t.seat, value: ticket.seat } : null,
            { label: t.tariff, value: ticket.tariff },
            { label: t.price, value: <Money cents={ticket.cents} orFree /> },
            { label: t.ticketNumber, value: <span class="ticket-number">{ticket.number}</span> },
          ]}
        />
        {ticket.state !== "valid" && <Status state={ticket.state} />}
      </div>
    </article>
  )
}

/** Tickets side by side where there is room. */
export function TicketList({ tickets }: { tickets: readonly TicketCardProps[] }) {
  return (
    <ul class="tickets">
      {tickets.map((ticket) => (
        <li>
          <TicketCard {...ticket} />
        </li>
      ))}
    </ul>
  )
}
