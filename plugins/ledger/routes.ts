import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { listOperations } from "./list-operations.ts"
import { OperationAnswer, VerificationAnswer } from "./schemas.ts"
import { verifyBooks } from "./verify.ts"

const read = { config: { access: { permission: "books:read" } } } as const

/** The books over the API. */
export function registerRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/operations",
    {
      ...read,
      schema: {
        tags: ["Books"],
        summary: "Every operation of the books after a number, in order and without gaps",
        querystring: Type.Object({
          after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER - 1000, default: 0 }),
          cursor: Type.Optional(
            Type.String({ pattern: "^[0-9]{1,15}$", description: "in place of `after`" }),
          ),
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
        }),
        response: {
          200: Type.Object({
            data: Type.Array(OperationAnswer),
            nextCursor: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async (request) => {
      const { after, cursor, limit } = request.query
      const data = await listOperations(request.db, cursor === undefined ? after : Number(cursor), limit)
      const last = data.at(-1)
      return { data, nextCursor: data.length === limit && last ? String(last.number) : null }
    },
  )

  app.get(
    "/api/v1/organisations/:org/operations/verification",
    {
      ...read,
      schema: {
        tags: ["Books"],
        summary: "Go through the books from the first line and name what is wrong",
        querystring: Type.Object({
          number: Type.Optional(
            Type.Integer({ minimum: 1, description: "with `mac`: what an anchor kept elsewhere says" }),
          ),
          mac: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
        }),
        response: { 200: VerificationAnswer },
      },
    },
    async (request) => {
      const { number, mac } = request.query
      const given =
        number === undefined || mac === undefined
          ? []
          : [{ at: "", chain: "operations" as const, number, mac }]
      return verifyBooks(app, request.organisation.id, given)
    },
  )
}
