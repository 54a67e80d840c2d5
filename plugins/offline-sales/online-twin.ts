import { sql } from "kysely"
import type { Organisation } from "../../server/access.ts"
import type { Db, Trx } from "../../server/database.ts"
import { claimKey } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { endOrder, giveBack } from "../orders/give-back.ts"
import type { Doing } from "../orders/tables.ts"
import { cancelTickets } from "../tickets/cancel-tickets.ts"
import { methodNamed } from "../till/methods.ts"
import { recordMovements } from "../till/record-movements.ts"
import type { Remark } from "./tables.ts"

const routeOf = (slug: string) => `POST /api/v1/organisations/${slug}/sales`

/**
 * A sale that was tried, whose answer was not heard, and that was given up: it never happens from now on. The order, if it had
 * happened.
 */
export async function endTry(
  db: Db,
  { id: organisationId, slug }: Organisation,
  key: string,
): Promise<{ number: string; total: number } | null> {
  return db.transaction().execute(async (trx) => {
    const answer = await claimKey<{ id?: string }>(trx, { organisationId, route: routeOf(slug), key })
    if (!answer?.id) return null
    const order = await trx
      .selectFrom("orders")
      .select(["number", "total"])
      .where("id", "=", answer.id)
      .where("status", "=", "paid")
      .executeTakeFirst()
    return order ?? null
  })
}

interface Input {
  organisationId: string
  slug: string
  /** The idempotency key of the sale that was tried online before. */
  key: string
  sessionId: string
  reason: string
  doing: Doing & { by: string }
}

/**
 * A till asked the server first, heard no answer, and sold without it. If the server had recorded that sale after all, it is
 * cancelled now, with its money: what was printed and handed over is what was sold without the network. If the request is still on
 * its way, it finds its key used.
 */
export async function endOnlineTwin(trx: Trx, app: App, input: Input): Promise<Remark | null> {
  const { organisationId, slug, key, sessionId, reason, doing } = input
  const answer = await claimKey<{ id?: string }>(trx, { organisationId, route: routeOf(slug), key })
  const orderId = answer?.id
  if (!orderId) return null
  const tickets = await trx
    .selectFrom("tickets")
    .select(["id", "amount"])
    .where("order_id", "=", orderId)
    .where("status", "=", "valid")
    .execute()
  if (tickets.length === 0) return null
  const ticketIds = tickets.map(({ id }) => id)
  await sql`savepoint twin`.execute(trx)
  try {
    await cancelTickets(trx, app.events, { organisationId, ticketIds, reason, by: doing.by })
    const amount = tickets.reduce((sum, ticket) => sum + ticket.amount, 0)
    const { done } = await giveBack(trx, app.paymentMethods, {
      ...{ organisationId, orderId, amount, way: "original", reason },
      later: (method) => methodNamed(method)?.later ?? false,
    })
    await recordMovements(
      trx,
      sessionId,
      done.map((part) => ({ kind: "refund", orderId, note: reason, ...part })),
    )
    await endOrder(trx, orderId)
    await app.events.emit(trx, "tickets.cancelled", {
      ...{ organisationId, orderId, ticketIds, payments: done, doing },
    })
    return "online_twin_cancelled"
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint twin`.execute(trx)
    return "online_twin_stands"
  }
}
