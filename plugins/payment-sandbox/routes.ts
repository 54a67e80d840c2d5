import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { recordOutcome } from "../orders/record-outcome.ts"
import { sandboxPayment } from "./sandbox-payment.ts"

/** The sandbox's two buttons, for programs. */
export function registerRoutes(app: App): void {
  app.post(
    "/api/v1/payments/sandbox/:paymentId",
    {
      config: { access: "public", shopWrite: true },
      schema: {
        tags: ["Shop"],
        summary: "Decide a payment of the method `sandbox`; a repeat changes nothing",
        params: Type.Object({ paymentId: Type.String({ maxLength: 60 }) }),
        body: Type.Object({ outcome: Type.Enum(["paid", "refused"]) }, { additionalProperties: false }),
        response: {
          200: Type.Object({
            id: Type.String(),
            status: Type.Enum(["pending", "paid", "refused", "to_refund", "refunded"]),
            order: Type.Object({
              number: Type.String(),
              status: Type.Enum(["pending", "paid", "cancelled", "expired"]),
            }),
          }),
        },
      },
    },
    async (request) => {
      const { paymentId } = request.params
      const { payment, organisationId } = await sandboxPayment(app.databases, paymentId)
      await recordOutcome(app, organisationId, payment.id, request.body.outcome)
      const { payment: decided, order } = await sandboxPayment(app.databases, paymentId)
      return {
        id: decided.token,
        status: decided.status,
        order: { number: order.number, status: order.status },
      }
    },
  )
}
