import type { Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { problem } from "../../../server/problem.ts"
import { removePerformances } from "../performances/remove-performances.ts"

/**
 * Removes a draft with its performances.
 * @throws 404 not_found; 409 not_a_draft; 409 below_sold when a place of it was ever taken
 */
export async function removeEvent(
  trx: Trx,
  events: Events,
  input: { organisationId: string; id: string },
): Promise<void> {
  const { organisationId, id } = input
  const event = await trx
    .selectFrom("events")
    .select("status")
    .where("organisation_id", "=", organisationId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst()
  if (!event) throw problem(404, "not_found")
  if (event.status !== "draft") throw problem(409, "not_a_draft")
  const performances = await trx
    .selectFrom("performances")
    .select("id")
    .where("organisation_id", "=", organisationId)
    .where("event_id", "=", id)
    .execute()
  await removePerformances(trx, events, { organisationId, ids: performances.map((one) => one.id) })
  await trx.deleteFrom("events").where("organisation_id", "=", organisationId).where("id", "=", id).execute()
}
