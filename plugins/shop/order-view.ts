import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { type Cart, cartOf } from "../inventory/read-cart.ts"
import { paymentsOf } from "../orders/payments-of.ts"
import type { Order, Payment } from "../orders/tables.ts"
import { type IssuedTicket, isPrinted, ticketsOf } from "../tickets/read-tickets.ts"

/** All that the page of an order shows. */
export interface OrderView {
  order: Order
  cart: Cart
  /** The newest first. */
  payments: Payment[]
  tickets: IssuedTicket[]
  /** Their PDF is there. */
  printed: boolean
  /** What the page waits for, and whether that takes longer than it should. */
  waiting: { confirmation: boolean; documents: boolean; long: boolean }
}

/** Each try keeps the places longer: this many, and they are for somebody else. */
export const mostTries = 5

/** How often the page looks for news while it waits, in seconds, and for how long. */
export const lookAgainSeconds = 2
const waitSeconds = 120

/** `returned`: how many times the page was looked at since the person came back from paying; 0 for anyone else. */
export async function viewOrder(app: App, db: Db, order: Order, returned: number): Promise<OrderView> {
  const [cart, payments, tickets, printed] = await Promise.all([
    cartOf(db, order.cart_id),
    paymentsOf(db, order.id),
    ticketsOf(db, app.signingKeys, order.organisation_id, order.id),
    isPrinted(db, order.id),
  ])
  const confirmation =
    order.status === "pending" && returned > 0 && payments.some(({ status }) => status === "pending")
  const documents = order.status === "paid" && !printed
  const waited = confirmation
    ? returned * lookAgainSeconds
    : (Date.now() - (order.paid_at ?? order.created_at).getTime()) / 1000
  const waiting = { confirmation, documents, long: waited > waitSeconds }
  return { order, cart, payments, tickets, printed, waiting }
}
