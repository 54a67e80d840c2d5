import { DateTime } from "luxon"
import type { Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { type BrokenRule, broken, refusal } from "../rules.ts"
import { getPerformance, type PerformanceInContext } from "./get-performance.ts"
import type { PerformanceInput } from "./performance.ts"
import { createPerformance } from "./save-performance.ts"

/** Where a copy goes: a day of the venue, "2027-01-16", and a local time when it is another, "15:00". */
export interface CopyDate {
  day: string
  time?: string | undefined
}

/** The most copies made at once: a year of days. */
export const mostCopies = 366

/**
 * Plans the same performance on other dates: same venue, local time, zones and prices, with doors, end and sales windows
 * at the same distance from the start.
 * @throws 404 not_found; 422 invalid_request: a time that does not exist, or where the event already plays
 */
export async function duplicatePerformance(
  trx: Trx,
  events: Events,
  input: { organisationId: string; id: string; dates: readonly CopyDate[] },
): Promise<{ id: string; startsAt: Date }[]> {
  const { organisationId, id, dates } = input
  const original = await getPerformance(trx, { organisationId, id })
  const copies = dates.map((date) => copyOf(original, date))
  const errors: BrokenRule[] = copies.flatMap((copy, index) =>
    copy ? [] : [broken(`/dates/${index}`, "no_such_time")],
  )
  if (dates.length === 0 || dates.length > mostCopies) errors.push(broken("/dates", "dates_count"))
  const there = await trx
    .selectFrom("performances")
    .select("starts_at")
    .where("organisation_id", "=", organisationId)
    .where("event_id", "=", original.eventId)
    .where("venue_id", "=", original.venueId)
    .execute()
  const taken = new Set(there.map((row) => row.starts_at.getTime()))
  for (const [index, copy] of copies.entries()) {
    const start = copy?.startsAt.getTime() ?? Number.NaN
    if (taken.has(start)) errors.push(broken(`/dates/${index}`, "plays_already"))
    taken.add(start)
  }
  if (errors.length > 0) throw refusal(...errors)

  const created: { id: string; startsAt: Date }[] = []
  for (const copy of copies) {
    if (!copy) continue
    const performance = await createPerformance(trx, events, { organisationId, performance: copy })
    created.push({ id: performance.id, startsAt: copy.startsAt })
  }
  return created
}

function copyOf(original: PerformanceInContext, { day, time }: CopyDate): PerformanceInput | null {
  const zone = original.venue.timezone
  const first = DateTime.fromJSDate(original.startsAt, { zone })
  const clock = time ?? first.toFormat("HH:mm")
  const start = DateTime.fromISO(`${day}T${clock}`, { zone })
  // In the hour that is skipped in spring, Luxon moves on: nobody meant that.
  if (!start.isValid || start.toFormat("HH:mm") !== clock) return null
  const days = Math.round(start.startOf("day").diff(first.startOf("day"), "days").days)
  const later = start.hour * 60 + start.minute - first.hour * 60 - first.minute
  const besideStart = (at: Date | null) =>
    at && new Date(start.toMillis() + at.getTime() - original.startsAt.getTime())
  const byDays = (at: Date | null, minutes = 0) =>
    at && DateTime.fromJSDate(at, { zone }).plus({ days, minutes }).toJSDate()
  return {
    eventId: original.eventId,
    venueId: original.venueId,
    startsAt: start.toJSDate(),
    endsAt: besideStart(original.endsAt),
    doorsAt: besideStart(original.doorsAt),
    // Sales open at an hour of their own, and close as long before the start as they did.
    onSaleFrom: byDays(original.onSaleFrom),
    onSaleUntil: byDays(original.onSaleUntil, later),
    maxPerOrder: original.maxPerOrder,
    zones: original.zones.map(({ name, ref, capacity, prices }) => ({
      ref,
      name,
      capacity,
      prices: prices.map(({ tariffId, amount }) => ({ tariffId, amount })),
    })),
  }
}
