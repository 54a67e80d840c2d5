import type { Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import { editsOf } from "../editing/hall-edits.ts"
import { findProblems } from "../editing/problems.ts"
import { proposeHall } from "../hall-file.ts"
import { publishVersion } from "../publish-version.ts"
import { readPlan } from "../read-plan.ts"
import { texts } from "../texts.ts"

/**
 * Makes the next version of a plan from its draft, and ends the draft. Performances keep the version they have.
 * @throws 404 not_found; 409 draft_changed or nothing_to_publish; 422 invalid_request for a plan that can't be sold by
 */
export async function publishDraft(
  trx: Trx,
  { planId, revision }: { planId: string; revision: number },
): Promise<{ id: string; number: number; seats: number }> {
  const row = await trx
    .selectFrom("seating_plans")
    .select(["draft", "draft_revision"])
    .where("id", "=", planId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw problem(404, "not_found")
  if (row.draft_revision !== revision) throw problem(409, "draft_changed")
  if (!row.draft) throw problem(409, "nothing_to_publish")
  const { file, hall } = row.draft
  const reading = readPlan(file)
  const found = "errors" in reading ? reading.errors : []
  const faults = [
    ...found.map(({ path, message }) => ({ path: `/file${path}`, message })),
    ...("errors" in reading ? [] : findProblems(file)).map(({ code, value }) => ({
      path: "/file",
      message: texts.en.faults[code](value),
    })),
  ]
  if ("errors" in reading || faults.length > 0) throw problem(422, "invalid_request", undefined, faults)
  const { plan } = reading
  const edits = editsOf(hall, new Set(plan.seats.map(({ guid }) => guid)))
  const version = await publishVersion(trx, { planId, plan, hall: { ...proposeHall(plan, edits), edits } })
  await trx
    .updateTable("seating_plans")
    .set({ draft: null, draft_revision: revision + 1 })
    .where("id", "=", planId)
    .execute()
  return { ...version, seats: plan.seats.length }
}
