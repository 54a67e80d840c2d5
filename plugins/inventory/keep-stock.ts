import { sql } from "kysely"
import { sqlState, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/**
 * Follows the capacity of zones as the programme changes it.
 * @throws 409 below_sold when a zone would be smaller than what is taken of it.
 */
export async function keepStock(
  trx: Trx,
  zones: readonly { id: string; performanceId: string; capacity: number }[],
): Promise<void> {
  if (zones.length === 0) return
  try {
    await sql`
      insert into zone_stock (organisation_id, zone_id, performance_id, capacity)
      select current_organisation(), z.* from unnest(
        ${zones.map((zone) => zone.id)}::bigint[],
        ${zones.map((zone) => zone.performanceId)}::bigint[],
        ${zones.map((zone) => zone.capacity)}::int[]) as z (zone_id, performance_id, capacity)
      order by z.zone_id
      on conflict (organisation_id, zone_id) do update set capacity = excluded.capacity`.execute(trx)
  } catch (error) {
    if (sqlState(error) === "23514") throw problem(409, "below_sold")
    throw error
  }
}

/** @throws 409 below_sold when anything of these zones is taken, or was ever ordered. */
export async function dropStock(trx: Trx, zoneIds: readonly string[]): Promise<void> {
  if (zoneIds.length === 0) return
  const ids = [...zoneIds]
  const { rows } = await sql`
    select from zone_stock s where s.organisation_id = current_organisation() and s.zone_id = any(${ids}::bigint[])
      and (s.taken > 0 or exists (
        select from cart_items i join carts c on c.organisation_id = i.organisation_id and c.id = i.cart_id
        where i.organisation_id = s.organisation_id and i.performance_id = s.performance_id and i.zone_id = s.zone_id
          and c.state in ('open', 'pending', 'sold', 'unpaid')))
    for update of s`.execute(trx)
  if (rows.length > 0) throw problem(409, "below_sold")
  await trx.deleteFrom("zone_stock").where("zone_id", "in", ids).execute()
}
