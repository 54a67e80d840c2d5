import { Type } from "typebox"
import { ListAnswer, ListQuery, ThingParams } from "../../server/api-list.ts"
import type { App } from "../../server/plugin.ts"
import { getVenue } from "./get-venue.ts"
import { listVenues } from "./list-venues.ts"
import { createVenue, updateVenue } from "./save-venue.ts"
import { VenueInput, VenueItem } from "./venue.ts"

const read = { access: { permission: "venues:read" } } as const
const write = { access: { permission: "venues:write" } } as const
const tags = ["Programme"]

/** Venues over the API. */
export function registerRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/venues",
    {
      config: read,
      schema: {
        summary: "List the venues",
        tags,
        querystring: ListQuery,
        response: { 200: ListAnswer(VenueItem) },
      },
    },
    async (request) => listVenues(request.db, { organisationId: request.organisation.id, ...request.query }),
  )

  app.post(
    "/api/v1/organisations/:org/venues",
    {
      config: write,
      schema: { summary: "Create a venue", tags, body: VenueInput, response: { 201: VenueItem } },
    },
    async (request, reply) => {
      const venue = await createVenue(request.db, {
        organisationId: request.organisation.id,
        venue: request.body,
      })
      return reply.code(201).send(venue)
    },
  )

  app.get(
    "/api/v1/organisations/:org/venues/:id",
    {
      config: read,
      schema: { summary: "Read a venue", tags, params: ThingParams, response: { 200: VenueItem } },
    },
    async (request) =>
      getVenue(request.db, { organisationId: request.organisation.id, id: request.params.id }),
  )

  app.patch(
    "/api/v1/organisations/:org/venues/:id",
    {
      config: write,
      schema: {
        summary: "Change a venue",
        tags,
        params: ThingParams,
        body: Type.Partial(VenueInput, { additionalProperties: false }),
        response: { 200: VenueItem },
      },
    },
    async (request) =>
      request.db.transaction().execute(async (trx) => {
        const where = { organisationId: request.organisation.id, id: request.params.id }
        const before = await getVenue(trx, where)
        return updateVenue(trx, { ...where, venue: { ...before, ...request.body } })
      }),
  )
}
