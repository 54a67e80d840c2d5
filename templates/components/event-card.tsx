import { formatPrice, sentence } from "../format.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Badge, type State, Status } from "./badge.tsx"
import { DateTime } from "./date-time.tsx"
import { Poster } from "./poster.tsx"

export type EventCardProps = {
  href: string
  title: string
  subtitle?: string | null
  /** Decides the colours of the poster: "theatre", "concert", "danse". */
  genre?: string | null
  /** The same, in the visitor's words. */
  genreLabel?: string | null
  venue?: string | null
  next: Date
  timeZone?: string
  /** Dates to come, the next one included. */
  dates?: number
  /** Lowest price in cents; null when there is none yet. */
  fromCents?: number | null
  /** Exact when 20 or less, else null. */
  remaining?: number | null
  state?: State
  /** Address of the event's own picture; without it a poster is drawn. */
  picture?: string | null
  /** The first of a programme, larger. */
  lead?: boolean
}

/** An event in the programme: what, when, where, from how much, how many left. All of it leads to the event. */
export function EventCard(event: EventCardProps) {
  const { locale, currency } = useScene()
  const t = texts[locale]
  const { state = "on_sale", fromCents, remaining, dates = 1 } = event
  return (
    <article class={event.lead ? "event-card event-card-lead" : "event-card"}>
      <div class="event-picture">
        {event.picture ? <img src={event.picture} alt="" loading="lazy" /> : <Poster {...event} decorative />}
      </div>
      <div class="event-words">
        <p class="event-when">
          <DateTime at={event.next} timeZone={event.timeZone} start />
          {dates > 1 && <span class="event-dates">{t.seesDates(dates)}</span>}
        </p>
        <h2 class="event-title">
          <a href={event.href}>{event.title}</a>
        </h2>
        {event.subtitle && <p class="event-subtitle">{event.subtitle}</p>}
        <p class="event-where">{[event.genreLabel, event.venue].filter(Boolean).join(", ")}</p>
        <p class="event-price">
          {state === "on_sale" || state === "last" ? (
            <>
              {fromCents != null && (
                <span>
                  {fromCents === 0 ? t.free : sentence(t.from(formatPrice(fromCents, currency, locale)))}
                </span>
              )}
              {remaining != null && remaining > 0 && <Badge tone="attention">{t.left(remaining)}</Badge>}
            </>
          ) : (
            <Status state={state} />
          )}
        </p>
      </div>
    </article>
  )
}

/** Events side by side. */
export function EventGrid({ events }: { events: readonly EventCardProps[] }) {
  return (
    <ul class="event-grid">
      {events.map((event) => (
        <li class={event.lead ? "event-grid-lead" : undefined}>
          <EventCard {...event} />
        </li>
      ))}
    </ul>
  )
}
