import { DateTime } from "luxon"

export const zone = "Europe/Paris"

/** The days of the demonstration: from the day it is made onwards, at the hours of a theatre. */
export class Calendar {
  readonly #now: DateTime

  constructor(now: Date) {
    this.#now = DateTime.fromJSDate(now, { zone })
  }

  get now(): DateTime {
    return this.#now
  }

  /** So many days after the first evening: today while an evening can still be bought, else tomorrow. */
  evening(days: number, hour = 20, minute = 30): DateTime {
    const today = this.#now.set({ hour, minute, second: 0, millisecond: 0 })
    const first = this.#now < today.minus({ hours: 1 }) ? today : today.plus({ days: 1 })
    return first.plus({ days })
  }

  /** A day so many days from today. */
  day(days: number, hour: number, minute = 0): DateTime {
    return this.#now.startOf("day").plus({ days }).set({ hour, minute })
  }

  /** The given day of the week (1 is Monday), the first one at least three days from now, and weeks after it. */
  weekday(weekday: number, weeks: number, hour: number, minute = 0): DateTime {
    const soonest = this.#now.startOf("day").plus({ days: 3 })
    const ahead = (weekday - soonest.weekday + 7) % 7
    return soonest.plus({ days: ahead, weeks }).set({ hour, minute })
  }
}

/** RFC 3339 with the offset of the theatre. */
export function written(time: DateTime): string {
  return time.toISO({ suppressMilliseconds: true }) ?? ""
}
