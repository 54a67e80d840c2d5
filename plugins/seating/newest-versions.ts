import type { Db, Trx } from "../../server/database.ts"

/** Each plan that was published, as "plan", with its newest version, as "version". */
export function newestVersions(db: Db | Trx) {
  return db.selectFrom("seating_plans as plan").innerJoinLateral(
    (query) =>
      query
        .selectFrom("seating_versions")
        .selectAll()
        .whereRef("organisation_id", "=", "plan.organisation_id")
        .whereRef("plan_id", "=", "plan.id")
        .orderBy("number", "desc")
        .limit(1)
        .as("version"),
    (join) => join.onTrue(),
  )
}
