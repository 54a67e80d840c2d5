import { sql } from "kysely"
import { type Db, prepared, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"
import { readTicketCode, verifyTicketCode } from "../tickets/ticket-code.ts"
import type { ScanResult } from "./tables.ts"

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
}

export interface Scanned {
  result: ScanResult
  admittedAt: Date | null
  ticket: { number: string; event: string; zone: string; tariff: string; proof: string | null } | null
}

interface Row {
  result: ScanResult
  admitted_at: Date | null
  number: string | null
  event: string
  zone: string
  tariff: string
  proof: string | null
}

/**
 * Presents a ticket at the door of a performance. The signature is checked first; then one statement reads the ticket,
 * lets it in at most once (the key of `entries` says so, however many gates race) and keeps the scan.
 * @throws 404 not_found for a performance of nobody; 409 nonce_reused.
 */
export async function scanTicket(db: Db, keys: SigningKeys, organisationId: string, input: ScanInput): Promise<Scanned> {
  const ticketId = await genuineTicket(db, keys, organisationId, input.code)
  const at = input.at ?? new Date()
  try {
    return toScanned(await present(db, input, ticketId, at))
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "scans_nonce") return firstAnswer(db, input)
    throw error
  }
}

/** The id of the ticket that this code or number stands for; null when it is none of the organisation's. */
async function genuineTicket(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  code: string,
): Promise<string | null> {
  if (/^[2-9A-Z]{4}-?[2-9A-Z]{4}-\d{1,4}$/i.test(code.trim())) {
    const number = code.trim().toUpperCase().replace(/^(.{4})-?(.{4})-/, "$1-$2-")
    const row = await db.selectFrom("tickets").select("id").where("number", "=", number).executeTakeFirst()
    return row?.id ?? null
  }
  const read = readTicketCode(code)
  if (!read) return null
  const key = await keys.load(db, organisationId, read.keyId)
  const verified = verifyTicketCode(code, () => key?.publicKey)
  return "refused" in verified ? null : verified.ticketId
}

async function present(db: Db | Trx, input: ScanInput, ticketId: string | null, at: Date): Promise<Row> {
  const { rows } = await sql<Row>`${prepared}
    with performance as (
      select id, coalesce(doors_at, starts_at - interval '1 hour') as opens, ends_at as closes
      from performances where organisation_id = current_organisation() and id = ${input.performanceId}),
    ticket as (
      select k.id, k.number, k.event_title, k.zone_name, k.tariff_name, t.proof, k.status, k.performance_id
      from tickets k join tariffs t on t.organisation_id = k.organisation_id and t.id = k.tariff_id
      where k.organisation_id = current_organisation() and k.id = ${ticketId}::bigint),
    judged as (
      select p.id as performance_id, k.id as ticket_id,
        case when k.id is null then 'unknown'
          when k.performance_id <> p.id then 'wrong_performance'
          when k.status = 'cancelled' then 'cancelled'
          when ${at}::timestamptz not between p.opens and p.closes then 'not_valid_now' end as refusal
      from performance p left join ticket k on true),
    entered as (
      insert into entries (organisation_id, ticket_id, performance_id, admitted_at, gate)
      select current_organisation(), ticket_id, performance_id, ${at}, ${input.gate ?? null} from judged where refusal is null
      on conflict do nothing returning admitted_at),
    answered as (
      select j.*, coalesce(j.refusal, case when exists (select 1 from entered) then 'admitted' else 'already_admitted' end) as result
      from judged j),
    kept as (
      insert into scans (organisation_id, performance_id, ticket_id, result, gate, at, scanned_by, nonce)
      select current_organisation(), performance_id, ticket_id, result, ${input.gate ?? null}, ${at}, ${input.scannedBy}, ${input.nonce ?? null}
      from answered)
    select a.result, coalesce((select admitted_at from entered),
        (select e.admitted_at from entries e where e.organisation_id = current_organisation() and e.ticket_id = a.ticket_id)) as admitted_at,
      k.number, k.event_title as event, k.zone_name as zone, k.tariff_name as tariff, k.proof
    from answered a left join ticket k on true`.execute(db)
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  // Two gates at once: the one that lost the race read before the other's entry was there to be seen.
  if (row.result === "already_admitted" && !row.admitted_at && ticketId)
    row.admitted_at = await admittedAt(db, ticketId)
  return row
}

async function admittedAt(db: Db | Trx, ticketId: string): Promise<Date | null> {
  const entry = await db
    .selectFrom("entries")
    .select("admitted_at")
    .where("ticket_id", "=", ticketId)
    .executeTakeFirst()
  return entry?.admitted_at ?? null
}

/** What was answered to this nonce before. */
async function firstAnswer(db: Db, input: ScanInput): Promise<Scanned> {
  const { rows } = await sql<Row & { performance_id: string }>`
    select s.result, s.performance_id, e.admitted_at, k.number, k.event_title as event, k.zone_name as zone,
      k.tariff_name as tariff, t.proof
    from scans s
    left join entries e on e.organisation_id = s.organisation_id and e.ticket_id = s.ticket_id
    left join tickets k on k.organisation_id = s.organisation_id and k.id = s.ticket_id
    left join tariffs t on t.organisation_id = k.organisation_id and t.id = k.tariff_id
    where s.organisation_id = current_organisation() and s.nonce = ${input.nonce ?? ""}`.execute(db)
  const [row] = rows
  if (!row || row.performance_id !== input.performanceId) throw problem(409, "nonce_reused")
  return toScanned(row)
}

function toScanned(row: Row): Scanned {
  const { result, number, event, zone, tariff, proof } = row
  return {
    result,
    admittedAt: result === "admitted" || result === "already_admitted" ? row.admitted_at : null,
    ticket: number === null ? null : { number, event, zone, tariff, proof },
  }
}

