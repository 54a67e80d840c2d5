import { type Db, sqlState } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/**
 * Removes a season or a tariff that nothing refers to, not even what was sold.
 * @throws 404 not_found; 409 in_use
 */
export async function removeUnused(
  db: Db,
  input: { organisationId: string; table: "seasons" | "tariffs"; id: string },
): Promise<void> {
  const removed = await db
    .deleteFrom(input.table)
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
