import type { Db } from "../../server/database.ts"
import { sqlState } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/**
 * Removes a venue where nothing was ever planned.
 * @throws 404 not_found; 409 in_use
 */
export async function removeVenue(db: Db, input: { organisationId: string; id: string }): Promise<void> {
  const removed = await db
    .deleteFrom("venues")
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .returning("id")
    .executeTakeFirst()
    .catch((error: unknown) => {
      if (sqlState(error) === "23503") throw problem(409, "in_use")
      throw error
    })
  if (!removed) throw problem(404, "not_found")
}
