import type { Trx } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { endOrder, giveBack } from "../orders/give-back.ts"
import type { Refund } from "../orders/tables.ts"
import { type CancelledTicket, cancelTickets } from "../tickets/cancel-tickets.ts"
import { doingOf, needsSession, sessionFor } from "./after-sale-session.ts"
import { methodNamed } from "./methods.ts"
import { recordMovements } from "./record-movements.ts"
import { readSettings } from "./settings.ts"

export interface CancelInput {
  organisationId: string
  ticketIds: readonly string[]
  reason: string
  userId: string
  /** By which payment method the money goes back; "original": as it came. */
  way: string
  sessionId?: string | undefined
}

export interface Cancelled {
  tickets: CancelledTicket[]
  refunds: Refund[]
  /** Cents. */
  amount: number
}

/**
 * Cancels tickets and gives back what was paid for them, in one transaction: the places are free when it commits, the till
 * and the books have it, or nothing happened.
 * @throws 404 not_found; 409 already_cancelled, already_admitted, till_session_required; 422 invalid_request
 */
export async function cancel(trx: Trx, app: App, input: CancelInput): Promise<Cancelled> {
  const { organisationId, userId, way } = input
  const session = await sessionFor(trx, userId, input.sessionId)
  await checkWay(trx, app, way)
  const doing = doingOf(userId, session)
  const tickets = await cancelTickets(trx, app.events, { ...input, by: doing.by })
  const refunds: Refund[] = []
  for (const orderId of new Set(tickets.map((ticket) => ticket.orderId))) {
    const given = tickets.filter((ticket) => ticket.orderId === orderId)
    const amount = given.reduce((sum, ticket) => sum + ticket.amount, 0)
    const back = await giveBack(trx, app.paymentMethods, {
      ...{ organisationId, orderId, amount, way, reason: input.reason },
      later: (method) => methodNamed(method)?.later ?? false,
    })
    refunds.push(...back.refunds)
    if (back.done.some(({ method }) => method === "cash")) needsSession(session)
    if (session)
      await recordMovements(
        trx,
        session.id,
        back.done.map((part) => ({ kind: "refund", orderId, note: input.reason, ...part })),
      )
    const valid = await trx
      .selectFrom("tickets")
      .select("id")
      .where("order_id", "=", orderId)
      .where("status", "=", "valid")
      .executeTakeFirst()
    if (!valid) await endOrder(trx, orderId)
    const ticketIds = given.map(({ id }) => id)
    await app.events.emit(trx, "tickets.cancelled", {
      ...{ organisationId, orderId, ticketIds, payments: back.done, doing },
    })
  }
  return { tickets, refunds, amount: tickets.reduce((sum, ticket) => sum + ticket.amount, 0) }
}

async function checkWay(trx: Trx, app: App, way: string): Promise<void> {
  if (way === "original" || app.paymentMethods.get(way)) return
  const { methods } = await readSettings(trx)
  if (!methods.includes(way))
    throw problem(422, "invalid_request", undefined, [
      { path: "/refund/method", message: "is not a way this organisation gives money back" },
    ])
}
