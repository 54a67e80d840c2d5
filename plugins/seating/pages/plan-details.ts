import type { Db } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import { countByCategory } from "../editing/categories.ts"
import { normalisePlan } from "../normalise-plan.ts"
import type { SeatingPlan } from "../seating-plan.ts"

export interface PlanVersion {
  id: string
  number: number
  seats: number
  publishedAt: Date
}

export interface PlanDetails {
  id: string
  name: string
  venueId: string | null
  drafting: boolean
  /** The newest first. */
  versions: PlanVersion[]
}

/** @throws 404 not_found */
export async function planDetails(db: Db, id: string): Promise<PlanDetails> {
  const plan = await db
    .selectFrom("seating_plans")
    .select((row) => [
      "id",
      "name",
      "venue_id as venueId",
      row("draft", "is not", null).$castTo<boolean>().as("drafting"),
    ])
    .where("id", "=", id)
    .executeTakeFirst()
  if (!plan) throw problem(404, "not_found")
  const versions = await db
    .selectFrom("seating_versions")
    .select(["id", "number", "seats", "published_at as publishedAt"])
    .where("plan_id", "=", id)
    .orderBy("number", "desc")
    .execute()
  return { ...plan, versions }
}

/** A version, or what is being edited, to be looked at. @throws 404 not_found */
export async function planToShow(
  db: Db,
  { id, number }: { id: string; number: number | "draft" },
): Promise<SeatingPlan> {
  const file =
    number === "draft"
      ? (await db.selectFrom("seating_plans").select("draft").where("id", "=", id).executeTakeFirst())?.draft
          ?.file
      : (
          await db
            .selectFrom("seating_versions")
            .select("file")
            .where("plan_id", "=", id)
            .where("number", "=", number)
            .executeTakeFirst()
        )?.file
  if (!file) throw problem(404, "not_found")
  return normalisePlan(file)
}

/** Price categories with how many seats each has, and how many people stand. */
export function categoriesOf(plan: SeatingPlan) {
  const all = countByCategory(plan.file)
  return plan.categories.map(({ name, color }) => {
    const seats = plan.seats.filter(({ category }) => category === name).length
    return { name, color, seats, standing: (all.get(name) ?? 0) - seats }
  })
}
