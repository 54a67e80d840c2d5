import type Stripe from "stripe"
import { formatDateLong } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { groupItems } from "../inventory/group-items.ts"
import type { CartItem } from "../inventory/read-cart.ts"
import type { Order, Payment } from "../orders/tables.ts"
import { texts } from "./texts.ts"

type Params = Stripe.Checkout.SessionCreateParams
type LineItem = NonNullable<Params["line_items"]>[number]

/** Stripe takes no more in one session. */
const mostLines = 100

/** What Stripe shows and takes for a payment. Asked again within half a minute, it is the same to the letter. */
export function sessionParams(
  payment: Payment,
  order: Order,
  lines: readonly CartItem[],
  urls: { done: string; cancelled: string },
  now: Date,
): Params & { expires_at: number } {
  const t = texts[order.locale]
  const metadata = { payment: payment.token, order: order.number }
  return {
    mode: "payment",
    line_items: lineItems(payment, order, lines),
    ...(order.email ? { customer_email: order.email } : {}),
    client_reference_id: order.number,
    metadata,
    payment_intent_data: { description: t.order(order.number), metadata },
    // The price is the organisation's, in its currency: what comes is compared with what is owed.
    adaptive_pricing: { enabled: false },
    locale: order.locale,
    expires_at: Math.ceil((now.getTime() / 1000 + 1815) / 30) * 30,
    success_url: urls.done,
    cancel_url: urls.cancelled,
  }
}

/** One line a performance, zone, tariff and price; a single one for an order of more lines than Stripe takes. */
function lineItems(payment: Payment, order: Order, lines: readonly CartItem[]): LineItem[] {
  const groups = groupItems(lines)
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  if (total !== payment.amount)
    throw new Error(`order ${order.id} costs ${total}, its payment ${payment.amount}`)
  if (groups.length > mostLines) return [item(order, texts[order.locale].order(order.number), "", total, 1)]
  return groups.map(({ first, items }) => {
    const when = formatDateLong(first.startsAt, { locale: order.locale, timeZone: first.venue.timezone })
    const what = [when, first.venue.name, first.zone, first.tariff].join(", ")
    return item(order, inLocale(first.event.title, order.locale), what, first.amount, items.length)
  })
}

function item(order: Order, name: string, description: string, amount: number, quantity: number): LineItem {
  return {
    quantity,
    price_data: {
      currency: order.currency.toLowerCase(),
      unit_amount: amount,
      product_data: {
        name: name.slice(0, 250),
        ...(description && { description: description.slice(0, 500) }),
      },
    },
  }
}
