import { type Static, Type } from "typebox"
import type { Db, Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { listPerformances } from "../performances/list-performances.ts"
import { bodyOf, inputOf } from "../performances/performance-body.ts"
import { readZones } from "../performances/read-zones.ts"
import { createPerformance } from "../performances/save-performance.ts"
import { EventInput, PerformanceBody } from "../schemas.ts"
import { getEvent } from "./get-event.ts"
import { createEvent } from "./save-event.ts"

/** An event with all that is needed to make it again, as it stands in the page that removed it. */
export const KeptEvent = Type.Object({
  event: EventInput,
  performances: Type.Array(PerformanceBody, { maxItems: 500 }),
})
export type KeptEvent = Static<typeof KeptEvent>

/** @throws 404 not_found */
export async function keepEvent(
  db: Db | Trx,
  input: { organisationId: string; id: string },
): Promise<KeptEvent> {
  const { organisationId, id } = input
  const { id: _, ...event } = await getEvent(db, { organisationId, id })
  const { data } = await listPerformances(db, { organisationId, locale: "fr", eventId: id, limit: 500 })
  const zones = await readZones(
    db,
    organisationId,
    data.map((one) => one.id),
  )
  return {
    event,
    performances: data.map((one) => bodyOf({ ...one, zones: zones.get(one.id) ?? [] })),
  }
}

/** Makes a removed draft again, with its performances. @throws 409 ref_taken; 422 invalid_request */
export async function restoreEvent(
  trx: Trx,
  events: Events,
  input: { organisationId: string; kept: KeptEvent },
): Promise<{ id: string }> {
  const { organisationId, kept } = input
  const event = await createEvent(trx, { organisationId, event: { ...kept.event, status: "draft" } })
  for (const one of kept.performances) {
    const performance = inputOf({ ...one, eventId: event.id })
    await createPerformance(trx, events, { organisationId, performance })
  }
  return { id: event.id }
}
