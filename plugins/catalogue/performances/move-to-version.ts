import type { Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { problem } from "../../../server/problem.ts"
import type { FillReader } from "../performance-fill.ts"
import { getPerformance } from "./get-performance.ts"
import { updatePerformance } from "./save-performance.ts"

/**
 * Makes a performance sell by another version of its seating plan; its zones and prices stay.
 * @throws 404 not_found; 409 below_sold when anything is sold or held; 422 invalid_request when the version lacks a zone
 */
export async function moveToVersion(
  trx: Trx,
  events: Events,
  fill: FillReader,
  input: { organisationId: string; id: string; versionId: string },
): Promise<void> {
  const { organisationId, id, versionId } = input
  const performance = await getPerformance(trx, { organisationId, id })
  const samePlan = await trx
    .selectFrom("seating_versions as old")
    .innerJoin("seating_versions as new", (join) =>
      join.onRef("new.organisation_id", "=", "old.organisation_id").onRef("new.plan_id", "=", "old.plan_id"),
    )
    .select("new.id")
    .where("old.id", "=", performance.seatingVersionId)
    .where("new.id", "=", versionId)
    .executeTakeFirst()
  if (!samePlan) throw problem(404, "not_found")
  await updatePerformance(trx, events, {
    organisationId,
    id,
    performance: { ...performance, seatingVersionId: versionId },
  })
  // The stock is locked by now: what is not taken yet will find the new plan.
  const taken = (await fill(trx, [id])).get(id)?.taken ?? 0
  if (taken > 0) throw problem(409, "below_sold")
}
