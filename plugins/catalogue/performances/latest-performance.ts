import type { Db } from "../../../server/database.ts"
import { getPerformance, type PerformanceInContext } from "./get-performance.ts"

/** What a new performance of the event is most likely like: the last one of it, else the last one added at all. */
export async function latestPerformanceLike(
  db: Db,
  input: { organisationId: string; eventId: string },
): Promise<PerformanceInContext | null> {
  const { organisationId, eventId } = input
  const latest = await db
    .selectFrom("performances")
    .select("id")
    .where("organisation_id", "=", organisationId)
    .orderBy((eb) => eb("event_id", "=", eventId), "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst()
  return latest ? getPerformance(db, { organisationId, id: latest.id }) : null
}
