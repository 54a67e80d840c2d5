import { Type } from "typebox"
import { ListAnswer, ListQuery, ThingParams } from "../../../server/api-list.ts"
import type { App } from "../../../server/plugin.ts"
import { SeasonInput, SeasonItem } from "../schemas.ts"
import { getSeason } from "./get-season.ts"
import { listSeasons } from "./list-seasons.ts"
import { createSeason, updateSeason } from "./save-season.ts"

const read = { access: { permission: "programme:read" } } as const
const write = { access: { permission: "programme:write" } } as const
const tags = ["Programme"]

export function registerSeasonRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/seasons",
    {
      config: read,
      schema: {
        summary: "List the seasons",
        tags,
        querystring: ListQuery,
        response: { 200: ListAnswer(SeasonItem) },
      },
    },
    async (request) => listSeasons(request.db, { organisationId: request.organisation.id, ...request.query }),
  )

  app.post(
    "/api/v1/organisations/:org/seasons",
    {
      config: write,
      schema: { summary: "Create a season", tags, body: SeasonInput, response: { 201: SeasonItem } },
    },
    async (request, reply) => {
      const season = await createSeason(request.db, {
        organisationId: request.organisation.id,
        season: request.body,
      })
      return reply.code(201).send(season)
    },
  )

  app.get(
    "/api/v1/organisations/:org/seasons/:id",
    {
      config: read,
      schema: { summary: "Read a season", tags, params: ThingParams, response: { 200: SeasonItem } },
    },
    async (request) =>
      getSeason(request.db, { organisationId: request.organisation.id, id: request.params.id }),
  )

  app.patch(
    "/api/v1/organisations/:org/seasons/:id",
    {
      config: write,
      schema: {
        summary: "Change a season",
        tags,
        params: ThingParams,
        body: Type.Partial(Type.Omit(SeasonInput, ["ref"]), { additionalProperties: false }),
        response: { 200: SeasonItem },
      },
    },
    async (request) =>
      request.db.transaction().execute(async (trx) => {
        const where = { organisationId: request.organisation.id, id: request.params.id }
        const before = await getSeason(trx, where)
        return updateSeason(trx, { ...where, season: { ...before, ...request.body } })
      }),
  )
}
