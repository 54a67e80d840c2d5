import type { ComponentChildren } from "preact"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Countdown } from "./countdown.tsx"
import { DateTime } from "./date-time.tsx"
import { Money } from "./money.tsx"

export type BasketLine = {
  id: string
  tariff: string
  zone?: string | null
  /** The numbered seat: then the line is about this one. */
  seat?: string | null
  /** For whoever draws the forms of the line. */
  priceId?: string
  quantity: number
  /** For all of the line. */
  cents: number
}

export type BasketGroup = {
  performanceId: string
  title: string
  startsAt: Date
  timeZone?: string
  venue?: string | null
  href?: string
  lines: readonly BasketLine[]
}

type Props = {
  groups: readonly BasketGroup[]
  totalCents: number
  /** When the places are let go. */
  until?: Date | null
  title?: string
  /** The forms that change a line or take it out, drawn by the page, which knows the addresses. */
  removal?: (line: BasketLine) => ComponentChildren
  children?: ComponentChildren
}

/** What is being bought: by performance, each line with its amount, and the total. */
export function BasketSummary({ groups, totalCents, until, title, removal, children }: Props) {
  const t = texts[useScene().locale]
  const count = groups.flatMap((group) => group.lines).reduce((sum, line) => sum + line.quantity, 0)
  return (
    <section class="summary" aria-labelledby="summary-title">
      <h2 id="summary-title">{title ?? t.basket}</h2>
      {until && count > 0 && (
        <p class="summary-until">
          {t.places(count)} <Countdown until={until} count={count} />
        </p>
      )}
      {groups.map((group) => (
        <div class="summary-group">
          <h3>{group.href ? <a href={group.href}>{group.title}</a> : group.title}</h3>
          <p class="summary-when">
            <DateTime at={group.startsAt} timeZone={group.timeZone} start />
            {group.venue && `, ${group.venue}`}
          </p>
          <ul>
            {group.lines.map((line) => (
              <li class="summary-line">
                <span class="summary-quantity">{line.quantity}</span>
                <span class="summary-words">
                  {line.seat ?? line.tariff}
                  {(line.zone || line.seat) && (
                    <span class="summary-zone">
                      {[line.seat && line.tariff, line.zone].filter(Boolean).join(" · ")}
                    </span>
                  )}
                </span>
                <Money cents={line.cents} orFree />
                {removal?.(line)}
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p class="summary-total">
        <span>{t.total}</span>
        <Money cents={totalCents} />
      </p>
      {children}
    </section>
  )
}
