import type { FastifyRequest } from "fastify"
import { Notice, PageHeading } from "../../templates/components/index.ts"
import { formatMoney } from "../../templates/format.ts"
import { ChooseAgain } from "./choose-again.tsx"
import type { OrderView } from "./order-view.ts"
import { texts } from "./texts.ts"

interface Props {
  request: FastifyRequest
  view: OrderView
}

/** An order that came to nothing, and the way back to its places. */
export function EndedOrder({ request, view: { order, cart } }: Props) {
  const t = texts[request.locale]
  const cancelled = order.status === "cancelled"
  return (
    <>
      <PageHeading title={t.order(order.number)} />
      <Notice kind="warning" title={cancelled ? t.cancelled : t.expired}>
        <p>{cancelled ? t.cancelledHint : t.expiredHint}</p>
      </Notice>
      <ChooseAgain {...{ request }} items={cart.items} />
    </>
  )
}

/** Money that came and could not be served: that it goes back, or has gone back, is said first. */
export function Refunds({ request, view }: Props) {
  const t = texts[request.locale]
  const twice = view.order.status === "paid"
  return (
    <>
      {view.payments.map(({ status, amount, currency }) => {
        if (status !== "to_refund" && status !== "refunded") return null
        const back = status === "refunded"
        const money = formatMoney(amount, currency, request.locale)
        const late = back ? t.refundedHint(money) : t.toRefundHint(money)
        const second = back ? t.twicePaidRefundedHint(money) : t.twicePaidToRefundHint(money)
        return (
          <Notice
            kind={back ? "success" : "info"}
            title={twice ? t.twicePaid : back ? t.refunded : t.toRefund}
          >
            <p>{twice ? second : late}</p>
          </Notice>
        )
      })}
    </>
  )
}
