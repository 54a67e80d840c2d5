import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { lockTickets, settleTickets } from "./settle-tickets.ts"

/** How long a scan may be taken back after it, in milliseconds; offline doors hold to the same. */
export const takeBackWithin = 60_000

/**
 * Takes a scan back: nobody came in by it. Who came in on the same ticket elsewhere, if anybody, has the entry then.
 * @throws 404 not_found when this scanner let nobody in by this nonce; 409 too_late a minute after it.
 */
export async function takeBack(
  db: Db,
  { nonce, scannedBy }: { nonce: string; scannedBy: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const scan = await trx
      .selectFrom("scans")
      .select(["ticket_id", "received_at", "undone_at"])
      .where("nonce", "=", nonce)
      .where("scanned_by", "=", scannedBy)
      .where("passed", "=", true)
      .forUpdate()
      .executeTakeFirst()
    if (!scan) throw problem(404, "not_found")
    if (scan.undone_at) return
    if (Date.now() - scan.received_at.getTime() > takeBackWithin) throw problem(409, "too_late")
    if (scan.ticket_id) await lockTickets(trx, [scan.ticket_id])
    await trx.updateTable("scans").set({ undone_at: new Date() }).where("nonce", "=", nonce).execute()
    if (scan.ticket_id) await settleTickets(trx, [scan.ticket_id])
  })
}
