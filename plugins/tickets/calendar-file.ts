import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator"

/** A performance as it enters the calendar of a spectator. Times are UTC. */
export interface CalendarEntry {
  performanceId: string
  title: string
  startsAt: Date
  /** Unknown: the event has a start alone. */
  endsAt?: Date | null
  venueName: string
  venueAddress?: string | null
  /** Plain text: the places, the order, where to find the tickets. */
  description?: string | null
  /** Address of the order page. */
  url?: string | null
}

/**
 * The calendar file (RFC 5545) of an order: one event for each performance, however many tickets it has.
 * `host` names the instance: with it the identifier of an event stays the same from one file to the next, so that a
 * calendar replaces what it already holds. Times are written in UTC, exact in every zone without a table of rules;
 * a calendar shows them in the zone of its reader.
 */
export function calendarFile(
  entries: CalendarEntry[],
  options: { host: string; organiser: { name: string; email?: string | null }; madeAt: Date },
): string {
  const { host, organiser, madeAt } = options
  const calendar = ical({
    prodId: { company: "Parterre", product: "Tickets" },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const entry of entries) {
    calendar.createEvent({
      id: `performance-${entry.performanceId}@${host}`,
      summary: entry.title,
      start: entry.startsAt,
      end: entry.endsAt ?? null,
      stamp: madeAt,
      status: ICalEventStatus.CONFIRMED,
      location: [entry.venueName, entry.venueAddress].filter(Boolean).join(", "),
      description: entry.description ?? null,
      url: entry.url ?? null,
      organizer: organiser.email ? { name: organiser.name, email: organiser.email } : null,
    })
  }
  return calendar.toString()
}
