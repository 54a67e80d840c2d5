import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"

/** Cancels a performance, or takes that back: nothing else changes, and nobody is refunded by it. @throws 404 not_found */
export async function setPerformanceStatus(
  db: Db | Trx,
  input: { organisationId: string; id: string; status: "scheduled" | "cancelled" },
): Promise<void> {
  const performance = await db
    .updateTable("performances")
    .set({ status: input.status })
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .returning("id")
    .executeTakeFirst()
  if (!performance) throw problem(404, "not_found")
}
