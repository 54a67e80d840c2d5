import { Type } from "typebox"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { splitOrder } from "../tickets/split-order.ts"
import { Id, Reason, Session } from "./after-sale-routes.ts"
import { doingOf, sessionFor } from "./after-sale-session.ts"
import { SaleAnswer, saleAnswer } from "./sale-answer.ts"
import { CounterCustomerInput } from "./sale-routes.ts"
import { personOf } from "./use-session.ts"

/** Making an order of a part of another, over the API. */
export function registerSplitRoutes(app: App): void {
  app.post(
    "/api/v1/organisations/:org/splits",
    {
      config: { access: { permission: "sell" } },
      schema: {
        tags: ["Till"],
        summary:
          "Make an order of their own of some tickets of an order, for another customer; no money moves",
        body: Type.Object(
          {
            tickets: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
            customer: CounterCustomerInput,
            reason: Type.Optional(Reason),
            tillSessionId: Session,
          },
          { additionalProperties: false },
        ),
        response: { 201: SaleAnswer },
      },
    },
    async (request, reply) => {
      const { organisation, body } = request
      const userId = personOf(request.principal)
      const answer = await answerOnce(request, reply, 201, (db) =>
        inTransaction(db, async (trx) => {
          const session = await sessionFor(trx, userId, body.tillSessionId)
          const order = await splitOrder(trx, app.events, {
            ...{ organisationId: organisation.id, ticketIds: body.tickets, customer: body.customer },
            ...{ reason: body.reason?.trim() ?? "", doing: doingOf(userId, session) },
          })
          return saleAnswer(trx, app.signingKeys, organisation, order)
        }),
      )
      app.queue.nudge()
      return answer
    },
  )
}
