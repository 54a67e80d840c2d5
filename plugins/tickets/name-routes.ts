import { Type } from "typebox"
import { ThingParams } from "../../server/api-list.ts"
import type { App } from "../../server/plugin.ts"
import { orderByToken } from "../orders/read-order.ts"
import { nameTickets } from "./name-tickets.ts"

const Names = Type.Object(
  {
    tickets: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: "^[0-9]{1,18}$" }),
          name: Type.String({ maxLength: 100, description: "empty: nobody in particular" }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { additionalProperties: false },
)

/** Saying who tickets are for, by staff and by whoever has the order. */
export function registerNameRoutes(app: App): void {
  app.put(
    "/api/v1/organisations/:org/orders/:id/names",
    {
      config: { access: { permission: "orders:write" } },
      schema: {
        tags: ["Till"],
        summary: "Say who tickets of an order are for: it is printed on them",
        params: ThingParams,
        body: Names,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { params, body, organisation } = request
      await request.db.transaction().execute((trx) =>
        nameTickets(trx, {
          ...{ organisationId: organisation.id, orderId: params.id, tickets: body.tickets },
        }),
      )
      app.queue.nudge()
      return reply.code(204).send(null)
    },
  )

  app.put(
    "/api/v1/orders/:token/names",
    {
      config: { access: "public", shopWrite: true },
      schema: {
        tags: ["Shop"],
        summary: "Say who the tickets are for: it is printed on them",
        params: Type.Object({ token: Type.String({ maxLength: 60 }) }),
        body: Names,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { order, db } = await orderByToken(app.databases, request.params.token)
      await db.transaction().execute((trx) =>
        nameTickets(trx, {
          ...{ organisationId: order.organisation_id, orderId: order.id, tickets: request.body.tickets },
        }),
      )
      app.queue.nudge()
      return reply.code(204).send(null)
    },
  )
}
