import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import type { Locale } from "../../templates/locale.ts"
import type { PlacedOrder } from "./place-paid-order.ts"
import type { Doing, PaymentDone } from "./tables.ts"
import { newOrderNumber, newToken } from "./tokens.ts"

interface Input {
  organisationId: string
  currency: string
  locale: Locale
  cart: { id: string; total: number }
  payments: readonly (PaymentDone & { note?: string | undefined })[]
  doing: Doing
  number?: string | undefined
}

/**
 * An order that was paid and can't be served: its places have gone, and there are none as good. The money is in hand, is in the
 * books, and is to be given back.
 */
export async function placeUnservedOrder(trx: Trx, events: Events, input: Input): Promise<PlacedOrder> {
  const { organisationId, currency, cart, payments, doing } = input
  const { rows } = await sql<PlacedOrder & { paymentIds: string[] }>`
    with placed as (
      insert into orders (organisation_id, number, token, cart_id, status, total, currency, locale, first_name, last_name,
        channel, offline_at)
      values (current_organisation(), ${input.number ?? newOrderNumber()}, ${newToken(organisationId)}, ${cart.id}, 'expired',
        ${cart.total}, ${currency}, ${input.locale}, '', '', ${doing.channel}, ${doing.offlineAt ?? null})
      returning id, number, token, total),
    paid as (
      insert into payments (organisation_id, token, order_id, method, amount, currency, status, note, paid_at)
      select current_organisation(), p.token, placed.id, p.method, p.amount, ${currency}, 'to_refund', p.note, now()
      from placed, unnest(
        ${payments.map(() => newToken(organisationId))}::text[],
        ${payments.map((payment) => payment.method)}::text[],
        ${payments.map((payment) => payment.amount)}::int[],
        ${payments.map((payment) => payment.note ?? null)}::text[]) as p (token, method, amount, note)
      returning id)
    select id, number, token, total, array(select id::text from paid order by id) as "paymentIds" from placed`.execute(
    trx,
  )
  const [order] = rows
  if (!order) throw new Error("the order was not placed")
  const { paymentIds, ...placed } = order
  for (const paymentId of paymentIds)
    await events.emit(trx, "payment.unserved", { organisationId, orderId: placed.id, paymentId, doing })
  return placed
}
