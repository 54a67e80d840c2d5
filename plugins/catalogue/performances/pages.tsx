import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import { FormFields, PageParams } from "../../../server/admin-form.ts"
import { type FormBody, FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { type Refusal, refusalOf } from "../../../server/refusal.ts"
import { formatDate, sentence } from "../../../templates/format.ts"
import { planChoices } from "../../seating/plan-choices.ts"
import { zonesOfPlan } from "../../seating/publish-version.ts"
import { loadHall } from "../../seating/read-hall.ts"
import { venueChoices } from "../../venues/list-venues.ts"
import { getEvent } from "../events/get-event.ts"
import { inLocale } from "../localised.ts"
import { inWords } from "../rules.ts"
import { tariffChoices } from "../tariffs/list-tariffs.ts"
import { registerCopyPages } from "./copy-pages.tsx"
import { type PerformanceFormPage, performanceFormPage } from "./form-page.tsx"
import { getPerformance, type PerformanceInContext } from "./get-performance.ts"
import { latestPerformanceLike } from "./latest-performance.ts"
import { registerPerformanceList } from "./list-page.tsx"
import {
  atRows,
  newValues,
  readPerformanceForm,
  typedValues,
  valuesOf,
  withCategories,
  withMore,
} from "./performance-form.ts"
import { performancePage } from "./performance-page.tsx"
import { registerPerformanceRemoval } from "./removal-pages.tsx"
import { createPerformance, updatePerformance } from "./save-performance.ts"
import { setPerformanceStatus } from "./set-performance-status.ts"
import { texts } from "./texts.ts"

const read = { access: { permission: "programme:read" }, page: true } as const
const write = { access: { permission: "programme:write" }, page: true } as const
const home = (request: FastifyRequest) => `/admin/${request.organisation.slug}`
const EventQuery = Type.Object({ event: PageParams.properties.id })
const DoneQuery = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 40 })),
  count: Type.Optional(Type.String({ maxLength: 6 })),
})

/** Performances in the back office. */
export function registerPerformancePages(app: App): void {
  registerPerformanceList(app)

  app.get(
    "/admin/:org/performances/new",
    { config: write, schema: { querystring: EventQuery } },
    async (request, reply) => {
      const page = await newPage(request, request.query.event)
      const like = await latestPerformanceLike(request.db, {
        organisationId: request.organisation.id,
        eventId: request.query.event,
      })
      const { locale, organisation } = request
      const tariffs = page.tariffs.slice(0, 3).map(({ id }) => id)
      const likely = { eventId: request.query.event, tariffs }
      const values = newValues(like, likely, locale, organisation.currency)
      const only = page.venues.length === 1 ? page.venues[0]?.id : undefined
      if (only && !values.venueId) values.venueId = only
      return performanceFormPage(request, reply, { ...page, values })
    },
  )

  app.post(
    "/admin/:org/performances",
    { config: write, schema: { body: FormFields } },
    async (request, reply) => {
      const { body } = request
      const eventId = readEventId(body)
      const page = await newPage(request, eventId)
      if (typeof body.more === "string")
        return performanceFormPage(request, reply, {
          ...page,
          values: await larger(request, body, page.plans),
        })
      const { performance, errors, rows } = readBody(request, body, page)
      if (errors.length > 0)
        return performanceFormPage(request, reply, { ...page, values: typedValues(body), errors })
      try {
        const { id } = await request.db.transaction().execute((trx) =>
          createPerformance(trx, app.events, {
            organisationId: request.organisation.id,
            performance: { ...performance, eventId },
          }),
        )
        return reply.redirect(`${home(request)}/performances/${id}?done=created`, 303)
      } catch (error) {
        return refusedPage(request, reply, page, body, rows, refusalOf(request, error))
      }
    },
  )

  app.get(
    "/admin/:org/performances/:id",
    { config: read, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => showPerformance(request, reply, request.params.id),
  )

  app.get(
    "/admin/:org/performances/:id/edit",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const { organisation, locale } = request
      const where = { organisationId: organisation.id, id: request.params.id }
      const performance = await getPerformance(request.db, where)
      const values = valuesOf(performance, locale, organisation.currency)
      return performanceFormPage(request, reply, { ...(await editPage(request, performance)), values })
    },
  )

  app.post(
    "/admin/:org/performances/:id",
    { config: write, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const { body } = request
      const where = { organisationId: request.organisation.id, id: request.params.id }
      const before = await getPerformance(request.db, where)
      const page = await editPage(request, before)
      if (typeof body.more === "string")
        return performanceFormPage(request, reply, {
          ...page,
          values: await larger(request, body, page.plans),
        })
      const { performance, errors, rows } = readBody(request, body, page)
      if (errors.length > 0)
        return performanceFormPage(request, reply, { ...page, values: typedValues(body), errors })
      try {
        await request.db.transaction().execute((trx) =>
          updatePerformance(trx, app.events, {
            ...where,
            performance: { ...performance, eventId: before.eventId },
          }),
        )
      } catch (error) {
        return refusedPage(request, reply, page, body, rows, refusalOf(request, error))
      }
      return reply.redirect(`${home(request)}/performances/${where.id}?done=saved`, 303)
    },
  )

  const Status = Type.Object({
    _csrf: Type.Optional(Type.String()),
    status: Type.Union([Type.Literal("scheduled"), Type.Literal("cancelled")]),
  })
  app.post(
    "/admin/:org/performances/:id/status",
    { config: write, schema: { params: PageParams, body: Status } },
    async (request, reply) => {
      const { id } = request.params
      const { status } = request.body
      await setPerformanceStatus(request.db, { organisationId: request.organisation.id, id, status })
      return reply.redirect(`${home(request)}/performances/${id}?done=${status}`, 303)
    },
  )

  registerCopyPages(app)
  registerPerformanceRemoval(app, showPerformance)
}

