import { type RawBuilder, sql } from "kysely"
import type { Place } from "./hold-chosen.ts"
import type { Channel } from "./tables.ts"

/** The parts of the statement that holds places, for those that were set aside. */
export interface AllotmentParts {
  granted: RawBuilder<unknown>
  /** Makes the zones wait until the allotments are locked. */
  first: RawBuilder<unknown>
  taken: RawBuilder<unknown>
  guard: RawBuilder<unknown>
}

/**
 * Takes places from allotments that this channel may sell at this moment: they are locked against being released, and the
 * check on allotment_stock refuses what was not set aside. For the zone these places are taken already.
 */
export function takeFromAllotments(places: readonly Place[], channel: Channel): AllotmentParts {
  const pools = new Map<string, { allotmentId: string | null; zoneId: string; places: number }>()
  for (const { allotmentId, zoneId } of places) {
    const key = `${allotmentId} ${zoneId}`
    const pool = pools.get(key)
    if (pool) pool.places++
    else pools.set(key, { allotmentId, zoneId, places: 1 })
  }
  const each = [...pools.values()]
  const seats = places.filter((place) => place.seat !== null)
  return {
    granted: sql`granted as materialized (
        select a.id from allotments a where a.organisation_id = current_organisation()
          and a.id = any(${each.map((pool) => pool.allotmentId)}::bigint[]) and a.released_at is null
          and ${channel} = any(a.channels) and exists (select 1 from cart)
        order by a.id for share),`,
    first: sql`and (select count(*) from granted) >= 0`,
    taken: sql`, pooled as materialized (
        select s.allotment_id, s.zone_id, w.places
        from allotment_stock s
        join unnest(
          ${each.map((pool) => pool.allotmentId)}::bigint[],
          ${each.map((pool) => pool.zoneId)}::bigint[],
          ${each.map((pool) => pool.places)}::int[]) as w (allotment_id, zone_id, places)
          on w.allotment_id = s.allotment_id and w.zone_id = s.zone_id
        join granted g on g.id = s.allotment_id
        where s.organisation_id = current_organisation() and (select count(*) from stock) >= 0
        order by s.allotment_id, s.zone_id for update of s),
      pool_stock as (
        update allotment_stock s set taken = s.taken + p.places from pooled p
        where s.organisation_id = current_organisation() and s.allotment_id = p.allotment_id and s.zone_id = p.zone_id
        returning s.zone_id),
      pool_seats as (
        update taken_seats t set cart_id = cart.id
        from cart, (select count(*) from pool_stock) as taken_first, unnest(
          ${seats.map((place) => place.performanceId)}::bigint[],
          ${seats.map((place) => place.seat?.id ?? "")}::text[],
          ${seats.map((place) => place.allotmentId)}::bigint[]) as w (performance_id, seat_id, allotment_id)
        where t.organisation_id = current_organisation() and t.performance_id = w.performance_id
          and t.seat_id = w.seat_id and t.allotment_id = w.allotment_id and t.cart_id is null
        returning t.seat_id)`,
    guard: sql`and case when (select count(*) from pool_stock) = ${each.length}::int then true else refuse('not_on_sale') end
        and case when (select count(*) from pool_seats) = ${seats.length}::int then true else refuse('seat_taken') end`,
  }
}
