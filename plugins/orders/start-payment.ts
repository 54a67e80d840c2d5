import type { FastifyInstance } from "fastify"
import type { Db } from "../../server/database.ts"
import { Problem, problem } from "../../server/problem.ts"
import { holdLonger } from "../inventory/hold-longer.ts"
import type { PaymentMethod, StartedPayment } from "./payment-methods.ts"
import { rememberReference } from "./payment-reference.ts"
import type { Order, Payment } from "./tables.ts"

/**
 * Starts a payment with its provider, outside any transaction, and remembers what the provider calls it. A second start
 * of the same payment leads to the same place.
 * @throws 503 payment_unavailable when the provider does not answer or is not configured any more: nothing is lost.
 */
export async function startPayment(
  app: FastifyInstance,
  db: Db,
  payment: Payment,
  order: Order,
): Promise<StartedPayment> {
  const method = app.paymentMethods.get(payment.method)
  if (!method) throw problem(503, "payment_unavailable")
  // The places are held as long as the provider lets the person pay, counted from when they go there.
  if (payment.reference === null) await holdLonger(db, order.cart_id, method.waitSeconds)
  const started = await askToStart(app, method, payment, order)
  if (payment.reference !== null) return started
  if (await rememberReference(db, payment, started.reference)) return started
  // Two starts at once: the first one's reference is the one that counts.
  const first = await db
    .selectFrom("payments")
    .selectAll()
    .where("id", "=", payment.id)
    .executeTakeFirstOrThrow()
  return askToStart(app, method, first, order)
}

async function askToStart(
  app: FastifyInstance,
  method: PaymentMethod,
  payment: Payment,
  order: Order,
): Promise<StartedPayment> {
  const page = `${app.config.publicUrl}/orders/${order.token}`
  try {
    return await method.start(payment, order, { done: `${page}?returned=1`, cancelled: page })
  } catch (error) {
    app.log.error({ err: error, method: method.name, paymentId: payment.id }, "payment not started")
    throw new Problem(503, "payment_unavailable", undefined, undefined, { "retry-after": "5" })
  }
}
