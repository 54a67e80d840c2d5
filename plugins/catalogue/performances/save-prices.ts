import { sql } from "kysely"
import type { Trx } from "../../../server/database.ts"

/**
 * Brings the prices of zones to what is given. Those that are missing are no longer offered.
 * @returns the zones where a price changed
 */
export async function savePrices(
  trx: Trx,
  organisationId: string,
  zones: readonly { id: string; prices: readonly { tariffId: string; amount: number }[] }[],
): Promise<string[]> {
  if (zones.length === 0) return []
  const ids = zones.map((zone) => zone.id)
  const rows = zones.flatMap((zone) =>
    zone.prices.map(({ tariffId, amount }) => ({ zone_id: zone.id, tariff_id: tariffId, amount })),
  )
  const changed = await sql<{ zone_id: string }>`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as g (zone_id bigint, tariff_id bigint, amount int)
    ), withdrawn as (
      update prices set offered = false
      where organisation_id = ${organisationId} and offered and zone_id = any(${ids}::bigint[])
        and (zone_id, tariff_id) not in (select zone_id, tariff_id from given)
      returning zone_id
    ), saved as (
      insert into prices (organisation_id, zone_id, tariff_id, amount)
      select cast(${organisationId} as bigint), zone_id, tariff_id, amount from given
      on conflict (organisation_id, zone_id, tariff_id) do update set amount = excluded.amount, offered = true
        where (prices.amount, prices.offered) is distinct from (excluded.amount, true)
      returning zone_id
    )
    select zone_id from withdrawn union select zone_id from saved`.execute(trx)
  return changed.rows.map((row) => row.zone_id)
}
