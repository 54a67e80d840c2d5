import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"

/**
 * Whether what is free in the zone `s` is for those who wait for it: one of them at least could be served. Nobody who
 * passes by gets it, from the instant it is free, whatever freed it.
 */
export const isAwaited = sql<boolean>`coalesce(s.capacity - s.taken >= s.awaited, false)`

/** What the public may take of the zone `s`. */
export const leftForAll = sql<number>`case when ${isAwaited} then 0 else s.capacity - s.taken end`

/** Locks a zone, and answers how many of its places are free; undefined when there is no such zone. */
export async function lockZone(trx: Trx, zoneId: string): Promise<number | undefined> {
  const { rows } = await sql<{ free: number }>`
    select capacity - taken as free from zone_stock
    where organisation_id = current_organisation() and zone_id = ${zoneId} for update`.execute(trx)
  return rows[0]?.free
}

/** Says how many places the most modest of those who wait for a zone asks for; null when nobody does any more. */
export async function setAwaited(trx: Trx, zoneId: string, places: number | null): Promise<void> {
  await sql`
    update zone_stock set awaited = ${places}
    where organisation_id = current_organisation() and zone_id = ${zoneId}
      and awaited is distinct from ${places}::integer`.execute(trx)
}
