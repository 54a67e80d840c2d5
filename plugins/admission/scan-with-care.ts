import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { problem } from "../../server/problem.ts"
import {
  described,
  performanceOf,
  type Row,
  refusalOf,
  type Scanned,
  ticketOrAdvance,
  toScanned,
} from "./presented.ts"
import type { Presented } from "./scan-ticket.ts"
import { settle } from "./settle.ts"
import { lockTickets, passagesOf, settleTickets } from "./settle-tickets.ts"
import type { ScanResult } from "./tables.ts"

/**
 * A ticket for several people or days, one that went out or was taken back, and every exit: decided on all that is known
 * of the ticket, under its lock. Lets in only if nobody who came in before is pushed out by it.
 */
export async function scanWithCare(db: Db, scan: Presented): Promise<Scanned> {
  return inTransaction(db, async (trx) => {
    if (scan.ticketId) await lockTickets(trx, [scan.ticketId])
    const row = await judge(trx, scan)
    const { ticketId } = scan
    if (row.refusal || !ticketId) {
      await keep(trx, scan, row.refusal ?? "unknown", false, 1)
      return toScanned({ ...row, result: row.refusal ?? "unknown" })
    }
    const [ticket] = await passagesOf(trx, [ticketId])
    if (!ticket) throw problem(404, "not_found")
    const { passages, allowance } = ticket
    const before = settle(passages, allowance)
    const people = scan.people ?? (scan.direction === "in" ? allowance.places : 1)
    const passage = { nonce: scan.nonce, at: scan.at.getTime(), direction: scan.direction, people }
    const after = settle([...passages, passage], allowance)
    const passes = doubles(after) === doubles(before)
    const result = scan.direction === "out" ? "exited" : passes ? "admitted" : "already_admitted"
    const places = [...after.places.values()]
    const came = places.filter(({ nonce }) => nonce === scan.nonce).length || (passes ? 1 : 0)
    await keep(trx, scan, result, passes, scan.direction === "in" ? Math.max(came, 1) : people)
    if (passes) await settleTickets(trx, [ticketId])
    const first = [...before.places.values()].at(-1)
    return toScanned({
      ...row,
      result,
      admitted_at: passes ? scan.at : first ? new Date(first.at) : null,
      gate: passes ? scan.gate : first ? await gateOf(trx, first.nonce) : null,
      people: scan.direction === "in" ? came : 0,
      places_left: allowance.places - (passes ? after : before).places.size,
    })
  })
}

const doubles = ({ standings }: ReturnType<typeof settle>) =>
  [...standings.values()].filter((standing) => standing === "double").length

async function judge(trx: Trx, { ticketId, copy, performanceId, at, gate }: Presented) {
  const { rows } = await sql<Row & { refusal: ScanResult | null }>`
    select ${refusalOf(at, gate, copy)} as refusal, p.id as performance_id, null as admitted_at, null as gate, 0 as people,
      0 as places_left, null as standing, ${described}
    from (${performanceOf(performanceId)}) p left join (${ticketOrAdvance(sql`${ticketId}::bigint`)}) k on true`.execute(
    trx,
  )
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  return row
}

async function keep(
  trx: Trx,
  scan: Presented,
  result: ScanResult,
  passed: boolean,
  people: number,
): Promise<void> {
  await trx
    .insertInto("scans")
    .values({
      organisation_id: sql`current_organisation()`,
      performance_id: scan.performanceId,
      ticket_id: scan.ticketId,
      result,
      gate: scan.gate,
      at: scan.at,
      scanned_by: scan.scannedBy,
      nonce: scan.nonce,
      direction: scan.direction,
      people,
      reason: null,
      passed,
      undone_at: null,
      standing: null,
    })
    .execute()
}

async function gateOf(trx: Trx, nonce: string): Promise<string | null> {
  const row = await trx.selectFrom("scans").select("gate").where("nonce", "=", nonce).executeTakeFirst()
  return row?.gate ?? null
}
