import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { inLocale } from "../catalogue/localised.ts"
import { cashOnHand } from "./cash-on-hand.ts"
import { findCustomers } from "./find-customers.ts"
import { findOrders } from "./find-orders.ts"
import { listCounter } from "./list-counter.ts"
import { readSettings } from "./settings.ts"

const Query = Type.Object({ q: Type.String({ maxLength: 400 }) })
const Text = Type.Union([Type.String(), Type.Null()])

/** What the till screen asks for while it sells. */
export function registerScreenRoutes(app: App): void {
  const config = { access: { permission: "sell" } }
  const tags = ["Till"]

  app.get(
    "/api/v1/organisations/:org/counter",
    {
      config,
      schema: {
        tags,
        summary: "What the counter sells, the nearest first, with what is left of each zone",
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 30 }) }),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                ...{ id: Type.String(), title: Type.String(), venue: Type.String(), timezone: Type.String() },
                ...{ startsAt: Type.String(), seated: Type.Boolean() },
                ...{ capacity: Type.Integer(), taken: Type.Integer() },
                zones: Type.Array(
                  Type.Object({
                    ...{ id: Type.String(), name: Type.String(), left: Type.Integer() },
                    prices: Type.Array(
                      Type.Object({
                        ...{ id: Type.String(), tariff: Type.String(), proof: Text },
                        amount: Type.Integer({ description: "cents" }),
                      }),
                    ),
                  }),
                ),
              }),
            ),
            nextCursor: Type.Null(),
            aboveCeiling: Type.Boolean({
              description: "there is more cash in hand than the organisation allows",
            }),
          }),
        },
      },
    },
    async (request, reply) => {
      reply.header("cache-control", "private, no-store")
      const [rows, { cashCeiling }] = await Promise.all([
        listCounter(request.db, request.query.limit),
        readSettings(request.db),
      ])
      const aboveCeiling = cashCeiling !== null && (await cashOnHand(request.db)).total > cashCeiling
      const data = rows.map((row) => ({
        ...row,
        title: inLocale(row.title, request.locale),
        startsAt: row.startsAt.toISOString(),
      }))
      return { data, nextCursor: null, aboveCeiling }
    },
  )

  app.get(
    "/api/v1/organisations/:org/found-orders",
    {
      config,
      schema: {
        tags,
        summary: "Orders by a scanned code, a number, a name, an address, a phone or a seat",
        querystring: Query,
        response: {
          200: Type.Object({
            ticketId: Text,
            data: Type.Array(
              Type.Object({
                ...{ id: Type.String(), number: Type.String(), token: Type.String(), status: Type.String() },
                ...{ name: Type.String(), email: Text, phone: Text, total: Type.Integer() },
                tickets: Type.Array(
                  Type.Object({
                    ...{
                      id: Type.String(),
                      number: Type.String(),
                      event: Type.String(),
                      startsAt: Type.String(),
                    },
                    ...{ timezone: Type.String(), zone: Type.String(), tariff: Type.String(), seat: Text },
                    ...{ amount: Type.Integer(), status: Type.Enum(["valid", "cancelled"]) },
                  }),
                ),
              }),
            ),
            nextCursor: Type.Null(),
          }),
        },
      },
    },
    async (request, reply) => {
      reply.header("cache-control", "private, no-store")
      const { orders, ticketId } = await findOrders(
        request.db,
        app.signingKeys,
        request.organisation.id,
        request.query.q,
      )
      return { ticketId, data: orders, nextCursor: null }
    },
  )

  app.get(
    "/api/v1/organisations/:org/found-customers",
    {
      config,
      schema: {
        tags,
        summary: "People who bought before, by a part of their name, address or phone",
        querystring: Query,
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({ firstName: Type.String(), lastName: Type.String(), email: Text, phone: Text }),
            ),
            nextCursor: Type.Null(),
          }),
        },
      },
    },
    async (request, reply) => {
      reply.header("cache-control", "private, no-store")
      return { data: await findCustomers(request.db, request.query.q), nextCursor: null }
    },
  )
}
