import { sql } from "kysely"
import type { Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { removeZones } from "./save-zones.ts"

/** Removes performances of which nothing was ever taken, with their zones and prices. @throws 409 below_sold */
export async function removePerformances(
  trx: Trx,
  events: Events,
  input: { organisationId: string; ids: readonly string[] },
): Promise<void> {
  const { organisationId } = input
  const ids = [...input.ids]
  await sql`select from performances
    where organisation_id = ${organisationId} and id = any(${ids}::bigint[]) order by id for update`.execute(
    trx,
  )
  const zones = await sql<{ id: string }>`
    select id from zones where organisation_id = ${organisationId} and performance_id = any(${ids}::bigint[])
  `.execute(trx)
  await removeZones(
    trx,
    events,
    organisationId,
    zones.rows.map((zone) => zone.id),
  )
  await sql`
    delete from performances where organisation_id = ${organisationId} and id = any(${ids}::bigint[])`.execute(
    trx,
  )
}
