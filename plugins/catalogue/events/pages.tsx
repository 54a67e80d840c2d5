import type { FastifyReply, FastifyRequest } from "fastify"
import { type Static, Type } from "typebox"
import { FormFields, PageParams } from "../../../server/admin-form.ts"
import { registerAdminList } from "../../../server/admin-list.tsx"
import { adminPage } from "../../../server/admin-page.tsx"
import type { App } from "../../../server/plugin.ts"
import type { FieldError } from "../../../server/problem.ts"
import { type Refusal, refusalOf } from "../../../server/refusal.ts"
import { DateTime, Notice, PageHeading, Status } from "../../../templates/components/index.ts"
import { genreLabel } from "../genres.ts"
import { inLocale } from "../localised.ts"
import { listPerformances } from "../performances/list-performances.ts"
import { inWords } from "../rules.ts"
import { listSeasons } from "../seasons/list-seasons.ts"
import { countUnpriced } from "./count-unpriced.ts"
import { blankEvent, EventForm, type EventValues, readEventForm, valuesOfEvent } from "./event-form.tsx"
import { eventPage } from "./event-page.tsx"
import { getEvent } from "./get-event.ts"
import { type EventListItem, type eventOrders, listEvents } from "./list-events.ts"
import { registerEventRemoval } from "./removal-pages.tsx"
import { createEvent, setEventStatus, updateEvent } from "./save-event.ts"
import { texts } from "./texts.ts"

const read = { access: { permission: "programme:read" }, page: true } as const
const write = { access: { permission: "programme:write" }, page: true } as const
const home = (request: FastifyRequest) => `/admin/${request.organisation.slug}/events`
const PageQuery = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 40 })),
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
})

/** Events in the back office. */
export function registerEventPages(app: App): void {
  registerEventList(app)

  app.get("/admin/:org/events/new", { config: write }, async (request, reply) =>
    formPage(request, reply, { values: blankEvent(request.organisation.legal.vatLiable) }),
  )

  app.post("/admin/:org/events", { config: write, schema: { body: FormFields } }, async (request, reply) => {
    const { event, errors, values } = readEventForm(request.body, request.locale)
    if (errors.length > 0) return formPage(request, reply, { values, errors })
    try {
      const { id } = await createEvent(request.db, { organisationId: request.organisation.id, event })
      return reply.redirect(`${home(request)}/${id}?done=created`, 303)
    } catch (error) {
      return formPage(request, reply, { values, refusal: refusalOf(request, error) })
    }
  })

  app.get(
    "/admin/:org/events/:id",
    { config: read, schema: { params: PageParams, querystring: PageQuery } },
    async (request, reply) => showEvent(request, reply, request.params.id, request.query),
  )

  app.get(
    "/admin/:org/events/:id/edit",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const event = await getEvent(request.db, {
        organisationId: request.organisation.id,
        id: request.params.id,
      })
      const title = inLocale(event.title, request.locale)
      return formPage(request, reply, { values: valuesOfEvent(event), known: { id: event.id, title } })
    },
  )

  app.post(
    "/admin/:org/events/:id",
    { config: write, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      const before = await getEvent(request.db, where)
      const known = { id: before.id, title: inLocale(before.title, request.locale) }
      const { event, errors, values } = readEventForm(request.body, request.locale)
      if (errors.length > 0) return formPage(request, reply, { values, errors, known })
      try {
        await request.db.transaction().execute((trx) => updateEvent(trx, { ...where, event }))
      } catch (error) {
        return formPage(request, reply, { values, known, refusal: refusalOf(request, error) })
      }
      return reply.redirect(`${home(request)}/${before.id}?done=saved`, 303)
    },
  )

  const Publication = Type.Object({
    _csrf: Type.Optional(Type.String()),
    status: Type.Union([Type.Literal("draft"), Type.Literal("published")]),
  })
  app.post(
    "/admin/:org/events/:id/publication",
    { config: write, schema: { params: PageParams, body: Publication } },
    async (request, reply) => {
      const { id } = request.params
      const { status } = request.body
      await setEventStatus(request.db, { organisationId: request.organisation.id, id, status })
      return reply.redirect(`${home(request)}/${id}?done=${status}`, 303)
    },
  )

  registerEventRemoval(app, (request, reply, id, refusal) => showEvent(request, reply, id, {}, refusal))
}

