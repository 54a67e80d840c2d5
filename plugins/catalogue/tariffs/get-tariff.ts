import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import type { TariffItem } from "../schemas.ts"

/** @throws 404 not_found */
export async function getTariff(
  db: Db | Trx,
  input: { organisationId: string; id: string },
): Promise<TariffItem> {
  const tariff = await db
    .selectFrom("tariffs")
    .select(["id", "ref", "name", "proof", "rank"])
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .executeTakeFirst()
  if (!tariff) throw problem(404, "not_found")
  return tariff
}
