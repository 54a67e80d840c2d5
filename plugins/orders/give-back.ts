import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { enqueue } from "../../server/outbox.ts"
import { problem } from "../../server/problem.ts"
import type { PaymentMethods } from "./payment-methods.ts"
import type { PaymentDone, Refund } from "./tables.ts"

/** How money goes back: by the payments it came by, or by one method. */
export type RefundWay = "original" | (string & {})

interface Input {
  organisationId: string
  orderId: string
  /** Cents. */
  amount: number
  way: RefundWay
  reason: string
  /** Counter methods by which nothing is in hand yet: a transfer, a mandate. */
  later: (method: string) => boolean
}

interface Part {
  method: string
  amount: number
  paymentId: string | null
  status: Refund["status"]
}

/**
 * Gives money of an order back, whose cart the transaction has locked: a new row for each part, never an edit of a payment.
 * Online payments are asked of their provider after the commit; what is in hand is done; the rest is owed.
 * @throws 422 invalid_request at /refund/method when there is not so much to give back that way
 */
export async function giveBack(
  trx: Trx,
  online: PaymentMethods,
  input: Input,
): Promise<{ refunds: Refund[]; done: PaymentDone[] }> {
  const { organisationId, orderId, amount, reason } = input
  if (amount === 0) return { refunds: [], done: [] }
  const parts = await partsOf(trx, online, input)
  const refunds = await trx
    .insertInto("refunds")
    .values(
      parts.map((part) => ({
        organisation_id: organisationId,
        order_id: orderId,
        payment_id: part.paymentId,
        method: part.method,
        amount: part.amount,
        currency: sql<string>`(select currency from orders where organisation_id = current_organisation() and id = ${orderId})`,
        status: part.status,
        reason,
        done_at: part.status === "done" ? sql<Date>`now()` : null,
      })),
    )
    .returningAll()
    .execute()
  for (const { id } of refunds.filter(({ status }) => status === "asked"))
    await enqueue(trx, "refunds.ask", { organisationId, refundId: id })
  const done = refunds
    .filter(({ status }) => status === "done")
    .map((refund) => ({ method: refund.method, amount: -refund.amount }))
  return { refunds, done }
}

async function partsOf(trx: Trx, online: PaymentMethods, input: Input): Promise<Part[]> {
  const { way, amount, later } = input
  const statusOf = (method: string) =>
    online.get(method) ? ("asked" as const) : later(method) ? ("owed" as const) : ("done" as const)
  if (way !== "original" && !online.get(way))
    return [{ method: way, amount, paymentId: null, status: statusOf(way) }]
  const left = await leftOfPayments(trx, input.orderId)
  const parts: Part[] = []
  let missing = amount
  for (const payment of left.filter(({ method }) => way === "original" || method === way)) {
    const part = Math.min(missing, payment.left)
    if (part <= 0) continue
    missing -= part
    const { id, method } = payment
    const paymentId = online.get(method) ? id : null
    parts.push({ method, amount: part, paymentId, status: statusOf(method) })
  }
  if (missing > 0)
    throw problem(422, "invalid_request", undefined, [
      { path: "/refund/method", message: "not so much was paid that way: choose another" },
    ])
  return parts
}

/**
 * What was paid by each payment and has not gone back; what went back at the counter counts against its method. Orders that
 * were split share the payments of the one they come from: those are locked, so that two that give back at once see each other.
 */
async function leftOfPayments(
  trx: Trx,
  orderId: string,
): Promise<{ id: string; method: string; left: number }[]> {
  const orders = await paidTogether(trx, orderId)
  await sql`select from payments where organisation_id = current_organisation() and order_id = any(${orders}::bigint[])
    and status = 'paid' order by id for update`.execute(trx)
  const { rows } = await sql<{ id: string; method: string; left: number }>`
    select p.id, p.method, (p.amount - coalesce(sum(r.amount), 0))::int as left
    from payments p
    left join refunds r on r.organisation_id = p.organisation_id and r.order_id = any(${orders}::bigint[]) and r.payment_id = p.id
    where p.organisation_id = current_organisation() and p.order_id = any(${orders}::bigint[]) and p.status = 'paid'
    group by p.organisation_id, p.id order by p.id desc`.execute(trx)
  const { rows: counters } = await sql<{ method: string; amount: number }>`
    select method, sum(amount)::int as amount from refunds
    where organisation_id = current_organisation() and order_id = any(${orders}::bigint[]) and payment_id is null
    group by method`.execute(trx)
  const gone = new Map(counters.map(({ method, amount }) => [method, amount]))
  return rows.map((payment) => {
    const taken = Math.min(gone.get(payment.method) ?? 0, payment.left)
    gone.set(payment.method, (gone.get(payment.method) ?? 0) - taken)
    return { ...payment, left: payment.left - taken }
  })
}

/** The order, the one whose payments paid for it, and the others that were split from that. */
async function paidTogether(trx: Trx, orderId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with first as (
      select coalesce((select paid_order_id from splits
        where organisation_id = current_organisation() and order_id = ${orderId}), ${orderId}::bigint) as id)
    select id from first union
    select s.order_id from splits s, first
      where s.organisation_id = current_organisation() and s.paid_order_id = first.id`.execute(trx)
  return rows.map(({ id }) => id)
}

/** The order is over: nothing of it is left. */
export async function endOrder(trx: Trx, orderId: string): Promise<void> {
  await trx
    .updateTable("orders")
    .set({ status: "cancelled" })
    .where("id", "=", orderId)
    .where("status", "=", "paid")
    .execute()
}
