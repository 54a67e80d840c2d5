import { DateTime } from "luxon"
import type { Db, Trx } from "../../server/database.ts"

export type Period = "day" | "month" | "year"

/** Days as an organisation counts them: from its closing time to the same time of the next day. */
export interface Days {
  timezone: string
  /** "04:00" */
  closingTime: string
}

export async function daysOf(db: Db | Trx, organisationId: string): Promise<Days> {
  const { timezone } = await db
    .selectFrom("organisations")
    .select("timezone")
    .where("id", "=", organisationId)
    .executeTakeFirstOrThrow()
  const settings = await db.selectFrom("ledger_settings").select("closing_time").executeTakeFirst()
  return { timezone, closingTime: settings?.closing_time ?? "04:00" }
}

/** The day that an instant belongs to, "2027-01-15". */
export function dayOf(at: Date, { timezone, closingTime }: Days): string {
  const [hours = 0, minutes = 0] = closingTime.split(":").map(Number)
  return DateTime.fromJSDate(at, { zone: timezone }).minus({ hours, minutes }).toISODate() ?? ""
}

/** When a day ends. */
export function endOfDay(day: string, { timezone, closingTime }: Days): Date {
  const [hour = 0, minute = 0] = closingTime.split(":").map(Number)
  return DateTime.fromISO(day, { zone: timezone }).plus({ days: 1 }).set({ hour, minute }).toJSDate()
}

/** The period that a day is in: "2027-01-15", "2027-01" or "2027". */
export function nameOf(period: Period, day: string): string {
  return day.slice(0, { day: 10, month: 7, year: 4 }[period])
}

/** The name of the period after this one. */
export function next(period: Period, name: string): string {
  const start = DateTime.fromISO(firstDay(name), { zone: "utc" })
  return nameOf(period, start.plus({ [`${period}s`]: 1 }).toISODate() ?? "")
}

/** The last day of a period. */
export function lastDay(period: Period, name: string): string {
  return DateTime.fromISO(firstDay(name), { zone: "utc" }).endOf(period).toISODate() ?? ""
}

function firstDay(name: string): string {
  return `${name}-01-01`.slice(0, 10)
}
