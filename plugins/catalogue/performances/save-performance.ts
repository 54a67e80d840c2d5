import { DateTime } from "luxon"
import { cleanLine } from "../../../server/clean-text.ts"
import { sqlState, type Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { problem } from "../../../server/problem.ts"
import { freeSlug, slugOf } from "../../../server/slug.ts"
import type { SeatedHall } from "../../seating/read-hall.ts"
import { insertUnderRef } from "../insert-under-ref.ts"
import { broken, refusal } from "../rules.ts"
import type { ZoneInput } from "../schemas.ts"
import { checkPerformance, type PerformanceSurroundings } from "./check-performance.ts"
import { endOfPerformance } from "./end-of-performance.ts"
import type { PerformanceInput } from "./performance.ts"
import { saveZones, type ZoneToSave } from "./save-zones.ts"

/** @throws 409 ref_taken; 422 invalid_request */
export async function createPerformance(
  trx: Trx,
  events: Events,
  input: { organisationId: string; performance: PerformanceInput },
): Promise<{ id: string; ref: string }> {
  const { organisationId, performance } = input
  const around = await checkPerformance(trx, organisationId, performance)
  const local = DateTime.fromJSDate(performance.startsAt, { zone: around.timezone })
  const name = `${around.eventRef.slice(0, 44)}-${local.toFormat("yyyy-MM-dd-HHmm")}`
  const created = await insertUnderRef(performance.ref, name, "performance", (ref) =>
    trx
      .insertInto("performances")
      .values({ organisation_id: organisationId, ref, ...rowOf(performance, around) })
      .onConflict((conflict) => conflict.doNothing())
      .returning(["id", "ref"])
      .executeTakeFirst(),
  )
  const zones = zonesToSave(performance.zones, [], around.hall)
  const { seatingVersionId = null } = performance
  await saveZones(trx, events, organisationId, [
    { performanceId: created.id, seatingVersionId, zones },
  ]).catch(unknownTariff)
  return created
}

/**
 * Changes a performance and all of its zones and prices.
 * @throws 404 not_found; 409 below_sold; 422 invalid_request
 */
export async function updatePerformance(
  trx: Trx,
  events: Events,
  input: { organisationId: string; id: string; performance: PerformanceInput },
): Promise<void> {
  const { organisationId, id, performance } = input
  const around = await checkPerformance(trx, organisationId, performance)
  const updated = await trx
    .updateTable("performances")
    .set(rowOf(performance, around))
    .where("organisation_id", "=", organisationId)
    .where("id", "=", id)
    .returning("id")
    .executeTakeFirst()
  if (!updated) throw problem(404, "not_found")
  const known = await trx
    .selectFrom("zones")
    .select(["id", "ref"])
    .where("organisation_id", "=", organisationId)
    .where("performance_id", "=", id)
    .execute()
  const zones = zonesToSave(performance.zones, known, around.hall)
  const { seatingVersionId = null } = performance
  await saveZones(trx, events, organisationId, [
    { performanceId: id, seatingVersionId, changed: true, zones },
  ]).catch(unknownTariff)
}

function rowOf(performance: PerformanceInput, around: PerformanceSurroundings) {
  const { startsAt, endsAt = null } = performance
  return {
    event_id: performance.eventId,
    venue_id: performance.venueId,
    starts_at: startsAt,
    ends_at: endOfPerformance(startsAt, endsAt, around.durationMinutes),
    doors_at: performance.doorsAt ?? null,
    on_sale_from: performance.onSaleFrom ?? null,
    on_sale_until: performance.onSaleUntil ?? null,
    max_per_order: performance.maxPerOrder ?? 10,
    seating_version_id: performance.seatingVersionId ?? null,
  }
}

/**
 * A zone keeps its ref through changes of name; a new one gets its ref from its name. In a hall with numbered seats it is
 * one of the plan's categories, with as many places as that has seats.
 */
function zonesToSave(
  given: readonly ZoneInput[],
  known: readonly { id: string; ref: string }[],
  hall: SeatedHall | null,
): ZoneToSave[] {
  const refs = new Map(known.map((zone) => [zone.id, zone.ref]))
  const taken = new Set(given.flatMap((zone) => refs.get(zone.id ?? "") ?? zone.ref ?? []))
  return given.map((zone, index) => {
    const named = cleanLine(zone.name)
    if (zone.id !== undefined && !refs.has(zone.id)) throw refusal(broken(`/zones/${index}/id`, "unknown"))
    let ref = refs.get(zone.id ?? "") ?? zone.ref
    if (hall) {
      ref ??= named
      const capacity = hall.capacities.get(ref)
      if (capacity === undefined) throw refusal(broken(`/zones/${index}/ref`, "no_such_category"))
      return { ref, name: named, capacity, prices: zone.prices }
    }
    if (zone.capacity === undefined) throw refusal(broken(`/zones/${index}/capacity`, "no_capacity"))
    if (ref === undefined) {
      ref = freeSlug(slugOf(named, "zone"), taken)
      taken.add(ref)
    }
    return { ref, name: named, capacity: zone.capacity, prices: zone.prices }
  })
}

function unknownTariff(error: unknown): never {
  if (sqlState(error) === "23503") throw refusal(broken("/zones", "unknown_tariff"))
  throw error
}
