import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { inTransaction } from "../../server/idempotency.ts"
import type { CartState } from "./tables.ts"

/**
 * Gives places back to their zones: `ended` must be carts that this very statement ended, so that a place is freed
 * exactly once however many processes try.
 */
const freed = sql`
  counted as (
    select i.zone_id, count(*)::int as places from cart_items i join ended on ended.id = i.cart_id
    where i.organisation_id = current_organisation() group by i.zone_id),
  locked as materialized (
    select s.zone_id, c.places from zone_stock s join counted c on c.zone_id = s.zone_id
    where s.organisation_id = current_organisation() order by s.zone_id for update of s),
  stock as (
    update zone_stock s set taken = s.taken - l.places from locked l
    where s.organisation_id = current_organisation() and s.zone_id = l.zone_id)`

/** Frees the places of a cart that holds them still. Answers whether it did: false when it had ended before. */
export async function releaseCart(
  db: Db | Trx,
  cartId: string,
  from: readonly CartState[] = ["open"],
): Promise<boolean> {
  const { rows } = await sql`
    with ended as (
      update carts set state = 'released'
      where organisation_id = current_organisation() and id = ${cartId} and state = any(${[...from]}::text[])
      returning id),
    ${freed} select id from ended`.execute(db)
  return rows.length > 0
}

/**
 * Ends the carts whose time is over, at most `limit` at once, and frees their places; tells the other modules in the
 * same transaction. Carts that another process is ending, or that are being ordered right now, are left to it.
 */
export async function expireCarts(
  db: Db | Trx,
  events: Events,
  organisationId: string,
  limit = 200,
): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      with ended as (
        update carts set state = case state when 'pending' then 'unpaid' else 'expired' end where organisation_id = current_organisation() and id in (
          select id from carts
          where organisation_id = current_organisation() and state in ('open', 'pending') and expires_at <= now()
          order by id limit ${limit} for update skip locked)
        returning id),
      ${freed} select id from ended`.execute(trx)
    const cartIds = rows.map((row) => row.id)
    if (cartIds.length > 0) await events.emit(trx, "carts.expired", { organisationId, cartIds })
    return cartIds.length
  })
}
