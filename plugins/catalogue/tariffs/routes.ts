import { Type } from "typebox"
import { ListAnswer, ListQuery, ThingParams } from "../../../server/api-list.ts"
import type { App } from "../../../server/plugin.ts"
import { TariffInput, TariffItem } from "../schemas.ts"
import { getTariff } from "./get-tariff.ts"
import { listTariffs } from "./list-tariffs.ts"
import { createTariff, updateTariff } from "./save-tariff.ts"

const read = { access: { permission: "programme:read" } } as const
const write = { access: { permission: "programme:write" } } as const
const tags = ["Programme"]

export function registerTariffRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/tariffs",
    {
      config: read,
      schema: {
        summary: "List the tariffs",
        tags,
        querystring: ListQuery,
        response: { 200: ListAnswer(TariffItem) },
      },
    },
    async (request) => listTariffs(request.db, { organisationId: request.organisation.id, ...request.query }),
  )

  app.post(
    "/api/v1/organisations/:org/tariffs",
    {
      config: write,
      schema: { summary: "Create a tariff", tags, body: TariffInput, response: { 201: TariffItem } },
    },
    async (request, reply) => {
      const tariff = await createTariff(request.db, {
        organisationId: request.organisation.id,
        tariff: request.body,
      })
      return reply.code(201).send(tariff)
    },
  )

  app.get(
    "/api/v1/organisations/:org/tariffs/:id",
    {
      config: read,
      schema: { summary: "Read a tariff", tags, params: ThingParams, response: { 200: TariffItem } },
    },
    async (request) =>
      getTariff(request.db, { organisationId: request.organisation.id, id: request.params.id }),
  )

  app.patch(
    "/api/v1/organisations/:org/tariffs/:id",
    {
      config: write,
      schema: {
        summary: "Change a tariff",
        tags,
        params: ThingParams,
        body: Type.Partial(Type.Omit(TariffInput, ["ref"]), { additionalProperties: false }),
        response: { 200: TariffItem },
      },
    },
    async (request) =>
      request.db.transaction().execute(async (trx) => {
        const where = { organisationId: request.organisation.id, id: request.params.id }
        const before = await getTariff(trx, where)
        return updateTariff(trx, { ...where, tariff: { ...before, ...request.body } })
      }),
  )
}
