import { DateTime } from "luxon"
import { Type } from "typebox"
import { adminPage } from "../../../server/admin-page.tsx"
import type { App } from "../../../server/plugin.ts"
import { BarMeter, Calendar, type CalendarEntry, PageHeading } from "../../../templates/components/index.ts"
import { formatTime, isoDay } from "../../../templates/format.ts"
import { inLocale } from "../localised.ts"
import { listPerformances, type PerformanceListItem } from "./list-performances.ts"
import { texts } from "./texts.ts"

const Query = Type.Object({
  month: Type.Optional(Type.String({ pattern: "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$" })),
})

/** A month of performances, each on its day in the zone of its venue. */
export function registerCalendarPage(app: App): void {
  app.get(
    "/admin/:org/calendar",
    {
      config: { access: { permission: "programme:read" }, page: true },
      schema: { querystring: Query },
    },
    async (request, reply) => {
      const { locale, organisation } = request
      const t = texts[locale]
      const today = isoDay(new Date(), organisation.timezone)
      const month = request.query.month ?? today.slice(0, 7)
      const performances = await inMonth(month, (from, to, cursor) =>
        listPerformances(request.db, {
          organisationId: organisation.id,
          locale,
          ...{ from, to, cursor },
          limit: 500,
        }),
      )
      const fills = await app.performanceFill.read(
        request.db,
        performances.map(({ id }) => id),
      )
      const entries = performances.map((performance): CalendarEntry => {
        const { id, startsAt, timezone, title, venue } = performance
        const fill = fills.get(id)
        return {
          day: isoDay(startsAt, timezone),
          time: formatTime(startsAt, { locale, timeZone: timezone }),
          title: inLocale(title, locale),
          href: `/admin/${organisation.slug}/performances/${id}`,
          tone: toneOf(performance),
          detail: fill && fill.capacity > 0 && (
            <BarMeter bare label={venue} max={fill.capacity} parts={[{ value: fill.taken }]} />
          ),
        }
      })
      return adminPage(
        request,
        reply,
        { title: t.calendar, current: "/calendar" },
        <>
          <PageHeading title={t.calendar} />
          <Calendar {...{ month, today, entries }} hrefOf={(other) => `?month=${other}`} />
        </>,
      )
    },
  )
}

function toneOf({ status, eventStatus, lowest }: PerformanceListItem): CalendarEntry["tone"] {
  if (status === "cancelled") return "bad"
  if (eventStatus === "draft") return "neutral"
  return lowest === null ? "attention" : "good"
}

type Load = (from: Date, to: Date, cursor: string | undefined) => ReturnType<typeof listPerformances>

/** All that starts in the month in its own zone: a day more on both sides is asked for, whatever the zones. */
async function inMonth(month: string, load: Load): Promise<PerformanceListItem[]> {
  const first = DateTime.fromISO(`${month}-01`, { zone: "utc" })
  const [from, to] = [first.minus({ days: 1 }), first.plus({ months: 1, days: 1 })]
  const found: PerformanceListItem[] = []
  let cursor: string | undefined
  do {
    const page = await load(from.toJSDate(), to.toJSDate(), cursor)
    found.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return found.filter(({ startsAt, timezone }) => isoDay(startsAt, timezone).startsWith(month))
}
