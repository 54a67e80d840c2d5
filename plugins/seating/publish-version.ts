import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { HallFile } from "./hall-file.ts"
import type { SeatingPlan } from "./seating-plan.ts"

/**
 * Makes the next version of a plan. It never changes afterwards. Two at once get one number each.
 * @param hall null: neighbours and ranks as proposed from the plan.
 */
export async function publishVersion(
  db: Db | Trx,
  { planId, plan, hall }: { planId: string; plan: SeatingPlan; hall: HallFile | null },
): Promise<{ id: string; number: number }> {
  const { rows } = await sql<{ id: string; number: number }>`
    with plan as (
      select id from seating_plans where organisation_id = current_organisation() and id = ${planId} for update)
    insert into seating_versions (organisation_id, plan_id, number, file, hall, seats)
    select current_organisation(), plan.id,
      coalesce((select max(number) from seating_versions where organisation_id = current_organisation() and plan_id = plan.id), 0) + 1,
      ${JSON.stringify(plan.file)}, ${hall && JSON.stringify(hall)}, ${plan.seats.length}
    from plan
    returning id, number`.execute(db)
  const [version] = rows
  if (!version) throw new Error("a version is published of a plan that exists")
  return version
}

/** The price areas of a plan, with how many people each seats or lets stand, in the order of its categories. */
export function zonesOfPlan(plan: SeatingPlan): { name: string; seats: number }[] {
  const counts = new Map(plan.categories.map(({ name }) => [name, 0]))
  for (const { category } of plan.seats) counts.set(category, (counts.get(category) ?? 0) + 1)
  for (const { standing } of plan.areas)
    if (standing) counts.set(standing.category, (counts.get(standing.category) ?? 0) + standing.capacity)
  return [...counts].flatMap(([name, seats]) => (seats > 0 ? [{ name, seats }] : []))
}
