import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { changeTotal } from "./change-total.ts"
import type { CounterCustomer, PlacedOrder } from "./place-paid-order.ts"
import type { Doing } from "./tables.ts"
import { newOrderNumber, newToken } from "./tokens.ts"

interface Input {
  organisationId: string
  /** Locked by its cart. */
  fromOrderId: string
  /** What was moved out of that one's. */
  cart: { id: string; total: number }
  customer: CounterCustomer
  ticketIds: readonly string[]
  reason: string
  doing: Doing & { by: string }
}

/**
 * Makes an order of a part of another, for somebody else. It is paid as that one was: payments stay where they were made, and
 * what goes back later is taken from them (see give-back.ts). What the two cost together is what the one did.
 */
export async function placeSplitOrder(trx: Trx, input: Input): Promise<PlacedOrder> {
  const { organisationId, fromOrderId, cart, customer, doing } = input
  const { rows } = await sql<PlacedOrder>`
    with placed as (
      insert into orders (organisation_id, number, token, cart_id, status, total, currency, locale, email, first_name, last_name,
        phone, marketing_consent, channel, paid_at)
      select organisation_id, ${newOrderNumber()}, ${newToken(organisationId)}, ${cart.id}, 'paid', ${cart.total}, currency, locale,
        ${customer.email ?? null}, ${customer.firstName ?? ""}, ${customer.lastName ?? ""}, ${customer.phone ?? null},
        ${customer.marketingConsent ?? false}, ${doing.channel}, paid_at
      from orders where organisation_id = current_organisation() and id = ${fromOrderId}
      returning id, number, token, total),
    noted as (
      insert into splits (organisation_id, order_id, from_order_id, paid_order_id, tickets, amount, reason, done_by)
      select current_organisation(), id, ${fromOrderId}, coalesce((
          select paid_order_id from splits where organisation_id = current_organisation() and order_id = ${fromOrderId}),
          ${fromOrderId}::bigint),
        ${[...input.ticketIds]}::bigint[], total, ${input.reason}, ${doing.by} from placed)
    select id, number, token, total from placed`.execute(trx)
  const [order] = rows
  if (!order) throw new Error("the order was not placed")
  await changeTotal(trx, fromOrderId, -order.total)
  return order
}
