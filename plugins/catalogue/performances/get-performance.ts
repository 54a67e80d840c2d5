import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import type { Localised } from "../tables.ts"
import { performancesInContext } from "./in-context.ts"
import { type PerformanceDetails, performanceColumns } from "./performance.ts"
import { readZones } from "./read-zones.ts"

export interface PerformanceInContext extends PerformanceDetails {
  event: { id: string; title: Localised; status: "draft" | "published"; durationMinutes: number | null }
  venue: { id: string; name: string; timezone: string }
}

/** A performance with its zones and prices, and what it plays where. @throws 404 not_found */
export async function getPerformance(
  db: Db | Trx,
  input: { organisationId: string; id: string },
): Promise<PerformanceInContext> {
  const row = await performancesInContext(db)
    .select(performanceColumns)
    .select(["events.title", "events.status as eventStatus", "events.duration_minutes as durationMinutes"])
    .select(["venues.name as venueName", "venues.timezone"])
    .where("performances.organisation_id", "=", input.organisationId)
    .where("performances.id", "=", input.id)
    .executeTakeFirst()
  if (!row) throw problem(404, "not_found")
  const zones = await readZones(db, input.organisationId, [row.id])
  const { title, eventStatus, durationMinutes, venueName, timezone, ...performance } = row
  return {
    ...performance,
    event: { id: row.eventId, title, status: eventStatus, durationMinutes },
    venue: { id: row.venueId, name: venueName, timezone },
    zones: zones.get(row.id) ?? [],
  }
}
