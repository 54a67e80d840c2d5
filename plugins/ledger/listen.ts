import type { App } from "../../server/plugin.ts"
import { recordLine } from "./record-line.ts"
import { recordOperation } from "./record-operation.ts"

/** The books hear of what is sold and given back, in its own transaction: one does not exist without the other. */
export function listen(app: App): void {
  const { events } = app
  const { seals } = app.ledger
  events.on("tickets.issued", (trx, { organisationId, orderId, ticketIds, doing }) =>
    recordOperation(trx, seals, { organisationId, orderId, issued: ticketIds, doing }),
  )
  events.on("tickets.cancelled", (trx, { ticketIds, ...event }) =>
    recordOperation(trx, seals, { ...event, kind: "cancellation", cancelled: ticketIds }),
  )
  events.on("tickets.exchanged", (trx, event) => recordOperation(trx, seals, { ...event, kind: "exchange" }))
  events.on("tickets.reprinted", async (trx, { ticketIds, ...event }) => {
    await recordOperation(trx, seals, { ...event, kind: "reprint", reprinted: ticketIds, payments: [] })
    await app.journal.note(trx, {
      ...{ organisationId: event.organisationId, kind: "reprint", by: event.doing?.by },
      about: { order: event.orderId, tickets: ticketIds.join(" ") },
    })
  })
  events.on("tickets.split", (trx, { ticketIds, fromOrderId, ...event }) =>
    recordOperation(trx, seals, {
      ...{ ...event, kind: "split", reprinted: ticketIds, payments: [] },
      soldWith: fromOrderId,
    }),
  )
  events.on("payment.recorded", (trx, event) => recordOperation(trx, seals, { ...event, kind: "payment" }))
  events.on("payment.refunded", (trx, event) => recordOperation(trx, seals, { ...event, kind: "refund" }))
  events.on("journal.noted", (trx, { organisationId, kind, by = null, about = {} }) =>
    recordLine(trx, seals, { organisationId, chain: "journal", kind, content: { by, about } }),
  )
  events.on("payment.unserved", async (trx, { organisationId, orderId, paymentId, doing }) => {
    const { id, method, amount } = await trx
      .selectFrom("payments")
      .select(["id", "method", "amount"])
      .where("id", "=", paymentId)
      .executeTakeFirstOrThrow()
    await recordOperation(trx, seals, {
      organisationId,
      orderId,
      kind: "payment",
      payments: [{ id, method, amount }],
      doing,
    })
  })
}
