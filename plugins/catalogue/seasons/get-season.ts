import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import type { SeasonItem } from "../schemas.ts"

/** @throws 404 not_found */
export async function getSeason(
  db: Db | Trx,
  input: { organisationId: string; id: string },
): Promise<SeasonItem> {
  const season = await db
    .selectFrom("seasons")
    .select(["id", "ref", "name", "starts_on as startsOn", "ends_on as endsOn"])
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .executeTakeFirst()
  if (!season) throw problem(404, "not_found")
  return season
}
