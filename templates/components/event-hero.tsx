import type { ComponentChildren } from "preact"
import { formatDuration } from "../format.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Badge, type State, Status } from "./badge.tsx"
import { LinkButton } from "./button.tsx"
import { Icon } from "./icon.tsx"
import { Money } from "./money.tsx"
import { Poster } from "./poster.tsx"

export type EventHeroProps = {
  title: string
  subtitle?: string | null
  genre?: string | null
  genreLabel?: string | null
  picture?: string | null
  /** When, in words: the next date, or first and last of the run. */
  when: ComponentChildren
  venue?: string | null
  address?: string | null
  durationMinutes?: number | null
  /** Lowest and highest price in cents. */
  fromCents?: number | null
  toCents?: number | null
  /** Exact when 20 or less, else null. */
  remaining?: number | null
  state: State
  /** Where places are chosen: the one date left, or the list of dates of this page. */
  buy?: { href: string; label: string } | null
  /** What the event is, in paragraphs. */
  children?: ComponentChildren
}

/** The head of an event's page: what, when, where, how much, buy, within one screen of a phone. */
export function EventHero(event: EventHeroProps) {
  return (
    <article class="event-hero">
      <header class="event-hero-head">
        {event.genreLabel && <p class="event-hero-genre">{event.genreLabel}</p>}
        <h1>{event.title}</h1>
        {event.subtitle && <p class="event-hero-subtitle">{event.subtitle}</p>}
      </header>
      <div class="event-hero-poster">
        {event.picture ? <img src={event.picture} alt="" /> : <Poster {...event} decorative />}
      </div>
      <HeroFacts {...event} />
      <div class="event-hero-buy">
        {event.buy ? (
          <LinkButton href={event.buy.href} size="large">
            {event.buy.label}
          </LinkButton>
        ) : (
          <Status state={event.state} />
        )}
      </div>
      {event.children && <div class="event-hero-rest">{event.children}</div>}
    </article>
  )
}

function HeroFacts({ when, venue, address, durationMinutes, fromCents, toCents, remaining }: EventHeroProps) {
  const { locale } = useScene()
  const t = texts[locale]
  return (
    <ul class="event-hero-facts">
      <li>
        <Icon name="calendar" />
        <strong>{when}</strong>
      </li>
      {venue && (
        <li>
          <Icon name="place" />
          <span>{[venue, address].filter(Boolean).join(", ")}</span>
        </li>
      )}
      {durationMinutes ? (
        <li>
          <Icon name="clock" />
          {formatDuration(durationMinutes, locale)}
        </li>
      ) : null}
      {fromCents != null && (
        <li>
          <Icon name="ticket" />
          <span>
            {toCents != null && toCents !== fromCents ? (
              <>
                {t.fromWord} <Money cents={fromCents} announced /> {t.toWord}{" "}
                <Money cents={toCents} announced />
              </>
            ) : (
              <Money cents={fromCents} announced />
            )}
          </span>
        </li>
      )}
      {remaining != null && remaining > 0 && (
        <li>
          <span />
          <Badge tone="attention">{t.left(remaining)}</Badge>
        </li>
      )}
    </ul>
  )
}
