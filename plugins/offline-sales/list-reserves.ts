import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { Localised } from "../catalogue/tables.ts"

/** What one till keeps of one performance at this moment. */
export interface ListedReserve {
  id: string
  title: Localised
  startsAt: Date
  timezone: string
  till: string
  sessionId: string
  /** Places it has, and those of them that are not sold as far as is known. */
  kept: number
  left: number
  refreshedAt: Date
}

/** What tills keep for when they have no network, the nearest performance first. */
export async function listReserves(db: Db): Promise<ListedReserve[]> {
  const { rows } = await sql<ListedReserve>`
    select r.id, e.title, f.starts_at as "startsAt", v.timezone, t.name as till, r.session_id as "sessionId",
      coalesce(a.capacity, 0)::int as kept, coalesce(a.capacity - a.taken, 0)::int as left, r.refreshed_at as "refreshedAt"
    from offline_reserves r
    join performances f on f.organisation_id = r.organisation_id and f.id = r.performance_id
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    join till_sessions n on n.organisation_id = r.organisation_id and n.id = r.session_id
    join tills t on t.organisation_id = n.organisation_id and t.id = n.till_id
    left join lateral (select sum(capacity) as capacity, sum(taken) as taken from allotment_stock
      where organisation_id = r.organisation_id and allotment_id = r.allotment_id) a on true
    where r.organisation_id = current_organisation() and r.ended_at is null
    order by f.starts_at, t.name limit 200`.execute(db)
  return rows
}
