import { cleanLine } from "../../../server/clean-text.ts"
import type { Db, Trx } from "../../../server/database.ts"
import { readDay } from "../../../server/form-reader.ts"
import { problem } from "../../../server/problem.ts"
import { insertUnderRef } from "../insert-under-ref.ts"
import { broken, refusal } from "../rules.ts"
import type { SeasonInput, SeasonItem } from "../schemas.ts"

const columns = ["id", "ref", "name", "starts_on as startsOn", "ends_on as endsOn"] as const

/** @throws 409 ref_taken; 422 invalid_request */
export async function createSeason(
  db: Db | Trx,
  input: { organisationId: string; season: SeasonInput },
): Promise<SeasonItem> {
  const values = checked(input.season)
  return insertUnderRef(input.season.ref, values.name, "season", (ref) =>
    db
      .insertInto("seasons")
      .values({ organisation_id: input.organisationId, ref, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst(),
  )
}

/** @throws 404 not_found; 422 invalid_request */
export async function updateSeason(
  db: Db | Trx,
  input: { organisationId: string; id: string; season: SeasonInput },
): Promise<SeasonItem> {
  const season = await db
    .updateTable("seasons")
    .set(checked(input.season))
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .returning(columns)
    .executeTakeFirst()
  if (!season) throw problem(404, "not_found")
  return season
}

function checked({ name, startsOn, endsOn }: SeasonInput) {
  const values = { name: cleanLine(name), starts_on: readDay(startsOn) ?? "", ends_on: readDay(endsOn) ?? "" }
  const errors = [
    values.name ? null : broken("/name", "empty"),
    values.starts_on ? null : broken("/startsOn", "no_such_day"),
    values.ends_on ? null : broken("/endsOn", "no_such_day"),
    values.starts_on && values.ends_on && values.ends_on < values.starts_on
      ? broken("/endsOn", "ends_before_start")
      : null,
  ].filter((error) => error !== null)
  if (errors.length > 0) throw refusal(...errors)
  return values
}
