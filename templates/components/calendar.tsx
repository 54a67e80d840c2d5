import { DateTime } from "luxon"
import type { ComponentChildren } from "preact"
import { formatMonth, sentence } from "../format.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { classes } from "./classes.ts"
import { Icon } from "./icon.tsx"

export type CalendarEntry = {
  /** Day in the venue's zone, "2027-01-15": see isoDay. */
  day: string
  /** Said first: "20 h 30". */
  time?: string
  title: string
  href?: string
  detail?: ComponentChildren
  tone?: "good" | "attention" | "bad" | "neutral"
}

type Props = {
  /** "2027-01". */
  month: string
  entries: readonly CalendarEntry[]
  /** "2027-01-15", marked. */
  today?: string
  hrefOf: (month: string) => string
}

/** A month of performances: a grid of days where there is room, a list of the days that have something on a phone. */
export function Calendar({ month, entries, today, hrefOf }: Props) {
  const { locale } = useScene()
  const t = texts[locale]
  const first = DateTime.fromISO(`${month}-01`, { zone: "utc" }).setLocale(locale)
  const start = first.startOf("week")
  const weeks = Math.ceil(first.endOf("month").diff(start, "weeks").weeks)
  const days = Array.from({ length: weeks * 7 }, (_, index) => start.plus({ days: index }))
  const beside = (months: number) => hrefOf(first.plus({ months }).toFormat("yyyy-MM"))
  return (
    <section class="calendar" aria-labelledby="calendar-month">
      <div class="calendar-head">
        <h2 id="calendar-month">{sentence(formatMonth(month, locale))}</h2>
        <nav aria-label={t.pages}>
          <a class="button button-secondary button-square" href={beside(-1)} rel="prev">
            <Icon name="back" label={t.previousMonth} />
          </a>
          <a class="button button-secondary button-square" href={beside(1)} rel="next">
            <Icon name="chevron" label={t.nextMonth} />
          </a>
        </nav>
      </div>
      <table class="calendar-grid">
        <caption class="unseen">{formatMonth(month, locale)}</caption>
        <thead>
          <tr>
            {days.slice(0, 7).map((day) => (
              <th scope="col">
                <abbr title={day.toFormat("cccc")}>{day.toFormat("ccc")}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: weeks }, (_, week) => (
            <tr>
              {days.slice(week * 7, week * 7 + 7).map((day) => {
                const iso = day.toFormat("yyyy-MM-dd")
                const inside = day.hasSame(first, "month")
                const here = entries.filter((entry) => entry.day === iso)
                return (
                  <td
                    class={classes(
                      !inside && "calendar-outside",
                      iso === today && "calendar-today",
                      here.length === 0 && "calendar-bare",
                    )}
                    aria-current={iso === today ? "date" : undefined}
                  >
                    <time class="calendar-day" datetime={iso}>
                      <span class="calendar-weekday">{day.toFormat("cccc")} </span>
                      {day.day}
                      <span class="calendar-weekday"> {day.toFormat("LLLL")}</span>
                    </time>
                    {here.length > 0 && (
                      <ul>
                        {here.map((entry) => (
                          <Entry {...entry} />
                        ))}
                      </ul>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {!entries.some((entry) => entry.day.startsWith(month)) && (
        <p class="calendar-none">{t.nothingThisMonth}</p>
      )}
    </section>
  )
}

function Entry({ time, title, href, detail, tone = "neutral" }: CalendarEntry) {
  const words = (
    <>
      {time && <span class="calendar-time">{time} </span>}
      <span class="calendar-title">{title}</span>
    </>
  )
  return (
    <li class={`calendar-entry calendar-${tone}`}>
      {href ? <a href={href}>{words}</a> : words}
      {detail}
    </li>
  )
}
