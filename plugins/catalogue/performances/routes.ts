import { Type } from "typebox"
import { ListAnswer, ListQuery, ThingParams } from "../../../server/api-list.ts"
import type { App } from "../../../server/plugin.ts"
import { PerformanceAnswer, PerformanceBody } from "../schemas.ts"
import { getPerformance } from "./get-performance.ts"
import { listPerformances } from "./list-performances.ts"
import { answerOf, inputOf, instant } from "./performance-body.ts"
import { readZones } from "./read-zones.ts"
import { createPerformance, updatePerformance } from "./save-performance.ts"

const read = { access: { permission: "programme:read" } } as const
const write = { access: { permission: "programme:write" } } as const
const tags = ["Programme"]
const Period = Type.Object({
  ...ListQuery.properties,
  from: Type.Optional(Type.String({ format: "date-time" })),
  to: Type.Optional(Type.String({ format: "date-time" })),
  eventId: Type.Optional(ThingParams.properties.id),
})

export function registerPerformanceRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/performances",
    {
      config: read,
      schema: {
        summary: "List the performances with their zones and prices",
        tags,
        querystring: Period,
        response: { 200: ListAnswer(PerformanceAnswer) },
      },
    },
    async (request) => {
      const { id: organisationId, locale } = request.organisation
      const { from, to, ...query } = request.query
      const times = { from: instant("/querystring/from", from), to: instant("/querystring/to", to) }
      const page = await listPerformances(request.db, { organisationId, locale, ...query, ...times })
      const zones = await readZones(
        request.db,
        organisationId,
        page.data.map(({ id }) => id),
      )
      const data = page.data.map((one) => answerOf({ ...one, zones: zones.get(one.id) ?? [] }))
      return { data, nextCursor: page.nextCursor }
    },
  )

  app.post(
    "/api/v1/organisations/:org/performances",
    {
      config: write,
      schema: {
        summary: "Create a performance",
        tags,
        body: PerformanceBody,
        response: { 201: PerformanceAnswer },
      },
    },
    async (request, reply) => {
      const organisationId = request.organisation.id
      const performance = inputOf(request.body)
      const answer = await request.db.transaction().execute(async (trx) => {
        const { id } = await createPerformance(trx, app.events, { organisationId, performance })
        return answerOf(await getPerformance(trx, { organisationId, id }))
      })
      return reply.code(201).send(answer)
    },
  )

  app.get(
    "/api/v1/organisations/:org/performances/:id",
    {
      config: read,
      schema: {
        summary: "Read a performance",
        tags,
        params: ThingParams,
        response: { 200: PerformanceAnswer },
      },
    },
    async (request) =>
      answerOf(
        await getPerformance(request.db, { organisationId: request.organisation.id, id: request.params.id }),
      ),
  )

  app.patch(
    "/api/v1/organisations/:org/performances/:id",
    {
      config: write,
      schema: {
        summary: "Change a performance",
        tags,
        params: ThingParams,
        body: Type.Partial(Type.Omit(PerformanceBody, ["ref"]), { additionalProperties: false }),
        response: { 200: PerformanceAnswer },
      },
    },
    async (request) =>
      request.db.transaction().execute(async (trx) => {
        const where = { organisationId: request.organisation.id, id: request.params.id }
        const before = answerOf(await getPerformance(trx, where))
        const { startsAt, endsAt } = request.body
        // A performance that only moves keeps its length.
        const moved = startsAt !== undefined && endsAt === undefined
        const merged = inputOf({ ...before, ...request.body })
        if (moved)
          merged.endsAt = new Date(
            merged.startsAt.getTime() + Date.parse(before.endsAt) - Date.parse(before.startsAt),
          )
        await updatePerformance(trx, app.events, { ...where, performance: merged })
        return answerOf(await getPerformance(trx, where))
      }),
  )
}