function registerEventList(app: App): void {
  registerAdminList<EventListItem>(app, {
    path: "/events",
    permission: "programme:read",
    view(request) {
      const { locale } = request
      const t = texts[locale]
      const create = request.can("programme:write")
        ? { href: `${home(request)}/new`, label: t.add }
        : undefined
      return {
        title: t.title,
        searchLabel: t.search,
        count: t.count,
        defaultSort: { key: "next", direction: "asc" },
        filters: [
          {
            name: "status",
            label: t.status,
            options: [
              { value: "", label: t.all },
              { value: "published", label: t.published },
              { value: "draft", label: t.drafts },
            ],
          },
        ],
        columns: [
          {
            key: "title",
            label: t.name,
            cell: (row) => inLocale(row.title, locale),
            text: (row) => inLocale(row.title, locale),
            sortable: true,
          },
          {
            key: "genre",
            label: t.genre,
            cell: (row) => genreLabel(row.genre, locale),
            text: (row) => row.genre ?? "",
            sortable: true,
          },
          {
            key: "season",
            label: t.season,
            cell: (row) => row.season,
            text: (row) => row.season ?? "",
            secondary: true,
          },
          {
            key: "performances",
            label: t.performances,
            cell: (row) => row.performances,
            text: (row) => row.performances,
            numeric: true,
          },
          {
            key: "next",
            label: t.next,
            cell: (row) =>
              row.nextAt && <DateTime at={row.nextAt} timeZone={row.nextZone ?? undefined} start />,
            text: (row) => row.nextAt?.toISOString() ?? "",
            sortable: true,
          },
          {
            key: "status",
            label: t.status,
            cell: (row) => <Status state={row.status} />,
            text: (row) => (row.status === "draft" ? t.draftChoice : t.published),
          },
        ],
        rowHref: (row) => `${home(request)}/${row.id}`,
        create,
        empty: { title: t.emptyTitle, text: t.emptyText, icon: "mask", action: create },
      }
    },
    load: (request, { sort, filters, ...list }) =>
      listEvents(request.db, {
        organisationId: request.organisation.id,
        locale: request.locale,
        ...list,
        status: filters.status === "draft" || filters.status === "published" ? filters.status : undefined,
        sort: { key: sort.key as keyof typeof eventOrders, direction: sort.direction },
      }),
  })
}

async function showEvent(
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  { cursor }: Static<typeof PageQuery>,
  refusal?: Refusal,
) {
  const organisationId = request.organisation.id
  const event = await getEvent(request.db, { organisationId, id })
  const [performances, unpriced, season] = await Promise.all([
    listPerformances(request.db, {
      organisationId,
      locale: request.locale,
      eventId: id,
      cursor,
      limit: 50,
      counted: true,
    }),
    countUnpriced(request.db, { organisationId, eventId: id }),
    event.seasonId
      ? request.db
          .selectFrom("seasons")
          .select("name")
          .where("organisation_id", "=", organisationId)
          .where("id", "=", event.seasonId)
          .executeTakeFirst()
      : undefined,
  ])
  const fills = await request.server.performanceFill.read(
    request.db,
    performances.data.map((one) => one.id),
  )
  return eventPage(request, reply, {
    event,
    season: season?.name ?? null,
    performances,
    unpriced,
    fills,
    refusal,
  })
}

async function formPage(
  request: FastifyRequest,
  reply: FastifyReply,
  form: {
    values: EventValues
    errors?: FieldError[]
    refusal?: Refusal
    known?: { id: string; title: string }
  },
) {
  const { locale } = request
  const t = texts[locale]
  const { known, refusal, values } = form
  const seasons = await listSeasons(request.db, { organisationId: request.organisation.id, limit: 500 })
  const errors = inWords([...(form.errors ?? []), ...(refusal?.errors ?? [])], locale)
  const title = known?.title ?? t.add
  const back = known
    ? { href: `${home(request)}/${known.id}`, label: known.title }
    : { href: home(request), label: t.title }
  return adminPage(
    request,
    reply,
    { title, current: "/events", status: refusal?.status ?? (errors.length > 0 ? 422 : 200) },
    <>
      <PageHeading title={known ? t.edit : t.add} back={back} />
      {refusal?.title && (
        <Notice kind="error" title={refusal.title}>
          {refusal.detail}
        </Notice>
      )}
      <EventForm
        {...{ locale, values, errors }}
        action={known ? `${home(request)}/${known.id}` : home(request)}
        csrf={reply.generateCsrf()}
        submit={known ? t.save : t.create}
        seasons={seasons.data}
      />
    </>,
  )
}
