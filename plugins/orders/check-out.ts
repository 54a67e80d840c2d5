import { sql } from "kysely"
import { prepared, type Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { problem } from "../../server/problem.ts"
import type { Locale } from "../../templates/locale.ts"
import { hashCartSecret } from "../inventory/cart-secret.ts"
import { readCart } from "../inventory/read-cart.ts"
import type { PaymentMethod } from "./payment-methods.ts"
import { newOrderNumber, newToken } from "./tokens.ts"

export interface Customer {
  email: string
  firstName: string
  lastName: string
  phone?: string
  marketingConsent?: boolean
}

export interface CheckedOut {
  order: {
    id: string
    number: string
    token: string
    status: "pending" | "paid"
    total: number
    currency: string
  }
  payment: { id: string } | null
}

interface Input {
  organisationId: string
  currency: string
  locale: Locale
  cart: { id: string; secret: string }
  customer: Customer
  /** Undefined: nothing chosen, which a free order does not need. */
  method: PaymentMethod | undefined
}

/**
 * Turns an open cart into an order. A free one is paid at once; another waits for its payment as long as the method
 * says, its places held. One statement writes the order; if the cart is no longer open, it writes nothing.
 * @throws 410 cart_expired; 404 not_found for a wrong secret; 422 payment_method_required.
 */
export async function checkOut(trx: Trx, events: Events, input: Input): Promise<CheckedOut> {
  const { organisationId, cart, customer } = input
  const waitSeconds = input.method?.waitSeconds ?? null
  const { rows } = await sql<{
    id: string
    number: string
    token: string
    total: number
    payment_token: string | null
  }>`${prepared}
    with cart as (
      update carts set state = case when total = 0 then 'sold' else 'pending' end,
        expires_at = case when total = 0 then expires_at
          else greatest(expires_at, now() + make_interval(secs => ${waitSeconds}::int)) end
      where organisation_id = current_organisation() and id = ${cart.id}
        and secret_hash = ${hashCartSecret(cart.secret)} and state = 'open' and expires_at > now()
        and (total = 0 or ${waitSeconds}::int is not null)
      returning id, total),
    placed as (
      insert into orders (organisation_id, number, token, cart_id, status, total, currency, locale, email, first_name,
        last_name, phone, marketing_consent, paid_at)
      select current_organisation(), ${newOrderNumber()}, ${newToken(organisationId)}, id,
        case when total = 0 then 'paid' else 'pending' end, total, ${input.currency}, ${input.locale},
        ${customer.email}, ${customer.firstName}, ${customer.lastName}, ${customer.phone ?? null},
        ${customer.marketingConsent ?? false}, case when total = 0 then now() end
      from cart returning id, number, token, total),
    payment as (
      insert into payments (organisation_id, token, order_id, method, amount, currency, status)
      select current_organisation(), ${newToken(organisationId)}, id, ${input.method?.name ?? ""}, total, ${input.currency}, 'pending'
      from placed where total > 0 returning token)
    select placed.*, payment.token as payment_token from placed left join payment on true`.execute(trx)
  const [row] = rows
  if (!row) {
    const open = await readCart(trx, cart.id, cart.secret)
    throw open.total > 0 && !input.method
      ? problem(422, "payment_method_required")
      : problem(410, "cart_expired")
  }
  const { payment_token, ...order } = row
  const paid = row.total === 0
  if (paid) await events.emit(trx, "order.paid", { organisationId, orderId: row.id, cartId: cart.id })
  return {
    order: { ...order, status: paid ? "paid" : "pending", currency: input.currency },
    payment: payment_token === null ? null : { id: payment_token },
  }
}
