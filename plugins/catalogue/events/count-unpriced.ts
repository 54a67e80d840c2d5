import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"

/** How many performances of an event that are not over offer no price yet, so that nobody could buy a place. */
export async function countUnpriced(
  db: Db,
  input: { organisationId: string; eventId: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from performances f
    where f.organisation_id = ${input.organisationId} and f.event_id = ${input.eventId}
      and f.ends_at > now() and f.status = 'scheduled'
      and not exists (
        select from zones z join prices p on p.organisation_id = z.organisation_id and p.zone_id = z.id and p.offered
        where z.organisation_id = f.organisation_id and z.performance_id = f.id)`.execute(db)
  return rows[0]?.count ?? 0
}
