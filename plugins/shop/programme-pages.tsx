import type { FastifyRequest } from "fastify"
import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import {
  EmptyState,
  EventGrid,
  Filters,
  ListBar,
  PageHeading,
  Pagination,
  SearchForm,
} from "../../templates/components/index.ts"
import { formatMonth, sentence } from "../../templates/format.ts"
import { genreLabel } from "../catalogue/genres.ts"
import { inLocale } from "../catalogue/localised.ts"
import {
  listProgramme,
  type ProgrammeEvent,
  type ProgrammeFilters,
  programmeFilters,
} from "./list-programme.ts"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

/** Events on one page; the first page has one more, the large one. */
const perPage = 24

const Query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  genre: Type.Optional(Type.String({ maxLength: 100 })),
  month: Type.Optional(Type.String({ maxLength: 20 })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
})

interface Narrowed {
  q?: string
  genre?: string
  month?: string
  page?: number
}

/** The home page of the shop: what plays, in the order of time. */
export function registerProgrammePages(app: App): void {
  app.get(
    "/:org",
    { config: { access: "public", page: true }, schema: { querystring: Query } },
    async (request, reply) => {
      const { organisation, locale, db } = request
      const t = texts[locale]
      const narrowed = narrowedBy(request.query)
      const { page = 1, ...filters } = narrowed
      const [events, choices] = await Promise.all([
        listProgramme(db, {
          ...filters,
          timezone: organisation.timezone,
          offset: (page - 1) * perPage,
          limit: perPage + 1,
        }),
        programmeFilters(db, organisation.timezone),
      ])
      const href = (change: Narrowed) => addressOf(organisation.slug, { ...filters, ...change })
      const whole = !filters.q && !filters.genre && !filters.month
      return shopPage(
        request,
        reply,
        { title: t.programme, description: t.programmeOf(organisation.name), current: "programme" },
        <>
          <PageHeading title={t.programme} lead={whole && page === 1 ? organisation.welcome : undefined} />
          {(events.length > 0 || !whole) && <Narrowing {...{ request, narrowed: filters, choices, href }} />}
          {events.length === 0 && (
            <EmptyState
              title={whole ? t.nothingYet : t.nothingFound}
              icon="calendar"
              action={whole ? undefined : { href: `/${organisation.slug}`, label: t.wholeProgramme }}
            >
              {whole ? t.nothingYetHint : t.nothingFoundHint}
            </EmptyState>
          )}
          <EventGrid
            events={events.slice(0, perPage).map((event, index) => ({
              ...toCard(event, request),
              lead: whole && page === 1 && index === 0 && events.length > 2,
            }))}
          />
          <Pagination
            previousHref={page > 1 ? href({ page: page - 1 }) : null}
            nextHref={events.length > perPage ? href({ page: page + 1 }) : null}
          />
        </>,
      )
    },
  )
}

/** What an empty box or a made-up month means: nothing. */
function narrowedBy({ q, genre, month, page }: Narrowed): Narrowed {
  const words = q?.trim()
  return {
    ...(words && { q: words }),
    ...(genre && { genre }),
    ...(month && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && { month }),
    ...(page !== undefined && { page }),
  }
}

function addressOf(slug: string, { q, genre, month, page }: Narrowed): string {
  const parts = new URLSearchParams()
  if (q) parts.set("q", q)
  if (genre) parts.set("genre", genre)
  if (month) parts.set("month", month)
  if (page && page > 1) parts.set("page", String(page))
  const query = parts.toString()
  return query ? `/${slug}?${query}` : `/${slug}`
}

function Narrowing(props: {
  request: FastifyRequest
  narrowed: Narrowed
  choices: ProgrammeFilters
  href: (change: Narrowed) => string
}) {
  const { organisation, locale } = props.request
  const { narrowed, choices, href } = props
  const t = texts[locale]
  const keep = {
    ...(narrowed.genre && { genre: narrowed.genre }),
    ...(narrowed.month && { month: narrowed.month }),
  }
  return (
    <>
      <ListBar
        search={
          <SearchForm action={`/${organisation.slug}`} value={narrowed.q} label={t.search} keep={keep} />
        }
      />
      {choices.genres.length > 1 && (
        <Filters
          label={t.genres}
          items={[
            { href: href({ genre: undefined }), label: t.all, current: !narrowed.genre },
            ...choices.genres.map((genre) => ({
              href: href({ genre }),
              label: genreLabel(genre, locale) ?? genre,
              current: narrowed.genre === genre,
            })),
          ]}
        />
      )}
      {choices.months.length > 1 && (
        <Filters
          label={t.months}
          items={[
            { href: href({ month: undefined }), label: t.allMonths, current: !narrowed.month },
            ...choices.months.map((month) => ({
              href: href({ month }),
              label: sentence(formatMonth(month, locale)),
              current: narrowed.month === month,
            })),
          ]}
        />
      )}
    </>
  )
}

function toCard(event: ProgrammeEvent, { organisation, locale }: FastifyRequest) {
  return {
    href: `/${organisation.slug}/events/${event.id}`,
    title: inLocale(event.title, locale),
    subtitle: event.subtitle && inLocale(event.subtitle, locale),
    genre: event.genre,
    genreLabel: genreLabel(event.genre, locale),
    venue: event.venue.name,
    next: event.next,
    timeZone: event.venue.timezone,
    dates: event.dates,
    fromCents: event.fromCents,
    remaining: event.remaining,
    state: event.status,
  }
}
