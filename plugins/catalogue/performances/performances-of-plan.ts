import type { Db } from "../../../server/database.ts"
import type { Localised } from "../tables.ts"

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
  return db
    .selectFrom("seating_versions as version")
    .innerJoin("performances", (join) =>
      join
        .onRef("performances.organisation_id", "=", "version.organisation_id")
        .onRef("performances.seating_version_id", "=", "version.id"),
    )
    .innerJoin("events", (join) =>
      join
        .onRef("events.organisation_id", "=", "performances.organisation_id")
        .onRef("events.id", "=", "performances.event_id"),
    )
    .innerJoin("venues", (join) =>
      join
        .onRef("venues.organisation_id", "=", "performances.organisation_id")
        .onRef("venues.id", "=", "performances.venue_id"),
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
