import type { FastifyRequest } from "fastify"
import { DateTime as Luxon } from "luxon"
import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  DateTime,
  EmptyState,
  EventHero,
  Filters,
  Notice,
  PerformanceList,
  Section,
} from "../../templates/components/index.ts"
import { formatDate, formatDateRange, formatMonth, isoDay, sentence } from "../../templates/format.ts"
import { genreLabel } from "../catalogue/genres.ts"
import { inLocale } from "../catalogue/localised.ts"
import { type ShopPerformance, type ShopQuery, saidExactly } from "../inventory/list-performances.ts"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

export const IdPath = Type.Object({ org: Type.String(), id: Type.String() })

/** More dates than this are shown month by month. */
const manyDates = 31
/** The most dates that are read: more than a year of days. */
const mostDates = 500

/** What an event is, and its dates. */
export function registerEventPages(app: App): void {
  app.get(
    "/:org/events/:id",
    {
      config: { access: "public", page: true },
      schema: {
        params: IdPath,
        querystring: Type.Object({ month: Type.Optional(Type.String({ maxLength: 20 })) }),
      },
    },
    async (request, reply) => {
      const { locale } = request
      const { known, dates } = await readEvent(request, request.params.id)
      const t = texts[locale]
      const title = inLocale(known.event.title, locale)
      const here = `/${request.organisation.slug}/events/${request.params.id}`
      return shopPage(
        request,
        reply,
        { title, description: descriptionOf(known, request), current: "programme" },
        <>
          <Hero {...{ request, known, dates }} />
          {dates.length === 0 && (
            <Section title={t.noDate}>
              <EmptyState
                title={t.noDate}
                icon="calendar"
                action={{ href: `/${request.organisation.slug}`, label: t.wholeProgramme }}
              >
                {t.noDateHint}
              </EmptyState>
            </Section>
          )}
          <Opening {...{ request, dates }} />
          {dates.length > 1 && <Dates {...{ request, dates, here, month: request.query.month }} />}
        </>,
      )
    },
  )
}

/** An event with its dates to come. @throws 404 not_found for a draft, or an event that has no date at all */
async function readEvent(
  { db, organisation, server }: FastifyRequest,
  eventId: string,
): Promise<{ known: ShopPerformance; dates: ShopPerformance[] }> {
  if (!/^\d{1,18}$/.test(eventId)) throw problem(404, "not_found")
  const today = Luxon.now().setZone(organisation.timezone).startOf("day").toJSDate()
  const list = (query: ShopQuery) => server.shopPerformances.list(db, organisation.id, query)
  const found = await list({ eventId, from: today, limit: mostDates })
  const dates = found.filter((one) => one.startsAt.getTime() > Date.now() || one.status !== "ended")
  const known = dates[0] ?? (await list({ eventId, limit: 1 }))[0]
  if (!known) throw problem(404, "not_found")
  return { known, dates }
}

function Hero(props: { request: FastifyRequest; known: ShopPerformance; dates: ShopPerformance[] }) {
  const { known, dates, request } = props
  const { locale, organisation } = request
  const t = texts[locale]
  const { event } = known
  const open = dates.filter((date) => date.status === "on_sale")
  const amounts = dates.filter((date) => date.status !== "cancelled").flatMap(amountsOf)
  const [only] = open.length === 1 ? open : []
  const venues = new Set(dates.map((date) => date.venue.name))
  return (
    <EventHero
      title={inLocale(event.title, locale)}
      subtitle={event.subtitle && inLocale(event.subtitle, locale)}
      genre={event.genre}
      genreLabel={genreLabel(event.genre, locale)}
      when={<When {...{ dates, request }} />}
      venue={venues.size > 1 ? [...venues].join(", ") : known.venue.name}
      address={venues.size > 1 ? null : known.venue.address}
      durationMinutes={event.durationMinutes}
      fromCents={amounts.length > 0 ? Math.min(...amounts) : null}
      toCents={amounts.length > 0 ? Math.max(...amounts) : null}
      remaining={only ? leftOf(only) : null}
      state={open.length > 0 ? "on_sale" : (dates[0]?.status ?? "ended")}
      buy={
        only
          ? { href: `/${organisation.slug}/performances/${only.id}`, label: t.choosePlaces }
          : open.length > 1
            ? { href: "#dates", label: t.chooseDate }
            : null
      }
    >
      {paragraphs(inLocale(event.description, locale)).map((text) => (
        <p>{text}</p>
      ))}
    </EventHero>
  )
}

