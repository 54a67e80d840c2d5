import { sql } from "kysely"
import { sqlState, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { SavedZone } from "../catalogue/tables.ts"
import { hasSeats, loadHall, type SeatedHall } from "../seating/read-hall.ts"

/**
 * Follows the capacity and the seating plan of zones as the programme changes them.
 * @throws 409 below_sold when a zone would be smaller than what is taken of it, or its plan would lack a seat that is taken.
 */
export async function keepStock(trx: Trx, zones: readonly SavedZone[]): Promise<void> {
  if (zones.length === 0) return
  try {
    const { rows } = await sql<{ zone_id: string; taken: number }>`
      insert into zone_stock as stock (organisation_id, zone_id, performance_id, capacity, seating_version_id)
      select current_organisation(), z.* from unnest(
        ${zones.map((zone) => zone.id)}::bigint[],
        ${zones.map((zone) => zone.performanceId)}::bigint[],
        ${zones.map((zone) => zone.capacity)}::int[],
        ${zones.map((zone) => zone.seatingVersionId)}::bigint[]) as z (zone_id, performance_id, capacity, version_id)
      order by z.zone_id
      on conflict (organisation_id, zone_id) do update
        set capacity = excluded.capacity, seating_version_id = excluded.seating_version_id
      returning zone_id, taken`.execute(trx)
    // Their stock is locked now: nobody takes or frees a seat of theirs until the end of the transaction.
    const taken = new Map(rows.map((row) => [row.zone_id, row.taken]))
    await keepSeats(
      trx,
      zones.filter((zone) => (taken.get(zone.id) ?? 0) > 0),
      taken,
    )
  } catch (error) {
    if (sqlState(error) === "23514") throw problem(409, "below_sold")
    throw error
  }
}

/** @throws 409 below_sold unless each taken place of these zones is a seat that their plan has, or none is numbered there. */
async function keepSeats(
  trx: Trx,
  zones: readonly SavedZone[],
  taken: ReadonlyMap<string, number>,
): Promise<void> {
  if (zones.length === 0) return
  const { rows } = await sql<{ zone_id: string; seats: string[] }>`
    select zone_id, array_agg(seat_id) as seats from taken_seats
    where organisation_id = current_organisation()
      and performance_id = any(${[...new Set(zones.map((zone) => zone.performanceId))]}::bigint[])
    group by zone_id`.execute(trx)
  const seats = new Map(rows.map((row) => [row.zone_id, row.seats]))
  const halls = new Map<string, SeatedHall>()
  for (const { id, ref, seatingVersionId } of zones) {
    const own = seats.get(id) ?? []
    if (seatingVersionId === null) {
      if (own.length > 0) throw problem(409, "below_sold")
      continue
    }
    const hall = halls.get(seatingVersionId) ?? (await loadHall(trx, seatingVersionId))
    halls.set(seatingVersionId, hall)
    if (own.length === 0 && hall.capacities.has(ref) && !hasSeats(hall, ref)) continue
    const all = own.length === taken.get(id) && own.every((seat) => hall.seats.get(seat)?.category === ref)
    if (!all) throw problem(409, "below_sold")
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
