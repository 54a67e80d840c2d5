import { Type } from "typebox"
import { answerOnce } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { withExpiredFreed } from "../inventory/change-cart.ts"
import { Items, wishesOf } from "../inventory/wishes.ts"
import { SaleAnswer, saleAnswer } from "./sale-answer.ts"
import { sell } from "./sell.ts"
import { personOf } from "./use-session.ts"

const Name = Type.String({ maxLength: 100 })

/** Who buys, as far as they say. */
export const CounterCustomerInput = Type.Object(
  {
    email: Type.Optional(Type.String({ pattern: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", maxLength: 254 })),
    firstName: Type.Optional(Name),
    lastName: Type.Optional(Name),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    marketingConsent: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

export const Payments = Type.Array(
  Type.Object(
    {
      method: Type.String({
        minLength: 1,
        maxLength: 40,
        description: "cash, card, cheque, voucher, transfer, free, or another that the organisation accepts",
      }),
      amount: Type.Integer({ minimum: 0, maximum: 100_000_000, description: "cents of what is owed" }),
      reference: Type.Optional(
        Type.String({ maxLength: 100, description: "number of a cheque or a voucher; why it is free" }),
      ),
      faceValue: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 100_000_000,
          description: "what the voucher is worth: no change is given",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  { maxItems: 20 },
)

/** Selling at the counter over the API. */
export function registerSaleRoutes(app: App): void {
  app.post(
    "/api/v1/organisations/:org/sales",
    {
      config: { access: { permission: "sell" } },
      schema: {
        tags: ["Till"],
        summary: "Sell at the counter: places, payments and tickets at once, or nothing",
        body: Type.Object(
          {
            tillSessionId: Type.String({ pattern: "^[0-9]{1,18}$" }),
            items: Items,
            customer: Type.Optional(CounterCustomerInput),
            payments: Payments,
          },
          { additionalProperties: false },
        ),
        response: { 201: SaleAnswer },
      },
    },
    async (request, reply) => {
      const { organisation, body, locale } = request
      const userId = personOf(request.principal)
      const sale = { boards: app.seatBoards, db: request.db, channel: "till" as const, loneLimit: 1 }
      const answer = await withExpiredFreed(request.db, app.events, organisation.id, () =>
        answerOnce(request, reply, 201, async (db) => {
          const order = await sell(db, app.events, sale, {
            ...{ organisationId: organisation.id, currency: organisation.currency, locale, userId },
            sessionId: body.tillSessionId,
            wishes: wishesOf(body.items),
            customer: body.customer ?? {},
            payments: body.payments,
          })
          return saleAnswer(db, app.signingKeys, organisation, order)
        }),
      )
      app.queue.nudge()
      return answer
    },
  )
}
