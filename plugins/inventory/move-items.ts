import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { hashCartSecret, newCartSecret } from "./cart-secret.ts"

/**
 * Gives places of a cart, which is locked and holds them, to a sold cart of their own: nothing is let go of in between.
 * Their rows stay in the first cart, holding nothing. Answers the new cart, and what its places cost.
 */
export async function moveItems(
  trx: Trx,
  fromCartId: string,
  positions: readonly number[],
): Promise<{ id: string; total: number; moved: { from: number; to: number }[] }> {
  const { rows: carts } = await sql<{ id: string }>`
    insert into carts (organisation_id, secret_hash, state, expires_at)
    values (current_organisation(), ${hashCartSecret(newCartSecret())}, 'sold', now()) returning id`.execute(
    trx,
  )
  const id = carts[0]?.id ?? ""
  const { rows } = await sql<{ from: number; to: number; amount: number }>`
    with gone as (
      update cart_items set freed = true, withdrawn = true
      where organisation_id = current_organisation() and cart_id = ${fromCartId}
        and position = any(${[...positions]}::int[]) and not freed returning *),
    placed as (
      select *, row_number() over (order by position) as n from gone),
    items as (
      insert into cart_items (organisation_id, cart_id, position, performance_id, zone_id, price_id, amount, seat_id, seat, allotment_id)
      select organisation_id, ${id}, n, performance_id, zone_id, price_id, amount, seat_id, seat, allotment_id from placed),
    seats as (
      update taken_seats t set cart_id = ${id} from gone g
      where t.organisation_id = g.organisation_id and t.performance_id = g.performance_id and t.seat_id = g.seat_id
        and t.cart_id = g.cart_id)
    select position::int as "from", n::int as "to", amount from placed order by n`.execute(trx)
  const total = rows.reduce((sum, { amount }) => sum + amount, 0)
  await sql`
    update carts set total = total + case when id = ${id} then ${total}::int else -${total}::int end
    where organisation_id = current_organisation() and id = any(${[id, fromCartId]}::bigint[])`.execute(trx)
  return { id, total, moved: rows.map(({ from, to }) => ({ from, to })) }
}