function When({ dates, request }: { dates: ShopPerformance[]; request: FastifyRequest }) {
  const { locale } = request
  const t = texts[locale]
  const playing = dates.filter((date) => date.status !== "cancelled")
  const [first] = playing.length > 0 ? playing : dates
  const last = playing.at(-1)
  if (!first) return <>{t.noDate}</>
  const { timezone } = first.venue
  if (!last || last === first) return <DateTime at={first.startsAt} timeZone={timezone} start />
  const run = formatDateRange(first.startsAt, last.startsAt, { locale, timeZone: timezone })
  return <>{`${sentence(run)}, ${t.countDates(playing.length)}`}</>
}

/** When the sale opens, while none is open. */
function Opening({ request, dates }: { request: FastifyRequest; dates: ShopPerformance[] }) {
  const { locale } = request
  const t = texts[locale]
  const next = dates.find((date) => date.status === "not_yet")
  if (!next?.onSaleFrom || dates.some((date) => date.status === "on_sale")) return null
  const opens = formatDate(next.onSaleFrom, { locale, timeZone: next.venue.timezone })
  return (
    <Section>
      <Notice title={t.status.not_yet}>
        <p>{t.opensAt(opens)}</p>
      </Notice>
    </Section>
  )
}

function Dates(props: { request: FastifyRequest; dates: ShopPerformance[]; here: string; month?: string }) {
  const { dates, here, request } = props
  const { locale, organisation } = request
  const t = texts[locale]
  const monthOf = (date: ShopPerformance) => isoDay(date.startsAt, date.venue.timezone).slice(0, 7)
  const months = dates.length > manyDates ? [...new Set(dates.map(monthOf))] : []
  const month = months.find((one) => one === props.month) ?? months[0]
  const shown = month ? dates.filter((date) => monthOf(date) === month) : dates
  return (
    <Section title={t.dates} id="dates">
      {months.length > 1 && (
        <Filters
          label={t.months}
          items={months.map((one) => ({
            href: `${here}?month=${one}#dates`,
            label: sentence(formatMonth(one, locale)),
            current: one === month,
          }))}
        />
      )}
      <PerformanceList
        performances={shown.map((date) => ({
          href: `/${organisation.slug}/performances/${date.id}`,
          startsAt: date.startsAt,
          timeZone: date.venue.timezone,
          venue: date.venue.name,
          state: date.status,
          fromCents: date.zones.length > 0 ? lowestOf(date) : null,
          remaining: leftOf(date),
          onSaleFrom: date.onSaleFrom,
        }))}
      />
    </Section>
  )
}

function amountsOf(date: ShopPerformance): number[] {
  return date.zones.flatMap((zone) => zone.prices.map((price) => price.amount))
}

function lowestOf(date: ShopPerformance): number | null {
  const amounts = amountsOf(date)
  const paying = amounts.filter((amount) => amount > 0)
  return paying.length > 0 ? Math.min(...paying) : (amounts[0] ?? null)
}

/** How many places are left, when that is few enough to be said: null above 20. */
export function leftOf(date: ShopPerformance): number | null {
  const counts = date.zones.filter((zone) => zone.prices.length > 0).map((zone) => zone.remaining)
  if (counts.includes(null)) return null
  const left = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  return left <= saidExactly ? left : null
}

function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((part) => part.trim() !== "")
}

function descriptionOf({ event }: ShopPerformance, { locale, organisation }: FastifyRequest): string {
  const [first = ""] = paragraphs(inLocale(event.description, locale))
  const subtitle = event.subtitle ? inLocale(event.subtitle, locale) : ""
  const words = first || subtitle || texts[locale].programmeOf(organisation.name)
  return words.length > 160 ? `${words.slice(0, 157).trimEnd()}…` : words
}
