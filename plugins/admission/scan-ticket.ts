import { randomUUID } from "node:crypto"
import DataLoader from "dataloader"
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
  ticketOrAdvance,
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
 * lets it in at most once (the key of `entries` says so, however many gates race) and keeps the scan. Scans that come while
 * such a statement is on its way share the next one.
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
    return (scan.direction === "in" && (await together(db).load(scan))) || (await scanWithCare(db, scan))
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "scans_nonce") return firstAnswer(db, scan)
    throw error
  }
}

type ScanAtOnce = DataLoader<Presented, Scanned | undefined>

/** By organisation: the scans that wait for the statement before theirs. */
const loaders = new WeakMap<Db, ScanAtOnce>()

function together(db: Db): ScanAtOnce {
  const known = loaders.get(db)
  if (known) return known
  let before: Promise<unknown> = Promise.resolve()
  const loader: ScanAtOnce = new DataLoader(
    (scans) => {
      const answers = scanEach(db, scans)
      before = answers.catch(() => undefined)
      return answers
    },
    {
      cache: false,
      maxBatchSize: 100,
      batchScheduleFn: (begin) => void before.then(() => setImmediate(begin)),
    },
  )
  loaders.set(db, loader)
  return loader
}

/** One that the database refuses, for a nonce that came before, must not stop the others: then each goes alone. */
async function scanEach(db: Db, scans: readonly Presented[]): Promise<(Scanned | undefined | Error)[]> {
  try {
    return await scanAtOnce(db, scans)
  } catch (error) {
    if (scans.length === 1) return [error as Error]
    const alone: (Scanned | undefined | Error)[] = []
    for (const scan of scans) alone.push(...(await scanEach(db, [scan])))
    return alone
  }
}

type Read = Omit<Row, "result"> & { result: Row["result"] | "with_care"; n: number }

/**
 * Ordinary tickets, in one statement, which holds them against being cancelled meanwhile, in the order of their ids, so that
 * two servers never wait for each other. Undefined, and nothing is written, for one that needs more thought.
 */
async function scanAtOnce(db: Db, scans: readonly Presented[]): Promise<(Scanned | undefined | Error)[]> {
  const column = <K extends keyof Presented>(key: K) => scans.map((scan) => scan[key])
  const { rows } = await sql<Read>`${prepared}
    with given as materialized (
      select * from unnest(${column("ticketId")}::bigint[], ${column("copy")}::int[], ${column("performanceId")}::bigint[],
        ${column("gate")}::text[], ${column("at")}::timestamptz[], ${column("nonce")}::text[], ${column("scannedBy")}::text[])
        with ordinality as g (ticket_id, copy, performance_id, gate, at, nonce, scanned_by, n)
      order by ticket_id, n),
    judged as materialized (
      select g.n, g.gate, g.at, g.nonce, g.scanned_by, p.id as performance_id,
        o.admitted_at as known_at, o.gate as known_gate,
        coalesce(
          case when k.id is null and exists (select from advance_tickets a
            where a.organisation_id = current_organisation() and a.ticket_id = g.ticket_id) then 'with_care' end,
          ${refusalOf(sql.ref("g.at"), sql.ref("g.gate"), sql.ref("g.copy"))},
          case when k.special or o.withdrawn_at is not null or not o.inside then 'with_care' end) as refusal,
        ${described}
      from given g
      join lateral (${performanceOf(sql.ref("g.performance_id"))}) p on true
      left join lateral (${ticketOf(sql.ref("g.ticket_id"))} for share of k) k on true
      left join lateral (
        select * from entries where organisation_id = current_organisation() and ticket_id = g.ticket_id and place = 1 limit 1
      ) o on true),
    entered as (
      insert into entries (organisation_id, ticket_id, performance_id, admitted_at, moved_at, gate, nonce)
      select current_organisation(), ticket_id, performance_id, at, at, gate, nonce from judged
      where refusal is null order by ticket_id, n
      on conflict do nothing returning nonce, admitted_at, gate),
    answered as (
      select j.*, e.admitted_at as entered_at, e.gate as entered_gate,
        coalesce(j.refusal, case when e.nonce is null then 'already_admitted' else 'admitted' end) as result
      from judged j left join entered e on e.nonce = j.nonce),
    kept as (
      insert into scans (organisation_id, performance_id, ticket_id, result, gate, at, scanned_by, nonce, passed, standing)
      select current_organisation(), performance_id, ticket_id, result, gate, at, scanned_by, nonce,
        result = 'admitted', case when result = 'admitted' then 'entry' end
      from answered where result <> 'with_care' order by n)
    select a.*, a.n::int, coalesce(a.entered_at, a.known_at) as admitted_at, coalesce(a.entered_gate, a.known_gate) as gate,
      (a.result = 'admitted')::int as people, 0 as places_left, null as standing
    from answered a`.execute(db)
  const byNumber = new Map(rows.map((row) => [row.n, row]))
  return Promise.all(
    scans.map(async ({ ticketId }, at) => {
      const row = byNumber.get(at + 1)
      if (!row) return problem(404, "not_found")
      const { result } = row
      if (result === "with_care") return undefined
      // Two gates at once: the one that lost the race read before the other's entry was there to be seen.
      if (result === "already_admitted" && !row.admitted_at && ticketId)
        Object.assign(row, await entryOf(db, ticketId))
      return toScanned({ ...row, result })
    }),
  )
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
    left join lateral (${ticketOrAdvance(sql.ref("s.ticket_id"))}) k on true
    left join lateral (select min(admitted_at) as admitted_at, min(gate) as gate, count(*)::int as people from entries
      where organisation_id = s.organisation_id and ticket_id = s.ticket_id and nonce = s.nonce having count(*) > 0) e on true
    left join lateral (select min(admitted_at) as admitted_at, min(gate) as gate, count(*)::int as people from entries
      where organisation_id = s.organisation_id and ticket_id = s.ticket_id and withdrawn_at is null) l on true
    where s.organisation_id = current_organisation() and s.nonce = ${nonce}`.execute(db)
  const [row] = rows
  if (!row || row.performance_id !== performanceId) throw problem(409, "nonce_reused")
  return toScanned(row)
}
