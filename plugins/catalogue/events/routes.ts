import { Type } from "typebox"
import { ListAnswer, ListQuery, ThingParams } from "../../../server/api-list.ts"
import type { App } from "../../../server/plugin.ts"
import { EventInput, EventItem } from "../schemas.ts"
import { getEvent } from "./get-event.ts"
import { listEvents } from "./list-events.ts"
import { createEvent, updateEvent } from "./save-event.ts"

const read = { access: { permission: "programme:read" } } as const
const write = { access: { permission: "programme:write" } } as const
const tags = ["Programme"]

export function registerEventRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/events",
    {
      config: read,
      schema: {
        summary: "List the events",
        tags,
        querystring: ListQuery,
        response: { 200: ListAnswer(EventItem) },
      },
    },
    async (request) => {
      const { id: organisationId, locale } = request.organisation
      return listEvents(request.db, { organisationId, locale, ...request.query })
    },
  )

  app.post(
    "/api/v1/organisations/:org/events",
    {
      config: write,
      schema: { summary: "Create a event", tags, body: EventInput, response: { 201: EventItem } },
    },
    async (request, reply) => {
      const event = await createEvent(request.db, {
        organisationId: request.organisation.id,
        event: request.body,
      })
      return reply.code(201).send(event)
    },
  )

  app.get(
    "/api/v1/organisations/:org/events/:id",
    {
      config: read,
      schema: { summary: "Read a event", tags, params: ThingParams, response: { 200: EventItem } },
    },
    async (request) =>
      getEvent(request.db, { organisationId: request.organisation.id, id: request.params.id }),
  )

  app.patch(
    "/api/v1/organisations/:org/events/:id",
    {
      config: write,
      schema: {
        summary: "Change a event",
        tags,
        params: ThingParams,
        body: Type.Partial(Type.Omit(EventInput, ["ref"]), { additionalProperties: false }),
        response: { 200: EventItem },
      },
    },
    async (request) =>
      request.db.transaction().execute(async (trx) => {
        const where = { organisationId: request.organisation.id, id: request.params.id }
        const before = await getEvent(trx, where)
        return updateEvent(trx, { ...where, event: { ...before, ...request.body } })
      }),
  )
}
