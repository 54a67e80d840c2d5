import type { Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { VenueItem } from "./venue.ts"

/** @throws 404 not_found */
export async function getVenue(
  db: Db | Trx,
  input: { organisationId: string; id: string },
): Promise<VenueItem> {
  const venue = await db
    .selectFrom("venues")
    .select(["id", "ref", "name", "address", "timezone"])
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .executeTakeFirst()
  if (!venue) throw problem(404, "not_found")
  return venue
}
