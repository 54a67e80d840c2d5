import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"
import { genuineTickets, type Shown } from "./genuine-tickets.ts"
import {
  described,
  performanceOf,
  type Row,
  refusalOf,
  type Scanned,
  ticketOrAdvance,
  toScanned,
} from "./presented.ts"
import { lockTickets, settleTickets } from "./settle-tickets.ts"
import type { ScanResult, Standing } from "./tables.ts"

/** What a door did while it was on its own. */
export interface ScanReport {
  /** Null: somebody let in by hand without a ticket. */
  shown: Shown | null
  performanceId: string
  gate?: string | undefined
  /** By the clock of the door. */
  at?: Date | undefined
  nonce?: string | undefined
  /** What the door answered; left out, it let in whatever was good for it. */
  result?: ScanResult | undefined
  direction?: "in" | "out" | undefined
  people?: number | undefined
  /** Why it let in by hand. */
  reason?: string | undefined
  undoneAt?: Date | undefined
}

interface Judged extends Row {
  n: number
  refusal: ScanResult | null
}

/** A report with all that is known of it before it is written. */
interface Kept {
  n: number
  report: ScanReport
  judged: Judged
  nonce: string
  at: Date
  undoneAt: Date | null
  passed: boolean
  result: ScanResult
  standing: Standing | null
}

/** Clocks this close to ours are taken at their word, in milliseconds. */
const closeEnough = 2000

/**
 * Takes what a door did, in any order and as often as it likes, and settles it with what the others did: of two doors that
 * let in the same ticket, the earlier one by the clock has the entry and the other the double, whoever speaks first. No
 * report is refused: what came in irregularly is kept and shown to the manager.
 * @param sentAt the door's clock now: a clock that is wrong by hours is put right by it.
 * @returns an answer for each, in order; null for a performance of nobody.
 */
export async function recordScans(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  {
    reports,
    scannedBy,
    sentAt,
  }: { reports: readonly ScanReport[]; scannedBy: string; sentAt?: Date | undefined },
): Promise<(Scanned | null)[]> {
  if (reports.length === 0) return []
  const now = Date.now()
  const wrong = sentAt ? now - sentAt.getTime() : 0
  const shift = Math.abs(wrong) > closeEnough ? wrong : 0
  const atOurs = (at: Date) => new Date(sentAt ? Math.min(at.getTime() + shift, now) : at.getTime())
  const times = reports.map(({ at }) => (at ? atOurs(at) : new Date(now)))
  const genuine = await genuineTickets(
    db,
    keys,
    organisationId,
    reports.map(({ shown }) => shown ?? { code: "" }),
  )
  // What a door let in came in, whichever copy it held in hand.
  const tickets = genuine.map((one) => one?.ticketId ?? null)
  return db.transaction().execute(async (trx) => {
    await lockTickets(
      trx,
      tickets.filter((id) => id !== null),
    )
    const judged = await judge(trx, reports, tickets, times)
    const kept: Kept[] = [...judged.values()].map((one) => {
      const report = reports[one.n] as ScanReport
      return {
        n: one.n,
        report,
        judged: one,
        nonce: report.nonce ?? `batch:${randomUUID()}`,
        at: times[one.n] as Date,
        undoneAt: report.undoneAt ? atOurs(report.undoneAt) : null,
        ...standingOf(report, one),
      }
    })
    await refuseOwnDoubles(trx, kept, scannedBy)
    const fresh = await write(trx, kept, scannedBy)
    const touched = kept
      .filter(({ judged }) => judged.ticket_id && !judged.refusal)
      .map(({ judged }) => judged.ticket_id as string)
    await settleTickets(trx, [...new Set(touched)])
    await answerDoubles(trx, [...fresh])
    const answers = await answersTo(trx, kept)
    return reports.map((_, n) => answers.get(n) ?? null)
  })
}

/** What the door did, and whether the rules agree. */
function standingOf(report: ScanReport, { refusal }: Judged): Pick<Kept, "passed" | "result" | "standing"> {
  const { result, reason, direction, shown } = report
  if (shown === null) return { passed: true, result: "admitted", standing: "by_hand" }
  if (result !== undefined && result !== "admitted" && result !== "exited")
    return { passed: false, result, standing: null }
  if (result === undefined && refusal) return { passed: false, result: refusal, standing: null }
  if (direction === "out") return { passed: !refusal, result: refusal ?? "exited", standing: null }
  // By hand, the hour and the gate were for the person at the door to judge.
  const forgiven = reason !== undefined && (refusal === "not_valid_now" || refusal === "wrong_gate")
  return {
    passed: true,
    result: refusal && !forgiven ? refusal : "admitted",
    standing: refusal && !forgiven ? "irregular" : null,
  }
}

async function judge(
  trx: Trx,
  reports: readonly ScanReport[],
  tickets: readonly (string | null)[],
  times: readonly Date[],
): Promise<Map<number, Judged>> {
  const { rows } = await sql<Judged>`
    select g.n, ${refusalOf(sql.ref("g.at"), sql.ref("g.gate"))} as refusal, p.id as performance_id, ${described}
    from unnest(${reports.map((_, n) => n)}::int[], ${reports.map(({ performanceId }) => performanceId)}::bigint[],
      ${tickets}::bigint[], ${times}::timestamptz[], ${reports.map(({ gate }) => gate || null)}::text[])
      as g(n, performance_id, ticket_id, at, gate)
    join lateral (${performanceOf(sql.ref("g.performance_id"))}) p on true
    left join lateral (${ticketOrAdvance(sql.ref("g.ticket_id"))}) k on true order by g.n`.execute(trx)
  return new Map(rows.map((row) => [row.n, row]))
}

