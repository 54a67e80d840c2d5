/** How long a performance is taken to last when nothing says it. */
export const assumedMinutes = 180

/** When a performance ends: as it says, else from the event's duration, else three hours after its start. */
export function endOfPerformance(startsAt: Date, endsAt: Date | null, durationMinutes: number | null): Date {
  return endsAt ?? new Date(startsAt.getTime() + (durationMinutes ?? assumedMinutes) * 60_000)
}
