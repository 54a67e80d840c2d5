import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { ScanResult, Standing } from "./tables.ts"

export interface Board {
  entered: number
  expected: number
  /** In the room now, as far as exits are scanned, and how many may be; null: not watched. */
  inside: number
  exits: number
  roomFor: number | null
  byGate: { gate: string | null; count: number }[]
  /** Entries of the last hour, the last one now: minutes ago, 0 to 59. */
  perMinute: { ago: number; count: number }[]
  refusals: { at: Date; result: ScanResult; gate: string | null; number: string | null }[]
  /** Who came in twice, or should not have, or by hand. */
  doubtful: Doubtful[]
  devices: BoardDevice[]
}

export interface Doubtful {
  at: Date
  standing: Standing
  result: ScanResult
  gate: string | null
  scanner: string | null
  number: string | null
  reason: string | null
  people: number
  /** The entry that a double is the double of. */
  first: { at: string; gate: string | null; scanner: string | null } | null
}

export interface BoardDevice {
  name: string
  gate: string | null
  seenAt: Date | null
  syncedAt: Date | null
  battery: number | null
  version: string | null
  waiting: number | null
}

const shown = 12

/** How the evening stands, in one statement. @throws 404 not_found */
export async function boardOf(db: Db, performanceId: string): Promise<Board> {
  const { rows } = await sql<Board>`
    with came as (
      select gate, admitted_at, inside from entries
      where organisation_id = current_organisation() and performance_id = ${performanceId} and withdrawn_at is null)
    select
      (select count(*)::int from came) as entered,
      (select count(*)::int from tickets where organisation_id = f.organisation_id and performance_id = f.id
        and status = 'valid') as expected,
      (select count(*)::int from came where inside) as inside,
      (select count(*)::int from scans where organisation_id = f.organisation_id and performance_id = f.id and passed
        and standing = 'exit') as exits,
      d.room_for as "roomFor",
      (select coalesce(jsonb_agg(jsonb_build_object('gate', gate, 'count', n) order by n desc, gate), '[]') from (
        select gate, count(*)::int as n from came group by gate) g) as "byGate",
      (select coalesce(jsonb_agg(jsonb_build_object('ago', ago, 'count', n)), '[]') from (
        select floor(extract(epoch from now() - admitted_at) / 60)::int as ago, count(*)::int as n from came
        where admitted_at > now() - interval '1 hour' and admitted_at <= now() group by 1) m) as "perMinute"
    from performances f
    left join door_performances d on d.organisation_id = f.organisation_id and d.performance_id = f.id
    where f.organisation_id = current_organisation() and f.id = ${performanceId}`.execute(db)
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  const [refusals, doubtful, devices] = await Promise.all([
    refusalsOf(db, performanceId),
    doubtfulOf(db, performanceId),
    devicesOf(db, performanceId),
  ])
  return { ...row, refusals, doubtful, devices }
}

async function refusalsOf(db: Db, performanceId: string): Promise<Board["refusals"]> {
  const { rows } = await sql<Board["refusals"][number]>`
    select s.at, s.result, s.gate, k.number from scans s
    left join tickets k on k.organisation_id = s.organisation_id and k.id = s.ticket_id
    where s.organisation_id = current_organisation() and s.performance_id = ${performanceId} and not s.passed
    order by s.id desc limit ${shown}`.execute(db)
  return rows
}

/** Passages that the manager should know of, the latest first; of a double both doors. Each is there once. */
export async function doubtfulOf(db: Db, performanceId: string): Promise<Doubtful[]> {
  const { rows } = await sql<Doubtful>`
    select s.at, s.standing, s.result, s.gate, ${scannerOf(sql.ref("s.scanned_by"))} as scanner, k.number, s.reason, s.people,
      case when s.standing = 'double' then (
        select jsonb_build_object('at', e.admitted_at, 'gate', e.gate, 'scanner', ${scannerOf(sql.ref("f.scanned_by"))})
        from entries e left join scans f on f.organisation_id = e.organisation_id and f.nonce = e.nonce
        where e.organisation_id = s.organisation_id and e.ticket_id = s.ticket_id and e.withdrawn_at is null
        order by e.place limit 1) end as first
    from scans s
    left join tickets k on k.organisation_id = s.organisation_id and k.id = s.ticket_id
    where s.organisation_id = current_organisation() and s.performance_id = ${performanceId}
      and s.standing in ('double', 'irregular', 'by_hand') and s.passed and s.undone_at is null
    order by s.id desc limit 100`.execute(db)
  return rows
}

/** The name of a device; people of the staff are not named. */
const scannerOf = (scannedBy: unknown) => sql`
  (select name from devices v where v.organisation_id = current_organisation() and 'device:' || v.id = ${scannedBy})`

async function devicesOf(db: Db, performanceId: string): Promise<BoardDevice[]> {
  const { rows } = await sql<BoardDevice>`
    select name, gate, seen_at as "seenAt", synced_at as "syncedAt", battery, version, waiting from devices
    where organisation_id = current_organisation() and revoked_at is null and token_hash is not null
      and (performance_ids is null or ${performanceId}::bigint = any(performance_ids))
      and seen_at > now() - interval '1 day'
    order by coalesce(waiting, 0) desc, name limit 100`.execute(db)
  return rows
}
