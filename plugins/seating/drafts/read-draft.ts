import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import type { PlanDraft } from "../draft.ts"
import { noEdits } from "../editing/hall-edits.ts"
import { emptyPlan } from "../editing/ids.ts"

export interface StoredDraft extends PlanDraft {
  revision: number
  /** Whether it was changed since the newest version. */
  changed: boolean
}

/** What is being edited of a plan, else its newest version as it would be edited. @throws 404 not_found */
export async function readDraft(db: Db | Trx, planId: string): Promise<StoredDraft> {
  const plan = await db
    .selectFrom("seating_plans")
    .select(["name", "draft", "draft_revision"])
    .where("id", "=", planId)
    .executeTakeFirst()
  if (!plan) throw problem(404, "not_found")
  const revision = plan.draft_revision
  if (plan.draft) return { revision, changed: true, ...plan.draft }
  const version = await db
    .selectFrom("seating_versions")
    .select(["file", "hall"])
    .where("plan_id", "=", planId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst()
  const file = version?.file ?? emptyPlan(plan.name, { section: "Salle", category: "Places" })
  return { revision, changed: false, file, hall: version?.hall?.edits ?? noEdits, trace: null }
}
