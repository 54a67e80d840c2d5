import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { inTransaction } from "../../server/idempotency.ts"
import type { CartState } from "./tables.ts"

/**
 * Gives the places of carts back to their zones. They must be carts that this very transaction ended, in a statement
 * before: a place is freed exactly once however many processes try, and what changed in a cart until it was locked is
 * seen here.
 */
async function freePlaces(trx: Trx, cartIds: readonly string[]): Promise<void> {
  await sql`
    with gone as materialized (
      select cart_id, performance_id, zone_id, seat_id, allotment_id from cart_items
      where organisation_id = current_organisation() and cart_id = any(${[...cartIds]}::bigint[])),
    ${freed} select`.execute(trx)
}

/**
 * Frees the items of `gone`: for everybody, or for the allotment they were set aside in, unless that was released
 * meanwhile. Allotments, then zones, then what allotments have of them are locked in the order of their ids: nobody waits
 * for somebody who waits for them.
 */
const freed = sql`
  kept as materialized (
    select a.id from allotments a
    where a.organisation_id = current_organisation() and a.released_at is null
      and a.id in (select allotment_id from gone)
    order by a.id for share),
  counted as (
    select zone_id, count(*)::int as places from gone
    where allotment_id is null or allotment_id not in (select id from kept) group by zone_id),
  locked as materialized (
    select s.zone_id, c.places from zone_stock s join counted c on c.zone_id = s.zone_id
    where s.organisation_id = current_organisation() order by s.zone_id for update of s),
  stock as (
    update zone_stock s set taken = s.taken - l.places from locked l
    where s.organisation_id = current_organisation() and s.zone_id = l.zone_id),
  pooled as materialized (
    select s.allotment_id, s.zone_id, p.places from allotment_stock s
    join (select allotment_id, zone_id, count(*)::int as places from gone group by 1, 2) p
      on p.allotment_id = s.allotment_id and p.zone_id = s.zone_id
    where s.organisation_id = current_organisation() and (select count(*) from locked) >= 0
    order by s.allotment_id, s.zone_id for update of s),
  pool_stock as (
    update allotment_stock s set taken = s.taken - p.places,
      capacity = s.capacity - case when p.allotment_id in (select id from kept) then 0 else p.places end
    from pooled p
    where s.organisation_id = current_organisation() and s.allotment_id = p.allotment_id and s.zone_id = p.zone_id),
  seats_kept as (
    update taken_seats t set cart_id = null from gone g, (select count(*) from pooled) as locked_first
    where t.organisation_id = current_organisation() and t.performance_id = g.performance_id
      and t.seat_id = g.seat_id and t.cart_id = g.cart_id and g.allotment_id in (select id from kept)),
  seats as (
    delete from taken_seats t using gone g, (select count(*) from pooled) as locked_first
    where t.organisation_id = current_organisation() and t.performance_id = g.performance_id
      and t.seat_id = g.seat_id and t.cart_id = g.cart_id
      and (g.allotment_id is null or g.allotment_id not in (select id from kept)))`

/** Frees the places of a cart that holds them still. Answers whether it did: false when it had ended before. */
export async function releaseCart(
  db: Db | Trx,
  cartId: string,
  from: readonly CartState[] = ["open"],
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql`
      update carts set state = 'released'
      where organisation_id = current_organisation() and id = ${cartId} and state = any(${[...from]}::text[])
      returning id`.execute(trx)
    if (rows.length > 0) await freePlaces(trx, [cartId])
    return rows.length > 0
  })
}

/** Takes items out of a cart that is locked and open, and frees their places; what it costs changes with them. */
export async function releaseItems(
  trx: Trx,
  cartId: string,
  items: readonly { id: string }[],
): Promise<void> {
  await sql`
    with gone as (
      delete from cart_items where organisation_id = current_organisation() and cart_id = ${cartId}
        and position = any(${items.map((item) => Number(item.id))}::int[]) 
      returning cart_id, performance_id, zone_id, seat_id, allotment_id, amount),
    cart as (
      update carts set total = total - (select sum(amount) from gone)
      where organisation_id = current_organisation() and id = ${cartId}),
    ${freed} select`.execute(trx)
}

/** Sold carts, until the end of the transaction, in the order in which everybody locks them. */
export async function lockCarts(trx: Trx, cartIds: readonly string[]): Promise<void> {
  await sql`
    select from carts where organisation_id = current_organisation() and id = any(${[...new Set(cartIds)]}::bigint[])
    order by id for update`.execute(trx)
}

/**
 * Frees places of sold carts that are locked; their lines stay. Each is freed once, however often it is asked for.
 * Answers how many were.
 */
export async function freeSoldItems(
  trx: Trx,
  items: readonly { cartId: string; position: number }[],
): Promise<number> {
  const { rows } = await sql<{ freed: number }>`
    with gone as (
      update cart_items i set freed = true
      from unnest(${items.map((item) => item.cartId)}::bigint[], ${items.map((item) => item.position)}::int[]) as g (cart_id, position)
      where i.organisation_id = current_organisation() and i.cart_id = g.cart_id and i.position = g.position and not i.freed
      returning i.cart_id, i.performance_id, i.zone_id, i.seat_id, i.allotment_id),
    ${freed} select count(*)::int as freed from gone`.execute(trx)
  return rows[0]?.freed ?? 0
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
      update carts set state = case state when 'pending' then 'unpaid' else 'expired' end
      where organisation_id = current_organisation() and id in (
        select id from carts
        where organisation_id = current_organisation() and state in ('open', 'pending') and expires_at <= now()
        order by id limit ${limit} for update skip locked)
      returning id`.execute(trx)
    const cartIds = rows.map((row) => row.id)
    if (cartIds.length === 0) return 0
    await freePlaces(trx, cartIds)
    await events.emit(trx, "carts.expired", { organisationId, cartIds })
    return cartIds.length
  })
}

/** Ends all the carts whose time is over. @returns how many */
export async function expireAllCarts(db: Db, events: Events, organisationId: string): Promise<number> {
  let ended = 0
  for (;;) {
    const more = await expireCarts(db, events, organisationId)
    if (more === 0) return ended
    ended += more
  }
}
