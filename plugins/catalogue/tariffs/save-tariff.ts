import { sql } from "kysely"
import { cleanLine } from "../../../server/clean-text.ts"
import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import { insertUnderRef } from "../insert-under-ref.ts"
import { broken, refusal } from "../rules.ts"
import type { TariffInput, TariffItem } from "../schemas.ts"

const columns = ["id", "ref", "name", "proof", "rank"] as const

/** Without a rank, the tariff comes last. @throws 409 ref_taken; 422 invalid_request */
export async function createTariff(
  db: Db | Trx,
  input: { organisationId: string; tariff: TariffInput },
): Promise<TariffItem> {
  const values = checked(input.tariff)
  const last = sql<number>`(select coalesce(max(rank), 0) + 1 from tariffs where organisation_id = ${input.organisationId})`
  return insertUnderRef(input.tariff.ref, values.name, "tariff", (ref) =>
    db
      .insertInto("tariffs")
      .values({ organisation_id: input.organisationId, ref, ...values, rank: input.tariff.rank ?? last })
      .onConflict((conflict) => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst(),
  )
}

/** @throws 404 not_found; 422 invalid_request */
export async function updateTariff(
  db: Db | Trx,
  input: { organisationId: string; id: string; tariff: TariffInput },
): Promise<TariffItem> {
  const { rank } = input.tariff
  const tariff = await db
    .updateTable("tariffs")
    .set({ ...checked(input.tariff), ...(rank === undefined ? {} : { rank }) })
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .returning(columns)
    .executeTakeFirst()
  if (!tariff) throw problem(404, "not_found")
  return tariff
}

function checked({ name, proof }: TariffInput) {
  const values = { name: cleanLine(name), proof: cleanLine(proof ?? "") || null }
  if (!values.name) throw refusal(broken("/name", "empty"))
  return values
}
