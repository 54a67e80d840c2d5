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

export interface ScannedTicket {
  number: string
  event: string
  /** Of the ticket's own performance, which may be another one. */
  startsAt: Date
  timezone: string
  zone: string
  seat: string | null
  tariff: string
  /** What the tariff asks to be shown. */
  proof: string | null
}

export interface Scanned {
  result: ScanResult
  /** When the ticket came in, and through which gate. */
  admittedAt: Date | null
  gate: string | null
  /** When the performance lets people in. */
  opensAt: Date
  closesAt: Date
  timezone: string
  ticket: ScannedTicket | null
}

interface Row extends Omit<ScannedTicket, "number" | "startsAt" | "timezone"> {
  result: ScanResult
  performance_id: string
  admitted_at: Date | null
  gate: string | null
  opens_at: Date
  closes_at: Date
  timezone: string
  number: string | null
  starts_at: Date
  ticket_timezone: string
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
  const ticketId = await genuineTicket(db, keys, organisationId, asRead(input.code))
  try {
    return toScanned(await present(db, input, ticketId, input.at ?? new Date()))
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "scans_nonce") return firstAnswer(db, input)
    throw error
  }
}

/** What readers add at the ends of a code goes; spaces stay, a code may hold some anywhere. */
function asRead(code: string): string {
  return code.replace(/^[\r\n\t]+|[\r\n\t]+$/g, "")
}

/** The id of the ticket that this code or number stands for; null when it is none of the organisation's. */
async function genuineTicket(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  code: string,
): Promise<string | null> {
  const [, one, two, position] =
    /^([2-9A-Z]{4})[ -]?([2-9A-Z]{4})[ -](\d{1,4})$/.exec(code.trim().toUpperCase()) ?? []
  if (position) {
    const number = `${one}-${two}-${position}`
    const row = await db.selectFrom("tickets").select("id").where("number", "=", number).executeTakeFirst()
    return row?.id ?? null
  }
  const read = readTicketCode(code)
  if (!read) return null
  const key = await keys.load(db, organisationId, read.keyId)
  const verified = verifyTicketCode(code, () => key?.publicKey)
  return "refused" in verified ? null : verified.ticketId
}

/** What is said of the ticket `k` and of the performance `p` in an answer. */
const described = sql`
  p.opens_at, p.closes_at, p.timezone, k.number, k.event_title as event, k.zone_name as zone, k.tariff_name as tariff,
  k.seat, k.proof, k.starts_at, k.timezone as ticket_timezone`

const performanceOf = (performanceId: unknown) => sql`
  select f.id, coalesce(f.doors_at, f.starts_at - interval '1 hour') as opens_at, f.ends_at as closes_at, v.timezone
  from performances f join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  where f.organisation_id = current_organisation() and f.id = ${performanceId}`

const ticketOf = (ticketId: unknown) => sql`
  select k.id, k.number, k.event_title, k.zone_name, k.tariff_name, k.seat, k.status, k.performance_id, t.proof, f.starts_at,
    v.timezone
  from tickets k
  join tariffs t on t.organisation_id = k.organisation_id and t.id = k.tariff_id
  join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
  join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  where k.organisation_id = current_organisation() and k.id = ${ticketId}`

async function present(db: Db | Trx, input: ScanInput, ticketId: string | null, at: Date): Promise<Row> {
  const gate = input.gate || null
  const { rows } = await sql<Row>`${prepared}
    with performance as (${performanceOf(input.performanceId)}),
    ticket as (${ticketOf(sql`${ticketId}::bigint`)}),
    judged as (
      select p.id as performance_id, k.id as ticket_id,
        case when k.id is null then 'unknown'
          when k.performance_id <> p.id then 'wrong_performance'
          when k.status = 'cancelled' then 'cancelled'
          when ${at}::timestamptz not between p.opens_at and p.closes_at then 'not_valid_now' end as refusal
      from performance p left join ticket k on true),
    entered as (
      insert into entries (organisation_id, ticket_id, performance_id, admitted_at, gate)
      select current_organisation(), ticket_id, performance_id, ${at}, ${gate} from judged where refusal is null
      on conflict do nothing returning admitted_at, gate),
    answered as (
      select j.*, coalesce(j.refusal, case when exists (select 1 from entered) then 'admitted' else 'already_admitted' end) as result
      from judged j),
    kept as (
      insert into scans (organisation_id, performance_id, ticket_id, result, gate, at, scanned_by, nonce)
      select current_organisation(), performance_id, ticket_id, result, ${gate}, ${at}, ${input.scannedBy}, ${input.nonce ?? null}
      from answered)
    select a.result, a.performance_id, coalesce(n.admitted_at, e.admitted_at) as admitted_at, coalesce(n.gate, e.gate) as gate,
      ${described}
    from answered a join performance p on true left join ticket k on true left join entered n on true
    left join entries e on e.organisation_id = current_organisation() and e.ticket_id = a.ticket_id`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  // Two gates at once: the one that lost the race read before the other's entry was there to be seen.
  if (row.result === "already_admitted" && !row.admitted_at && ticketId)
    Object.assign(row, await entryOf(db, ticketId))
  return row
}

async function entryOf(db: Db | Trx, ticketId: string) {
  return db
    .selectFrom("entries")
    .select(["admitted_at", "gate"])
    .where("ticket_id", "=", ticketId)
    .executeTakeFirst()
}

/** What was answered to this nonce before. */
async function firstAnswer(db: Db, input: ScanInput): Promise<Scanned> {
  const { rows } = await sql<Row>`
    select s.result, s.performance_id, e.admitted_at, e.gate, ${described}
    from scans s
    join lateral (${performanceOf(sql.ref("s.performance_id"))}) p on true
    left join lateral (${ticketOf(sql.ref("s.ticket_id"))}) k on true
    left join entries e on e.organisation_id = s.organisation_id and e.ticket_id = s.ticket_id
    where s.organisation_id = current_organisation() and s.nonce = ${input.nonce ?? ""}`.execute(db)
  const [row] = rows
  if (!row || row.performance_id !== input.performanceId) throw problem(409, "nonce_reused")
  return toScanned(row)
}

function toScanned(row: Row): Scanned {
  const { result, number, event, zone, tariff, seat, proof } = row
  const entered = result === "admitted" || result === "already_admitted"
  return {
    result,
    admittedAt: entered ? row.admitted_at : null,
    gate: entered ? row.gate : null,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    timezone: row.timezone,
    ticket:
      number === null
        ? null
        : {
            number,
            event,
            zone,
            tariff,
            seat,
            proof,
            startsAt: row.starts_at,
            timezone: row.ticket_timezone,
          },
  }
}