/** A scanner knows the doubles it saw itself: where it does not say what it answered, it refused them. */
async function refuseOwnDoubles(trx: Trx, kept: Kept[], scannedBy: string): Promise<void> {
  const plain = kept
    .filter(
      ({ report, passed, judged }) =>
        passed && report.result === undefined && report.direction !== "out" && judged.places === 1,
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  if (plain.length === 0) return
  const own = await trx
    .selectFrom("scans")
    .select(["ticket_id", "gate", "nonce"])
    .where("passed", "=", true)
    .where("undone_at", "is", null)
    .where("scanned_by", "=", scannedBy)
    .where("performance_id", "in", [...new Set(plain.map(({ judged }) => judged.performance_id))])
    .where("ticket_id", "in", [...new Set(plain.map(({ judged }) => judged.ticket_id as string))])
    .execute()
  const name = (ticket: string | null, gate: string | null | undefined) => `${ticket} ${gate || ""}`
  const seen = new Map(own.map(({ ticket_id, gate, nonce }) => [name(ticket_id, gate), nonce]))
  for (const one of plain) {
    const door = name(one.judged.ticket_id, one.report.gate)
    const first = seen.get(door)
    if (first === undefined) seen.set(door, one.nonce)
    else if (first !== one.nonce) Object.assign(one, { passed: false, result: "already_admitted" })
  }
}

/** Writes the reports; of one that came before, what is new in it. Gives the nonces that are new. */
async function write(trx: Trx, kept: readonly Kept[], scannedBy: string): Promise<Set<string>> {
  const unique = [...new Map(kept.map((one) => [one.nonce, one])).values()]
  const column = <T>(read: (one: Kept) => T) => unique.map(read)
  const { rows } = await sql<{ nonce: string; fresh: boolean }>`
    insert into scans as s (organisation_id, performance_id, ticket_id, result, gate, at, scanned_by, nonce, direction, people,
      reason, passed, undone_at, standing)
    select current_organisation(), g.performance_id, g.ticket_id, g.result, g.gate, g.at, ${scannedBy}, g.nonce, g.direction,
      g.people, g.reason, g.passed, g.undone_at, g.standing
    from unnest(${column(({ judged }) => judged.performance_id)}::bigint[], ${column(({ judged }) => judged.ticket_id)}::bigint[],
      ${column(({ result }) => result)}::text[], ${column(({ report }) => report.gate || null)}::text[],
      ${column(({ at }) => at)}::timestamptz[], ${column(({ nonce }) => nonce)}::text[],
      ${column(({ report }) => report.direction ?? "in")}::text[],
      ${column(({ report, judged }) => report.people ?? (report.direction === "out" ? 1 : (judged.places ?? 1)))}::smallint[],
      ${column(({ report }) => report.reason ?? null)}::text[], ${column(({ passed }) => passed)}::boolean[],
      ${column(({ undoneAt }) => undoneAt)}::timestamptz[], ${column(({ standing }) => standing)}::text[])
      as g(performance_id, ticket_id, result, gate, at, nonce, direction, people, reason, passed, undone_at, standing)
    order by g.nonce
    on conflict (organisation_id, nonce) do update set passed = s.passed or excluded.passed,
      undone_at = coalesce(s.undone_at, excluded.undone_at), standing = coalesce(s.standing, excluded.standing)
    where s.performance_id = excluded.performance_id and s.ticket_id is not distinct from excluded.ticket_id
    returning nonce, xmax = 0 as fresh`.execute(trx)
  return new Set(rows.filter(({ fresh }) => fresh).map(({ nonce }) => nonce))
}

/** The first answer to a double says so. */
async function answerDoubles(trx: Trx, nonces: readonly string[]): Promise<void> {
  await trx
    .updateTable("scans")
    .set({ result: "already_admitted" })
    .where("nonce", "=", sql<string>`any(${nonces}::text[])`)
    .where("standing", "=", "double")
    .execute()
}

async function answersTo(trx: Trx, kept: readonly Kept[]): Promise<Map<number, Scanned>> {
  const { rows } = await sql<{
    nonce: string
    result: ScanResult
    standing: Standing | null
    admitted_at: Date | null
    gate: string | null
    people: number
    entered: number
  }>`
    select s.nonce, s.result, s.standing, coalesce(e.admitted_at, l.admitted_at) as admitted_at, coalesce(e.gate, l.gate) as gate,
      coalesce(e.people, 0) as people, coalesce(l.people, 0) as entered
    from scans s
    left join lateral (select min(admitted_at) as admitted_at, min(gate) as gate, count(*)::int as people from entries
      where organisation_id = s.organisation_id and ticket_id = s.ticket_id and nonce = s.nonce and withdrawn_at is null
      having count(*) > 0) e on true
    left join lateral (select min(admitted_at) as admitted_at, min(gate) as gate, count(*)::int as people from entries
      where organisation_id = s.organisation_id and ticket_id = s.ticket_id and withdrawn_at is null) l on true
    where s.organisation_id = current_organisation() and s.nonce = any(${kept.map(({ nonce }) => nonce)}::text[])`.execute(
    trx,
  )
  const byNonce = new Map(rows.map((row) => [row.nonce, row]))
  return new Map(
    kept.map(({ n, nonce, judged }) => {
      const found = byNonce.get(nonce)
      const left = (judged.places ?? 1) - (found?.entered ?? 0)
      return [
        n,
        toScanned({ ...judged, ...(found as NonNullable<typeof found>), places_left: Math.max(left, 0) }),
      ]
    }),
  )
}
