import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import { type Db, prepared } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"
import { genuineTickets } from "./genuine-tickets.ts"
import {
  described,
  performanceOf,
  type Row,
  refusalOf,
  type Scanned,
  ticketOf,
  toScanned,
} from "./presented.ts"
import { scanWithCare } from "./scan-with-care.ts"

export interface ScanInput {
  /** What the QR holds, or the ticket number that somebody typed. */
  code: string
  performanceId: string
  gate?: string | null
  /** When the door saw it. */
  at?: Date
  /** The same again gives the first answer. */
  nonce?: string | null
  scannedBy: string
  direction?: "in" | "out"
  /** How many come, on a ticket for several; all that may, when it is left out. */
  people?: number
}

/** A scan once its ticket is known. */
export interface Presented {
  ticketId: string | null
  /** Which copy of it, where its code was read: those before the last are refused. */
  copy: number | null
  performanceId: string
  gate: string | null
  at: Date
  nonce: string
  scannedBy: string
  direction: "in" | "out"
  people: number | undefined
}

/**
 * Presents a ticket at the door of a performance. The signature is checked first; then one statement reads the ticket,
 * lets it in at most once (the key of `entries` says so, however many gates race) and keeps the scan.
 * @throws 404 not_found for a performance of nobody; 409 nonce_reused.
 */
export async function scanTicket(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  input: ScanInput,
): Promise<Scanned> {
  const [shown] = await genuineTickets(db, keys, organisationId, [input])
  const scan: Presented = {
    ticketId: shown?.ticketId ?? null,
    copy: shown?.copy ?? null,
    performanceId: input.performanceId,
    gate: input.gate || null,
    at: input.at ?? new Date(),
    nonce: input.nonce ?? `scan:${randomUUID()}`,
    scannedBy: input.scannedBy,
    direction: input.direction ?? "in",
    people: input.people,
  }
  try {
    return (scan.direction === "in" && (await scanAtOnce(db, scan))) || (await scanWithCare(db, scan))
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "scans_nonce") return firstAnswer(db, scan)
    throw error
  }
}

type Read = Omit<Row, "result"> & { result: Row["result"] | "with_care" }

/** The ordinary ticket, in one statement, which holds it against being cancelled meanwhile. Undefined, and nothing is written, for one that needs more thought. */
async function scanAtOnce(db: Db, scan: Presented): Promise<Scanned | undefined> {
  const { ticketId, copy, performanceId, gate, at, nonce, scannedBy } = scan
  const { rows } = await sql<Read>`${prepared}
    with performance as (${performanceOf(performanceId)}),
    ticket as (${ticketOf(sql`${ticketId}::bigint`)} for share of k),
    known as (
      select admitted_at, gate, withdrawn_at, inside from entries
      where organisation_id = current_organisation() and ticket_id = ${ticketId}::bigint and place = 1 limit 1),
    judged as (
      select p.id as performance_id, k.id as ticket_id, coalesce(${refusalOf(at, gate, copy)},
          case when k.special or o.withdrawn_at is not null or not o.inside then 'with_care' end) as refusal
      from performance p left join ticket k on true left join known o on true),
    entered as (
      insert into entries (organisation_id, ticket_id, performance_id, admitted_at, moved_at, gate, nonce)
      select current_organisation(), ticket_id, performance_id, ${at}, ${at}, ${gate}, ${nonce} from judged
      where refusal is null
      on conflict do nothing returning admitted_at, gate),
    answered as (
      select j.*, coalesce(j.refusal, case when exists (select 1 from entered) then 'admitted' else 'already_admitted' end) as result
      from judged j),
    kept as (
      insert into scans (organisation_id, performance_id, ticket_id, result, gate, at, scanned_by, nonce, passed, standing)
      select current_organisation(), performance_id, ticket_id, result, ${gate}, ${at}, ${scannedBy}, ${nonce},
        result = 'admitted', case when result = 'admitted' then 'entry' end
      from answered where result <> 'with_care')
    select a.result, a.performance_id, coalesce(n.admitted_at, o.admitted_at) as admitted_at, coalesce(n.gate, o.gate) as gate,
      (a.result = 'admitted')::int as people, 0 as places_left, null as standing, ${described}
    from answered a join performance p on true left join ticket k on true left join entered n on true
    left join known o on true`.execute(db)
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  const { result } = row
  if (result === "with_care") return undefined
  // Two gates at once: the one that lost the race read before the other's entry was there to be seen.
  if (result === "already_admitted" && !row.admitted_at && ticketId)
    Object.assign(row, await entryOf(db, ticketId))
  return toScanned({ ...row, result })
}

async function entryOf(db: Db, ticketId: string) {
  return db
    .selectFrom("entries")
    .select(["admitted_at", "gate"])
    .where("ticket_id", "=", ticketId)
    .executeTakeFirst()
}

/** What was answered to this nonce before. */
async function firstAnswer(db: Db, { nonce, performanceId }: Presented): Promise<Scanned> {
  const { rows } = await sql<Row>`
    select s.result, s.performance_id, s.standing, coalesce(e.admitted_at, l.admitted_at) as admitted_at,
      coalesce(e.gate, l.gate) as gate, coalesce(e.people, 0) as people, k.places - coalesce(l.people, 0) as places_left,
      ${described}
    from scans s
    join lateral (${performanceOf(sql.ref("s.performance_id"))}) p on true
    left join lateral (${ticketOf(sql.ref("s.ticket_id"))}) k on true
    left join lateral (select min(admitted_at) as admitted_at, min(gate) as gate, count(*)::int as people from entries
      where organisation_id = s.organisation_id and ticket_id = s.ticket_id and nonce = s.nonce having count(*) > 0) e on true
    left join lateral (select min(admitted_at) as admitted_at, min(gate) as gate, count(*)::int as people from entries
      where organisation_id = s.organisation_id and ticket_id = s.ticket_id and withdrawn_at is null) l on true
    where s.organisation_id = current_organisation() and s.nonce = ${nonce}`.execute(db)
  const [row] = rows
  if (!row || row.performance_id !== performanceId) throw problem(409, "nonce_reused")
  return toScanned(row)
}
