import { Type } from "typebox"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { secretOf } from "../inventory/routes.ts"
import { checkOut } from "./check-out.ts"

export const CustomerInput = Type.Object(
  {
    email: Type.String({ pattern: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", maxLength: 254 }),
    firstName: Type.String({ minLength: 1, maxLength: 100, pattern: "\\S" }),
    lastName: Type.String({ minLength: 1, maxLength: 100, pattern: "\\S" }),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    marketingConsent: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

/** Checking out over the API. */
export function registerRoutes(app: App): void {
  app.post(
    "/api/v1/shop/:org/carts/:id/checkout",
    {
      config: { access: "public", shopWrite: true },
      schema: {
        tags: ["Shop"],
        summary: "Order what a cart holds (header Cart-Secret); a total of 0 is paid at once",
        params: Type.Object({ org: Type.String(), id: Type.String({ pattern: "^[0-9]{1,18}$" }) }),
        body: Type.Object(
          {
            customer: CustomerInput,
            payment: Type.Optional(Type.Object({ method: Type.String({ maxLength: 40 }) })),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            order: Type.Object({
              id: Type.String(),
              number: Type.String(),
              token: Type.String(),
              status: Type.Enum(["pending", "paid"]),
              total: Type.Integer(),
              currency: Type.String(),
            }),
            payment: Type.Union([
              Type.Object({ id: Type.String(), redirectUrl: Type.String() }),
              Type.Null(),
            ]),
          }),
        },
      },
    },
    async (request, reply) => {
      const { organisation, body, params } = request
      const name = body.payment?.method
      const method = name === undefined ? undefined : app.paymentMethods.offeredAs(name, organisation)
      if (name !== undefined && name !== "free" && !method)
        throw problem(422, "invalid_request", undefined, [
          { path: "/payment/method", message: "is not a payment method of this shop" },
        ])
      const answer = await answerOnce(request, reply, 201, async (db) => {
        const { order, payment } = await inTransaction(db, (trx) =>
          checkOut(trx, app.events, {
            organisationId: organisation.id,
            currency: organisation.currency,
            locale: request.locale,
            cart: { id: params.id, secret: secretOf(request) },
            customer: body.customer,
            method,
          }),
        )
        return { order, payment: payment && { id: payment.id, redirectUrl: payUrl(app, payment.id) } }
      })
      app.queue.nudge()
      return answer
    },
  )
}

/** Our own page that starts a payment: no other system is asked anything before the buyer goes there. */
export function payUrl(app: App, paymentToken: string): string {
  return `${app.config.publicUrl}/payments/${paymentToken}`
}
