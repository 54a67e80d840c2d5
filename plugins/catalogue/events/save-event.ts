import { sql } from "kysely"
import { type Db, sqlState, type Trx } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import { insertUnderRef } from "../insert-under-ref.ts"
import { assumedMinutes } from "../performances/end-of-performance.ts"
import { broken, refusal } from "../rules.ts"
import type { EventInput, EventItem } from "../schemas.ts"
import { eventColumns, eventRow } from "./event-row.ts"

/** @throws 409 ref_taken; 422 invalid_request */
export async function createEvent(
  db: Db | Trx,
  input: { organisationId: string; event: EventInput },
): Promise<EventItem> {
  const row = eventRow(input.event)
  const name = input.event.title.fr ?? input.event.title.en ?? ""
  return insertUnderRef(input.event.ref, name, "event", (ref) =>
    db
      .insertInto("events")
      .values({ organisation_id: input.organisationId, ref, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .returning(eventColumns)
      .executeTakeFirst()
      .catch(unknownSeason),
  )
}

/**
 * Changes an event. Where its duration changes, so does the end of those performances whose end came from it.
 * @throws 404 not_found; 422 invalid_request
 */
export async function updateEvent(
  trx: Trx,
  input: { organisationId: string; id: string; event: EventInput },
): Promise<EventItem> {
  const { organisationId, id } = input
  const before = await trx
    .selectFrom("events")
    .select("duration_minutes")
    .where("organisation_id", "=", organisationId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst()
  if (!before) throw problem(404, "not_found")
  const event = await trx
    .updateTable("events")
    .set(eventRow(input.event))
    .where("organisation_id", "=", organisationId)
    .where("id", "=", id)
    .returning(eventColumns)
    .executeTakeFirstOrThrow()
    .catch(unknownSeason)
  const [old, now] = [before.duration_minutes, event.durationMinutes].map(
    (minutes) => minutes ?? assumedMinutes,
  )
  if (old !== now)
    await sql`
      update performances set ends_at = starts_at + make_interval(mins => ${now})
      where organisation_id = ${organisationId} and event_id = ${id}
        and ends_at = starts_at + make_interval(mins => ${old})`.execute(trx)
  return event
}

/** Shows an event to the public, or takes it back. @throws 404 not_found */
export async function setEventStatus(
  db: Db | Trx,
  input: { organisationId: string; id: string; status: "draft" | "published" },
): Promise<void> {
  const event = await db
    .updateTable("events")
    .set({ status: input.status })
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .returning("id")
    .executeTakeFirst()
  if (!event) throw problem(404, "not_found")
}

function unknownSeason(error: unknown): never {
  if (sqlState(error) === "23503") throw refusal(broken("/seasonId", "unknown"))
  throw error
}
