import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { problem } from "../../server/problem.ts"
import { countByPerformance, lockCart } from "./change-cart.ts"
import { holdSeconds } from "./hold-places.ts"

interface CartKey {
  id: string
  secret: string
}

/**
 * Brings all that another open cart holds into this one, which gets its full time again: nothing is let go of in between.
 * The other cart ends.
 * @throws 404, 410 for either cart; 422 too_many
 */
export async function mergeCarts(db: Db | Trx, into: CartKey, from: CartKey): Promise<void> {
  if (into.id === from.id) return
  await inTransaction(db, async (trx) => {
    // In the order of their ids: two who merge each into the other never wait for each other.
    const keys = [into, from].sort((a, b) => (BigInt(digits(a.id)) < BigInt(digits(b.id)) ? -1 : 1))
    const carts = new Map<CartKey, Awaited<ReturnType<typeof lockCart>>>()
    for (const key of keys) carts.set(key, await lockCart(trx, key))
    const counts = countByPerformance([...carts.values()].flatMap((cart) => cart.items))
    const { rows } = await sql<{ id: string; most: number }>`
      select id, max_per_order as most from performances
      where organisation_id = current_organisation() and id = any(${[...counts.keys()]}::bigint[])`.execute(
      trx,
    )
    for (const { id, most } of rows)
      if ((counts.get(id) ?? 0) > most)
        throw problem(422, "too_many", `At most ${most} places of this performance in one order.`)
    await sql`
      with last as (
        select coalesce(max(position), 0) as position from cart_items
        where organisation_id = current_organisation() and cart_id = ${into.id}),
      gone as (
        delete from cart_items where organisation_id = current_organisation() and cart_id = ${from.id} returning *),
      items as (
        insert into cart_items (organisation_id, cart_id, position, performance_id, zone_id, price_id, amount, seat_id, seat,
          allotment_id)
        select g.organisation_id, ${into.id}, last.position + row_number() over (order by g.position), g.performance_id,
          g.zone_id, g.price_id, g.amount, g.seat_id, g.seat, g.allotment_id
        from gone g, last),
      seats as (
        update taken_seats t set cart_id = ${into.id} from gone g
        where t.organisation_id = g.organisation_id and t.performance_id = g.performance_id and t.seat_id = g.seat_id
          and t.cart_id = g.cart_id),
      ended as (
        update carts set state = 'released', total = 0
        where organisation_id = current_organisation() and id = ${from.id})
      update carts set total = total + coalesce((select sum(amount) from gone), 0),
        expires_at = greatest(expires_at, now() + make_interval(secs => ${holdSeconds}))
      where organisation_id = current_organisation() and id = ${into.id}`.execute(trx)
  })
}

function digits(id: string): string {
  if (!/^\d{1,18}$/.test(id)) throw problem(404, "not_found")
  return id
}
