import { sql } from "kysely"
import { prepared, type Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import type { Locale } from "../../templates/locale.ts"
import type { Doing, PaymentDone } from "./tables.ts"
import { newOrderNumber, newToken } from "./tokens.ts"

/** Who buys at the counter, as far as they say. */
export interface CounterCustomer {
  email?: string
  firstName?: string
  lastName?: string
  phone?: string
  marketingConsent?: boolean
}

export interface PlacedOrder {
  id: string
  number: string
  token: string
  /** Cents. */
  total: number
}

interface Input {
  organisationId: string
  currency: string
  locale: Locale
  /** Sold, in this very transaction. */
  cart: { id: string; total: number }
  customer: CounterCustomer
  /** What was paid, which is the total; none is 0. */
  payments: readonly (PaymentDone & { note?: string | undefined })[]
  doing: Doing
  /** As it was said before the order was placed; by default a new one. */
  number?: string | undefined
}

/** An order that is paid as it is placed: the order with its payments in one statement, then all that a paid order gives. */
export async function placePaidOrder(trx: Trx, events: Events, input: Input): Promise<PlacedOrder> {
  const { organisationId, currency, cart, customer, payments, doing } = input
  const { rows } = await sql<PlacedOrder>`${prepared}
    with placed as (
      insert into orders (organisation_id, number, token, cart_id, status, total, currency, locale, email, first_name,
        last_name, phone, marketing_consent, channel, paid_at, offline_at)
      values (current_organisation(), ${input.number ?? newOrderNumber()}, ${newToken(organisationId)}, ${cart.id}, 'paid', ${cart.total},
        ${currency}, ${input.locale}, ${customer.email ?? null}, ${customer.firstName ?? ""}, ${customer.lastName ?? ""},
        ${customer.phone ?? null}, ${customer.marketingConsent ?? false}, ${doing.channel}, now(), ${doing.offlineAt ?? null})
      returning id, number, token, total),
    paid as (
      insert into payments (organisation_id, token, order_id, method, amount, currency, status, note, paid_at)
      select current_organisation(), p.token, placed.id, p.method, p.amount, ${currency}, 'paid', p.note, now()
      from placed, unnest(
        ${payments.map(() => newToken(organisationId))}::text[],
        ${payments.map((payment) => payment.method)}::text[],
        ${payments.map((payment) => payment.amount)}::int[],
        ${payments.map((payment) => payment.note ?? null)}::text[]) as p (token, method, amount, note))
    select id, number, token, total from placed`.execute(trx)
  const [order] = rows
  if (!order) throw new Error("the order was not placed")
  await events.emit(trx, "order.paid", { organisationId, orderId: order.id, cartId: cart.id, doing })
  return order
}
