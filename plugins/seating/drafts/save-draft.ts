import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import type { PlanDraft } from "../draft.ts"
import { type PlanError, readPlan } from "../read-plan.ts"

/** What a plan may lack while it is drawn, and not when it is published. */
const unfinished: readonly PlanError["rule"][] = ["no_seat", "unknown_category", "standing_and_seated"]

/**
 * Puts a draft in the place of the one of this revision.
 * @returns the revision it has now
 * @throws 404 not_found; 409 draft_changed when somebody else has saved; 422 invalid_request for what no plan can be
 */
export async function saveDraft(
  db: Db | Trx,
  {
    planId,
    revision,
    file,
    hall,
    trace,
  }: { planId: string; revision: number } & Omit<PlanDraft, "file"> & { file: unknown },
): Promise<number> {
  const reading = readPlan(file)
  const errors = "errors" in reading ? reading.errors.filter(({ rule }) => !unfinished.includes(rule)) : []
  if (errors.length > 0)
    throw problem(
      422,
      "invalid_request",
      undefined,
      errors.map(({ path, message }) => ({ path: `/file${path}`, message })),
    )
  const saved = await db
    .updateTable("seating_plans")
    .set((row) => ({
      draft: JSON.stringify({ file, hall, trace }),
      draft_revision: row("draft_revision", "+", 1),
    }))
    .where("id", "=", planId)
    .where("draft_revision", "=", revision)
    .returning("draft_revision")
    .executeTakeFirst()
  if (saved) return saved.draft_revision
  const known = await db.selectFrom("seating_plans").select("id").where("id", "=", planId).executeTakeFirst()
  throw known ? problem(409, "draft_changed") : problem(404, "not_found")
}

/** Forgets what was drawn since the newest version. A plan that was never published keeps its draft. */
export async function discardDraft(db: Db | Trx, planId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("seating_plans")
    .set((row) => ({ draft: null, draft_revision: row("draft_revision", "+", 1) }))
    .where("id", "=", planId)
    .where("draft", "is not", null)
    .where((where) =>
      where.exists(where.selectFrom("seating_versions").select("id").where("plan_id", "=", planId)),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
