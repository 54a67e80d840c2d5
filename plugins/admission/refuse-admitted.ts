import type { Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/** Who came in does not get the money back. The tickets are locked: no scan lets in meanwhile. @throws 409 already_admitted */
export async function refuseAdmitted(trx: Trx, ticketIds: readonly string[]): Promise<void> {
  const entry = await trx
    .selectFrom("entries")
    .select("ticket_id")
    .where("ticket_id", "in", [...ticketIds])
    .where("withdrawn_at", "is", null)
    .executeTakeFirst()
  if (entry) throw problem(409, "already_admitted")
}
