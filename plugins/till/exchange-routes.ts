import { Type } from "typebox"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { withExpiredFreed } from "../inventory/change-cart.ts"
import { Items, wishesOf } from "../inventory/wishes.ts"
import { Id, Reason, RefundAnswer, Session } from "./after-sale-routes.ts"
import { exchange } from "./exchange.ts"
import { TicketAnswer, ticketAnswers } from "./sale-answer.ts"
import { personOf } from "./use-session.ts"

const Difference = Type.Array(
  Type.Object(
    {
      method: Type.String({
        minLength: 1,
        maxLength: 40,
        description: "a method of payment; to give back also “original”: as it came",
      }),
      amount: Type.Integer({
        minimum: -100_000_000,
        maximum: 100_000_000,
        description: "cents; positive: taken, negative: given back",
      }),
      reference: Type.Optional(Type.String({ maxLength: 100 })),
      faceValue: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    },
    { additionalProperties: false },
  ),
  { maxItems: 20 },
)

/** Giving tickets for others, over the API. */
export function registerExchangeRoutes(app: App): void {
  app.post(
    "/api/v1/organisations/:org/exchanges",
    {
      config: { access: { permission: "sell" } },
      schema: {
        tags: ["Till"],
        summary:
          "Give tickets of an order for others: another performance, zone, seat or tariff; all or nothing",
        body: Type.Object(
          {
            tickets: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
            items: Items,
            payments: Difference,
            reason: Type.Optional(Reason),
            tillSessionId: Session,
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            order: Type.Object({ id: Type.String(), number: Type.String(), token: Type.String() }),
            difference: Type.Integer({ description: "cents: what the new tickets cost more" }),
            cancelled: Type.Array(Type.String({ description: "ids" })),
            tickets: Type.Array(TicketAnswer, { description: "the new ones" }),
            refunds: Type.Array(RefundAnswer),
          }),
        },
      },
    },
    async (request, reply) => {
      const { organisation, body } = request
      const userId = personOf(request.principal)
      const sale = { boards: app.seatBoards, db: request.db, channel: "till" as const, loneLimit: 1 }
      const answer = await withExpiredFreed(request.db, app.events, organisation.id, () =>
        answerOnce(request, reply, 201, (db) =>
          inTransaction(db, async (trx) => {
            const { orderId, difference, issued, refunds } = await exchange(trx, app, sale, {
              ...{ organisationId: organisation.id, userId, sessionId: body.tillSessionId },
              ...{ ticketIds: body.tickets, wishes: wishesOf(body.items), payments: body.payments },
              reason: body.reason?.trim() ?? "",
            })
            const order = await trx
              .selectFrom("orders")
              .select(["id", "number", "token"])
              .where("id", "=", orderId)
              .executeTakeFirstOrThrow()
            const tickets = await ticketAnswers(trx, app.signingKeys, organisation.id, orderId)
            return {
              ...{ order, difference, cancelled: [...new Set(body.tickets)] },
              tickets: tickets.filter(({ id }) => issued.includes(id)),
              refunds: refunds.map(({ id, method, amount, status }) => ({ id, method, amount, status })),
            }
          }),
        ),
      )
      app.queue.nudge()
      return answer
    },
  )
}
