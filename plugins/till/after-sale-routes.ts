import { Type } from "typebox"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { reprintTicket } from "../tickets/reprint-ticket.ts"
import { doingOf, sessionFor } from "./after-sale-session.ts"
import { cancel } from "./cancel.ts"
import { TicketAnswer, ticketAnswers } from "./sale-answer.ts"
import { personOf } from "./use-session.ts"

const tags = ["Till"]
export const Id = Type.String({ pattern: "^[0-9]{1,18}$" })
export const Reason = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" })
export const Session = Type.Optional({ ...Id, description: "left out, the till that who asks holds open" })

export const RefundAnswer = Type.Object({
  id: Type.String(),
  method: Type.String(),
  amount: Type.Integer({ description: "cents" }),
  status: Type.Enum(["owed", "asked", "done"], {
    description: "asked of the provider; owed: by transfer or mandate, once it is made",
  }),
})

/** What may happen to tickets after the sale, over the API. */
export function registerAfterSaleRoutes(app: App): void {
  const config = { access: { permission: "sell" } }

  app.post(
    "/api/v1/organisations/:org/cancellations",
    {
      config,
      schema: {
        tags,
        summary: "Cancel tickets and give the money back; the seats are free at once",
        body: Type.Object(
          {
            tickets: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
            reason: Reason,
            refund: Type.Optional(
              Type.Object(
                {
                  method: Type.String({
                    minLength: 1,
                    maxLength: 40,
                    description: "a method of payment, or “original”: as it came",
                  }),
                },
                { additionalProperties: false },
              ),
            ),
            tillSessionId: Session,
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            amount: Type.Integer({ description: "cents that go back" }),
            tickets: Type.Array(
              Type.Object({ id: Type.String(), number: Type.String(), status: Type.Literal("cancelled") }),
            ),
            refunds: Type.Array(RefundAnswer),
          }),
        },
      },
    },
    async (request, reply) => {
      const { body, organisation } = request
      const userId = personOf(request.principal)
      const answer = await answerOnce(request, reply, 201, async (db) => {
        const { tickets, refunds, amount } = await inTransaction(db, (trx) =>
          cancel(trx, app, {
            ...{ organisationId: organisation.id, userId, ticketIds: body.tickets },
            ...{ reason: body.reason.trim(), way: body.refund?.method ?? "original" },
            sessionId: body.tillSessionId,
          }),
        )
        return {
          amount,
          tickets: tickets.map(({ id, number }) => ({ id, number, status: "cancelled" as const })),
          refunds: refunds.map(({ id, method, amount, status }) => ({ id, method, amount, status })),
        }
      })
      app.queue.nudge()
      return answer
    },
  )

  app.post(
    "/api/v1/organisations/:org/reprints",
    {
      config,
      schema: {
        tags,
        summary: "Print a ticket again under a new code; the old one is refused at the door",
        body: Type.Object(
          { ticketId: Id, reason: Reason, tillSessionId: Session },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            ...TicketAnswer.properties,
            copy: Type.Integer({ description: "how often it was printed again" }),
            duplicate: Type.Literal(true),
          }),
        },
      },
    },
    async (request, reply) => {
      const { organisation, body } = request
      const userId = personOf(request.principal)
      const answer = await answerOnce(request, reply, 201, (db) =>
        inTransaction(db, async (trx) => {
          const session = await sessionFor(trx, userId, body.tillSessionId)
          const { orderId, copy } = await reprintTicket(trx, app.events, {
            ...{ organisationId: organisation.id, ticketId: body.ticketId, reason: body.reason.trim() },
            doing: doingOf(userId, session),
          })
          const tickets = await ticketAnswers(trx, app.signingKeys, organisation.id, orderId)
          const ticket = tickets.find(({ id }) => id === body.ticketId)
          if (!ticket) throw problem(404, "not_found")
          return { ...ticket, copy, duplicate: true as const }
        }),
      )
      app.queue.nudge()
      return answer
    },
  )
}
