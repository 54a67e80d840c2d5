import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import type { Db } from "../../server/database.ts"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { askPayment } from "../orders/ask-payment.ts"
import type { PaymentMethod } from "../orders/payment-methods.ts"
import { paymentsOf } from "../orders/payments-of.ts"
import { orderByToken } from "../orders/read-order.ts"
import { retryPayment } from "../orders/retry-payment.ts"
import type { Order } from "../orders/tables.ts"
import { EndedOrder, Refunds } from "./order-ended.tsx"
import { PaidOrder } from "./order-paid.tsx"
import { PendingOrder } from "./order-pending.tsx"
import { lookAgainSeconds, mostTries, type OrderView, viewOrder } from "./order-view.ts"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

const params = Type.Object({ token: Type.String() })
const Query = Type.Object({ returned: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) })

/** The page of an order, for who has its address: paying it, and its tickets. */
export function registerOrderPages(app: App): void {
  app.get(
    "/orders/:token",
    { config: { access: "public", page: true }, schema: { params, querystring: Query } },
    async (request, reply) => {
      const { token } = request.params
      const { returned = 0 } = request.query
      const found = await orderByToken(app.databases, token)
      let { order } = found
      request.currentOrganisation = await app.identity.organisationById(order.organisation_id)
      // At once, then now and then: the provider's own message is on its way.
      if (returned % 10 === 1 && order.status === "pending") {
        for (const payment of await paymentsOf(found.db, order.id)) await askPayment(app, payment)
        order = (await orderByToken(app.databases, token)).order
      }
      return orderPage(request, reply, await viewOrder(app, found.db, order, returned), returned)
    },
  )

  app.post(
    "/orders/:token/payments",
    { config: { access: "public", page: true, shopWrite: true }, schema: { params } },
    async (request, reply) => {
      const { order, db } = await orderByToken(app.databases, request.params.token)
      request.currentOrganisation = await app.identity.organisationById(order.organisation_id)
      const { method: name } = (request.body ?? {}) as FormBody
      const method =
        typeof name === "string" ? app.paymentMethods.offeredAs(name, request.organisation) : undefined
      const payment = order.status === "pending" && method ? await payAgain(db, order, method) : undefined
      return reply.redirect(payment ? `/payments/${payment}` : `/orders/${order.token}`, 303)
    },
  )
}

/** The payment to go on with: one that waits already, else a new one. Undefined once the places went back on sale. */
async function payAgain(db: Db, order: Order, method: PaymentMethod): Promise<string | undefined> {
  const payments = await paymentsOf(db, order.id)
  const waiting = payments.find((one) => one.status === "pending" && one.method === method.name)
  if (waiting) return waiting.token
  if (payments.length >= mostTries) return undefined
  try {
    const { token } = await db.transaction().execute((trx) => retryPayment(trx, order, method))
    return token
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 410) throw error
    return undefined
  }
}

async function orderPage(request: FastifyRequest, reply: FastifyReply, view: OrderView, returned: number) {
  const { order, waiting } = view
  const t = texts[request.locale]
  if (!waiting.long && (waiting.confirmation || waiting.documents)) {
    const here = `/orders/${order.token}`
    const address = waiting.confirmation ? `${here}?returned=${returned + 1}` : here
    reply.header("refresh", `${lookAgainSeconds}; url=${address}`)
  }
  return shopPage(
    request,
    reply,
    {
      title: t.order(order.number),
      own: true,
      basket: null,
      scripts: order.status === "pending" ? ["countdown.js"] : [],
    },
    <>
      <Refunds {...{ request, view }} />
      {order.status === "paid" && <PaidOrder {...{ request, view }} />}
      {order.status === "pending" && <PendingOrder {...{ request, view }} />}
      {(order.status === "expired" || order.status === "cancelled") && <EndedOrder {...{ request, view }} />}
    </>,
  )
}
