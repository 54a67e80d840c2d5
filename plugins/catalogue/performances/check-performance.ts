import { cleanLine } from "../../../server/clean-text.ts"
import type { Trx } from "../../../server/database.ts"
import { loadHall, type SeatedHall } from "../../seating/read-hall.ts"
import { type BrokenRule, broken, refusal } from "../rules.ts"
import type { ZoneInput } from "../schemas.ts"
import type { PerformanceInput } from "./performance.ts"

/** What the rules of a performance depend on: its event and its venue. */
export interface PerformanceSurroundings {
  eventRef: string
  durationMinutes: number | null
  timezone: string
  /** Where its places are numbered. */
  hall: SeatedHall | null
}

/** Holds a performance to the rules of the programme. @throws 422 invalid_request with every rule it breaks */
export async function checkPerformance(
  trx: Trx,
  organisationId: string,
  performance: PerformanceInput,
): Promise<PerformanceSurroundings> {
  const event = await trx
    .selectFrom("events")
    .select(["ref", "duration_minutes"])
    .where("organisation_id", "=", organisationId)
    .where("id", "=", performance.eventId)
    .executeTakeFirst()
  const venue = await trx
    .selectFrom("venues")
    .select("timezone")
    .where("organisation_id", "=", organisationId)
    .where("id", "=", performance.venueId)
    .executeTakeFirst()
  const { seatingVersionId } = performance
  const hall = seatingVersionId ? await loadHall(trx, seatingVersionId).catch(() => null) : null
  const errors = [
    ...(seatingVersionId && !hall ? [broken("/seatingVersionId", "unknown")] : []),
    ...(event ? [] : [broken("/eventId", "unknown")]),
    ...(venue ? [] : [broken("/venueId", "unknown")]),
    ...brokenTimes(performance),
    ...brokenZones(performance.zones),
  ]
  if (errors.length > 0 || !event || !venue) throw refusal(...errors)
  return { eventRef: event.ref, durationMinutes: event.duration_minutes, timezone: venue.timezone, hall }
}

const longestHours = 24 * 400

function brokenTimes({ startsAt, endsAt, doorsAt, onSaleFrom, onSaleUntil }: PerformanceInput): BrokenRule[] {
  const errors: BrokenRule[] = []
  if (endsAt && endsAt <= startsAt) errors.push(broken("/endsAt", "ends_before_start"))
  if (endsAt && endsAt.getTime() - startsAt.getTime() > longestHours * 3_600_000)
    errors.push(broken("/endsAt", "too_long"))
  if (doorsAt && doorsAt > startsAt) errors.push(broken("/doorsAt", "doors_after_start"))
  if (onSaleFrom && onSaleUntil && onSaleFrom >= onSaleUntil)
    errors.push(broken("/onSaleUntil", "sale_ends_before_it_begins"))
  return errors
}

function brokenZones(zones: readonly ZoneInput[]): BrokenRule[] {
  const names = zones.map((zone) => cleanLine(zone.name))
  const again = <T>(values: readonly T[], index: number) => values.indexOf(values[index] as T) < index
  return zones.flatMap((zone, index) => {
    const path = `/zones/${index}`
    const tariffs = zone.prices.map((price) => price.tariffId)
    const refs = zones.map((one) => one.ref ?? one)
    const ids = zones.map((one) => one.id ?? one)
    return [
      ...(names[index] ? [] : [broken(`${path}/name`, "empty")]),
      ...(names[index] && again(names, index) ? [broken(`${path}/name`, "name_twice")] : []),
      ...(again<unknown>(refs, index) ? [broken(`${path}/ref`, "name_twice")] : []),
      ...(again<unknown>(ids, index) ? [broken(`${path}/id`, "name_twice")] : []),
      ...tariffs.flatMap((_, at) =>
        again(tariffs, at) ? [broken(`${path}/prices/${at}/tariffId`, "tariff_twice")] : [],
      ),
    ]
  })
}
