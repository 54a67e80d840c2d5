import { cleanLine } from "../../../server/clean-text.ts"
import { type Db, sqlState, type Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import { insertUnderSlug, slugOf } from "../../../server/slug.ts"
import type { PlanDraft } from "../draft.ts"
import { readDraft } from "./read-draft.ts"

/** Makes a plan that is only a draft. @throws 422 invalid_request without a name, or for an unknown venue */
export async function makePlan(
  db: Db | Trx,
  input: { organisationId: string; name: string; venueId: string | null; draft: PlanDraft },
): Promise<{ id: string }> {
  const name = namedPlan(input.name)
  try {
    return await insertUnderSlug(slugOf(name, "plan"), (ref) =>
      db
        .insertInto("seating_plans")
        .values({
          organisation_id: input.organisationId,
          ref,
          name,
          venue_id: input.venueId,
          draft: JSON.stringify(input.draft),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id")
        .executeTakeFirst(),
    )
  } catch (error) {
    throw unknownVenue(error)
  }
}

/** A plan of its own that begins as another one is now. @throws 404 not_found */
export async function duplicatePlan(
  trx: Trx,
  input: { organisationId: string; planId: string; name: string },
): Promise<{ id: string }> {
  const { file, hall } = await readDraft(trx, input.planId)
  const { venue_id } = await trx
    .selectFrom("seating_plans")
    .select("venue_id")
    .where("id", "=", input.planId)
    .executeTakeFirstOrThrow()
  const { organisationId, name } = input
  return makePlan(trx, {
    organisationId,
    name,
    venueId: venue_id,
    draft: { file: { ...file, name: namedPlan(name) }, hall, trace: null },
  })
}

/** @throws 404 not_found; 422 invalid_request */
export async function renamePlan(
  db: Db | Trx,
  input: { planId: string; name: string; venueId: string | null },
): Promise<void> {
  const name = namedPlan(input.name)
  const { numUpdatedRows } = await db
    .updateTable("seating_plans")
    .set({ name, venue_id: input.venueId })
    .where("id", "=", input.planId)
    .executeTakeFirst()
    .catch((error) => {
      throw unknownVenue(error)
    })
  if (numUpdatedRows === 0n) throw problem(404, "not_found")
}

function namedPlan(typed: string): string {
  const name = cleanLine(typed)
  if (!name || name.length > 190)
    throw problem(422, "invalid_request", undefined, [
      { path: "/name", message: "must be 1 to 190 characters" },
    ])
  return name
}

function unknownVenue(error: unknown): unknown {
  return sqlState(error) === "23503"
    ? problem(422, "invalid_request", undefined, [{ path: "/venueId", message: "is not a venue" }])
    : error
}
