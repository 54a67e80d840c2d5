import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { Localised } from "../catalogue/tables.ts"
import { type Attendance, enteredIn, expectedIn } from "./attendance.ts"

/** A performance as the door needs it. */
export interface DoorPerformance extends Attendance {
  id: string
  title: Localised
  venue: string
  timezone: string
  startsAt: Date
  /** When people are let in. */
  opensAt: Date
  closesAt: Date
}

const select = sql`
  select f.id, e.title, v.name as venue, v.timezone, f.starts_at as "startsAt",
    coalesce(f.doors_at, f.starts_at - interval '1 hour') as "opensAt", f.ends_at as "closesAt",
    ${enteredIn(sql.ref("f.id"))} as entered, ${expectedIn(sql.ref("f.id"))} as expected
  from performances f
  join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
  join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  where f.organisation_id = current_organisation() and f.status = 'scheduled' and e.status = 'published'`

/** What may be checked these days, from two days before its start to six hours after its end, in the order of time. */
export async function doorPerformances(db: Db): Promise<DoorPerformance[]> {
  const { rows } = await sql<DoorPerformance>`
    ${select} and f.ends_at > now() - interval '6 hours' and f.starts_at < now() + interval '2 days'
    order by f.starts_at, f.id limit 100`.execute(db)
  return rows
}

export async function doorPerformance(db: Db, id: string): Promise<DoorPerformance | undefined> {
  const { rows } = await sql<DoorPerformance>`${select} and f.id = ${id}`.execute(db)
  return rows[0]
}
