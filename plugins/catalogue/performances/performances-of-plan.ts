import type { Db } from "../../../server/database.ts"
import type { Localised } from "../tables.ts"
import { performancesInContext } from "./in-context.ts"

export interface PerformanceOfPlan {
  id: string
  title: Localised
  startsAt: Date
  timezone: string
  /** Of the plan's version it sells by. */
  number: number
}

/** The performances that sell by a version of a plan, the next ones first, then those that were. */
export function performancesOfPlan(
  db: Db,
  { planId, limit }: { planId: string; limit: number },
): Promise<PerformanceOfPlan[]> {
  return performancesInContext(db)
    .innerJoin("seating_versions as version", (join) =>
      join
        .onRef("version.organisation_id", "=", "performances.organisation_id")
        .onRef("version.id", "=", "performances.seating_version_id"),
    )
    .select([
      "performances.id",
      "events.title",
      "performances.starts_at as startsAt",
      "venues.timezone",
      "version.number",
    ])
    .where("version.plan_id", "=", planId)
    .orderBy((row) => row("performances.starts_at", ">", new Date()), "desc")
    .orderBy("performances.starts_at")
    .limit(limit)
    .execute()
}
