import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Place } from "./hold-chosen.ts"
import { addSoldPlaces } from "./hold-places.ts"
import { freeSoldItems } from "./release-places.ts"
import type { Channel } from "./tables.ts"

/** A place of a sold cart. */
export interface SoldItem {
  position: number
  performanceId: string
  zoneId: string
  seatId: string | null
  allotmentId: string | null
}

/** The places of a sold cart at these positions that it still holds. */
export async function soldItems(trx: Trx, cartId: string, positions: readonly number[]): Promise<SoldItem[]> {
  const { rows } = await sql<SoldItem>`
    select position::int, performance_id as "performanceId", zone_id as "zoneId", seat_id as "seatId", allotment_id as "allotmentId"
    from cart_items where organisation_id = current_organisation() and cart_id = ${cartId}
      and position = any(${[...positions]}::int[]) and not freed order by position`.execute(trx)
  return rows
}

/**
 * Gives places of a sold cart, which is locked, for others in the same cart. A seat that is asked for again is never let go
 * of, nor is a place of free seating in the same zone: only its price changes. The new places stand after the position
 * `after`: first those that were kept, in the order of `kept`, their positions before.
 * @throws like holdPlaces
 */
export async function exchangePlaces(
  trx: Trx,
  cartId: string,
  given: readonly SoldItem[],
  wanted: readonly Place[],
  channel: Channel,
): Promise<{ after: number; kept: number[] }> {
  const { kept, fresh } = match(given, wanted)
  const gone = given.filter((item) => !kept.some(([same]) => same === item))
  await lockStock(trx, gone, fresh)
  const after = await withdraw(trx, cartId, given)
  await insertKept(trx, cartId, after, kept)
  await freeSoldItems(
    trx,
    gone.map(({ position }) => ({ cartId, position })),
  )
  if (fresh.length > 0)
    await addSoldPlaces(trx, cartId, fresh, channel, { awaited: takesNoMore(gone, fresh) })
  return { after, kept: kept.map(([{ position }]) => position) }
}

/** Which of the places that are given are asked for again. The last ones asked for first: those had no allotment to come from. */
function match(given: readonly SoldItem[], wanted: readonly Place[]) {
  const left = [...given]
  const kept: [SoldItem, Place][] = []
  const fresh: Place[] = []
  for (const place of [...wanted].reverse()) {
    const at = left.findIndex(
      (item) =>
        item.performanceId === place.performanceId &&
        item.zoneId === place.zoneId &&
        item.seatId === (place.seat?.id ?? null),
    )
    const [item] = at < 0 ? [] : left.splice(at, 1)
    if (item) kept.unshift([item, place])
    else fresh.unshift(place)
  }
  return { kept, fresh }
}

/** Who waits for the zone is not passed by: it has no place less than before. */
function takesNoMore(gone: readonly SoldItem[], fresh: readonly Place[]): boolean {
  const left = new Map<string, number>()
  for (const { zoneId } of gone) left.set(zoneId, (left.get(zoneId) ?? 0) + 1)
  for (const { zoneId } of fresh) left.set(zoneId, (left.get(zoneId) ?? 0) - 1)
  return [...left.values()].every((count) => count >= 0)
}

/**
 * Everything that is freed and taken afterwards, in the order in which everybody locks it: two who exchange each other's zones
 * never wait for each other.
 */
async function lockStock(trx: Trx, gone: readonly SoldItem[], fresh: readonly Place[]): Promise<void> {
  const all = [...gone, ...fresh]
  const zones = [...new Set(all.map(({ zoneId }) => zoneId))]
  const allotments = [...new Set(all.flatMap(({ allotmentId }) => allotmentId ?? []))]
  if (allotments.length > 0)
    await sql`select from allotments where organisation_id = current_organisation() and id = any(${allotments}::bigint[])
      order by id for share`.execute(trx)
  await sql`select from zone_stock where organisation_id = current_organisation() and zone_id = any(${zones}::bigint[])
    order by zone_id for update`.execute(trx)
  if (allotments.length > 0)
    await sql`select from allotment_stock where organisation_id = current_organisation()
      and allotment_id = any(${allotments}::bigint[]) and zone_id = any(${zones}::bigint[])
      order by allotment_id, zone_id for update`.execute(trx)
}

/** Takes the places off the lines of the cart; answers its last position. */
async function withdraw(trx: Trx, cartId: string, items: readonly SoldItem[]): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    with gone as (
      update cart_items set withdrawn = true where organisation_id = current_organisation() and cart_id = ${cartId}
        and position = any(${items.map(({ position }) => position)}::int[]) and not withdrawn returning amount),
    cart as (
      update carts set total = total - (select coalesce(sum(amount), 0) from gone)
      where organisation_id = current_organisation() and id = ${cartId})
    select max(position)::int as last from cart_items
    where organisation_id = current_organisation() and cart_id = ${cartId}`.execute(trx)
  return rows[0]?.last ?? 0
}

/** The same places at their new prices; what they were before holds nothing any more. */
async function insertKept(
  trx: Trx,
  cartId: string,
  after: number,
  kept: readonly (readonly [SoldItem, Place])[],
): Promise<void> {
  if (kept.length === 0) return
  await sql`
    with before as (
      update cart_items i set freed = true
      from unnest(
        ${kept.map(([item]) => item.position)}::int[],
        ${kept.map(([, place]) => place.priceId)}::bigint[],
        ${kept.map(([, place]) => place.amount)}::int[]) with ordinality as k (position, price_id, amount, n)
      where i.organisation_id = current_organisation() and i.cart_id = ${cartId} and i.position = k.position and not i.freed
      returning i.*, k.price_id as new_price_id, k.amount as new_amount, k.n),
    cart as (
      update carts set total = total + (select sum(new_amount) from before)
      where organisation_id = current_organisation() and id = ${cartId})
    insert into cart_items (organisation_id, cart_id, position, performance_id, zone_id, price_id, amount, seat_id, seat, allotment_id)
    select organisation_id, cart_id, ${after}::int + n, performance_id, zone_id, new_price_id, new_amount, seat_id, seat, allotment_id
    from before`.execute(trx)
}
