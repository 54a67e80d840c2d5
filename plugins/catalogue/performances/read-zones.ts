import { sql } from "kysely"
import type { Db, Trx } from "../../../server/database.ts"
import type { PerformanceZone } from "./performance.ts"

/** The zones of each of these performances, with the prices they offer, in the order they are shown in. */
export async function readZones(
  db: Db | Trx,
  organisationId: string,
  performanceIds: readonly string[],
): Promise<Map<string, PerformanceZone[]>> {
  const zones = new Map<string, PerformanceZone[]>(performanceIds.map((id) => [id, []]))
  if (performanceIds.length === 0) return zones
  const { rows } = await sql<PerformanceZone & { performanceId: string }>`
    select z.performance_id as "performanceId", z.id, z.ref, z.name, z.capacity,
      (select coalesce(jsonb_agg(jsonb_build_object('id', p.id::text, 'tariffId', p.tariff_id::text, 'tariff', t.name,
          'amount', p.amount) order by t.rank, p.amount desc, t.id), '[]')
        from prices p join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
        where p.organisation_id = z.organisation_id and p.zone_id = z.id and p.offered) as prices
    from zones z
    where z.organisation_id = ${organisationId} and z.performance_id = any(${[...performanceIds]}::bigint[])
    order by z.rank, z.id`.execute(db)
  for (const { performanceId, ...zone } of rows) zones.get(performanceId)?.push(zone)
  return zones
}