async function showPerformance(request: FastifyRequest, reply: FastifyReply, id: string, refusal?: Refusal) {
  const performance = await getPerformance(request.db, { organisationId: request.organisation.id, id })
  const fills = await request.server.performanceFill.read(request.db, [id])
  return performancePage(request, reply, { performance, fill: fills.get(id), refusal })
}

type Choices = Awaited<ReturnType<typeof choices>>

async function choices(request: FastifyRequest, keptVersionId: string | null = null) {
  const organisationId = request.organisation.id
  const [venues, tariffs, plans] = await Promise.all([
    venueChoices(request.db, organisationId),
    tariffChoices(request.db, organisationId),
    planChoices(request.db, keptVersionId),
  ])
  return { venues, tariffs, plans }
}

async function newPage(request: FastifyRequest, eventId: string) {
  const { locale } = request
  const event = await getEvent(request.db, { organisationId: request.organisation.id, id: eventId })
  return {
    title: texts[locale].add,
    back: { href: `${home(request)}/events/${eventId}`, label: inLocale(event.title, locale) },
    action: `${home(request)}/performances`,
    submit: texts[locale].create,
    eventId,
    ...(await choices(request)),
  }
}

async function editPage(request: FastifyRequest, performance: PerformanceInContext) {
  const { locale } = request
  const address = `${home(request)}/performances/${performance.id}`
  const when = formatDate(performance.startsAt, { locale, timeZone: performance.venue.timezone })
  return {
    title: texts[locale].editTitle,
    back: { href: address, label: `${inLocale(performance.event.title, locale)}, ${sentence(when)}` },
    action: address,
    submit: texts[locale].save,
    ...(await choices(request, performance.seatingVersionId)),
  }
}

type FormPage = Omit<PerformanceFormPage, "values" | "errors" | "refusal">

function refusedPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: FormPage,
  body: FormBody,
  rows: number[],
  refusal: Refusal,
) {
  const errors = atRows(inWords(refusal.errors, request.locale), rows)
  return performanceFormPage(request, reply, { ...page, values: typedValues(body), errors, refusal })
}

function readBody(request: FastifyRequest, body: FormBody, { venues, tariffs }: Choices) {
  const { locale, organisation } = request
  const venueId = new FormReader(body, locale).typed("venueId")
  return readPerformanceForm(body, {
    locale,
    currency: organisation.currency,
    timezone: venues.find(({ id }) => id === venueId)?.timezone ?? organisation.timezone,
    tariffNames: new Map(tariffs.map(({ id, name }) => [id, name])),
  })
}

async function larger(request: FastifyRequest, body: FormBody, plans: Choices["plans"]) {
  const form = new FormReader(body, "fr")
  if (body.more === "plan") {
    const values = typedValues(body)
    const plan = plans.find(({ id }) => id === values.seatingVersionId)
    return plan
      ? withCategories(values, zonesOfPlan((await loadHall(request.db, plan.id)).plan))
      : { ...values, seatingVersionId: "" }
  }
  return withMore(typedValues(body), form.typed("more"), form.typed("addTariff"))
}

function readEventId(body: FormBody): string {
  const id = new FormReader(body, "fr").typed("event")
  return /^[1-9]\d{0,17}$/.test(id) ? id : "0"
}
