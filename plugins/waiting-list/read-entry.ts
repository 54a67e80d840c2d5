import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Locale } from "../../templates/locale.ts"
import type { Localised } from "../catalogue/tables.ts"
import type { EntryState } from "./tables.ts"

/** Somebody on the list, with what they wait for. */
export interface ReadEntry {
  id: string
  performanceId: string
  zone_id: string
  cart_id: string | null
  state: EntryState
  places: number
  email: string
  locale: Locale
  createdAt: Date
  offeredUntil: Date | null
  zone: string
  title: Localised
  startsAt: Date
  timezone: string
  /** Those who wait for the same zone and came before. */
  before: number
}

const select = sql`
  select e.id, e.performance_id as "performanceId", e.zone_id, e.cart_id, e.state, e.places, e.email, e.locale,
    e.created_at as "createdAt", e.offered_until as "offeredUntil", z.name as zone, s.title, f.starts_at as "startsAt",
    v.timezone, (select count(*)::int from waiting_list_entries b
      where b.organisation_id = e.organisation_id and b.zone_id = e.zone_id and b.id < e.id and b.state = 'waiting') as before
  from waiting_list_entries e
  join zones z on z.organisation_id = e.organisation_id and z.id = e.zone_id
  join performances f on f.organisation_id = e.organisation_id and f.id = e.performance_id
  join events s on s.organisation_id = f.organisation_id and s.id = f.event_id
  join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  where e.organisation_id = current_organisation()`

/** @throws 404 not_found */
export async function readEntry(db: Db, entryId: string): Promise<ReadEntry> {
  const { rows } = await sql<ReadEntry>`${select} and e.id = ${entryId}`.execute(db)
  const [entry] = rows
  if (!entry) throw problem(404, "not_found")
  return entry
}

/** Everybody on the list of a performance, in order. */
export async function listEntries(db: Db, performanceId: string): Promise<ReadEntry[]> {
  const { rows } = await sql<ReadEntry>`
    ${select} and e.performance_id = ${performanceId} order by e.id limit 2000`.execute(db)
  return rows
}

export interface ListedPerformance {
  id: string
  title: Localised
  startsAt: Date
  timezone: string
  waiting: number
  offered: number
  taken: number
}

/** The performances that somebody is on the list of, in the order of time. */
export async function listPerformances(db: Db): Promise<ListedPerformance[]> {
  const { rows } = await sql<ListedPerformance>`
    select f.id, s.title, f.starts_at as "startsAt", v.timezone,
      count(*) filter (where e.state = 'waiting')::int as waiting,
      count(*) filter (where e.state = 'offered')::int as offered,
      count(*) filter (where e.state = 'taken')::int as taken
    from waiting_list_entries e
    join performances f on f.organisation_id = e.organisation_id and f.id = e.performance_id
    join events s on s.organisation_id = f.organisation_id and s.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    where e.organisation_id = current_organisation()
    group by f.id, s.title, f.starts_at, v.timezone order by f.starts_at, f.id limit 500`.execute(db)
  return rows
}
