import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { releaseAllotment } from "../inventory/release-allotment.ts"
import { voidAdvanceTickets } from "../tickets/advance-tickets.ts"
import type { ReserveEnd } from "./tables.ts"

/**
 * Ends what a till kept: the codes that nobody sold open no door any more, and their places are on sale for everybody. False when
 * it had ended before. What was sold of it and not told yet is recorded all the same when it comes: see record-sale.ts.
 */
export async function endReserve(db: Db | Trx, id: string, reason: ReserveEnd): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const reserve = await trx
      .updateTable("offline_reserves")
      .set({ ended_at: sql<Date>`now()`, end_reason: reason })
      .where("id", "=", id)
      .where("ended_at", "is", null)
      .returning("allotment_id")
      .executeTakeFirst()
    if (!reserve) return false
    await voidAdvanceTickets(trx, reserve.allotment_id)
    await releaseAllotment(trx, reserve.allotment_id)
    return true
  })
}

/** The till is counted and closed: it sells nothing more. */
export async function endReservesOf(trx: Trx, sessionId: string): Promise<void> {
  const open = await trx
    .selectFrom("offline_reserves")
    .select("id")
    .where("session_id", "=", sessionId)
    .where("ended_at", "is", null)
    .orderBy("id")
    .execute()
  for (const { id } of open) await endReserve(trx, id, "session_closed")
}

/** Ends the reserves of performances that are over, or will not take place. */
export async function endPastReserves(db: Db): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select r.id from offline_reserves r
    join performances f on f.organisation_id = r.organisation_id and f.id = r.performance_id
    where r.organisation_id = current_organisation() and r.ended_at is null
      and (f.ends_at < now() or f.status <> 'scheduled') order by r.id limit 100`.execute(db)
  for (const { id } of rows) await endReserve(db, id, "performance_over")
}
