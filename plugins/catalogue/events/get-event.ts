import type { Db, Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import type { EventItem } from "../schemas.ts"
import { eventColumns } from "./event-row.ts"

/** @throws 404 not_found */
export async function getEvent(
  db: Db | Trx,
  input: { organisationId: string; id: string },
): Promise<EventItem> {
  const event = await db
    .selectFrom("events")
    .select(eventColumns)
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .executeTakeFirst()
  if (!event) throw problem(404, "not_found")
  return event
}
