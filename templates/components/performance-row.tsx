import { DateTime as Luxon } from "luxon"
import { formatDate, formatPrice, formatTime } from "../format.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Badge, type State, Status } from "./badge.tsx"
import { LinkButton } from "./button.tsx"

export type PerformanceRowProps = {
  /** Where places are chosen. */
  href: string
  startsAt: Date
  timeZone?: string
  venue?: string | null
  state: State
  fromCents?: number | null
  /** Exact when 20 or less, else null. */
  remaining?: number | null
  /** When it goes on sale, for `not_yet`. */
  onSaleFrom?: Date | null
  /** Says which event, on pages that list several. */
  title?: string
}

/** One date of an event: when, where, from how much, and the way to its places. */
export function PerformanceRow(row: PerformanceRowProps) {
  const scene = useScene()
  const t = texts[scene.locale]
  const reading = { ...scene, timeZone: row.timeZone ?? scene.timeZone }
  const day = Luxon.fromJSDate(row.startsAt, { zone: reading.timeZone }).setLocale(scene.locale)
  const open = row.state === "on_sale" || row.state === "last" || row.state === "available"
  const price = row.fromCents == null ? null : formatPrice(row.fromCents, scene.currency, scene.locale)
  return (
    <li class={open ? "performance" : "performance performance-closed"}>
      <time class="performance-date" datetime={row.startsAt.toISOString()}>
        <span class="performance-weekday">{day.toFormat("ccc")}</span>{" "}
        <span class="performance-day">{day.day}</span>{" "}
        <span class="performance-month">{day.toFormat("LLL")}</span>
      </time>
      <div class="performance-words">
        {row.title && <p class="performance-title">{row.title}</p>}
        <p class="performance-time">{formatTime(row.startsAt, reading)}</p>
        <p class="performance-where">
          {[row.venue, price && row.fromCents !== 0 ? t.from(price) : price].filter(Boolean).join(", ")}
        </p>
        {open && row.remaining != null && row.remaining > 0 && (
          <Badge tone="attention">{t.left(row.remaining)}</Badge>
        )}
      </div>
      <div class="performance-action">
        {open ? (
          <LinkButton href={row.href} kind="secondary">
            {t.choosePlaces}
            <span class="unseen">, {formatDate(row.startsAt, reading)}</span>
          </LinkButton>
        ) : (
          <Status state={row.state} />
        )}
      </div>
    </li>
  )
}

/** The dates of an event, in order. */
export function PerformanceList({ performances }: { performances: readonly PerformanceRowProps[] }) {
  return (
    <ul class="performances">
      {performances.map((performance) => (
        <PerformanceRow {...performance} />
      ))}
    </ul>
  )
}
