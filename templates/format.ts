import { DateTime } from "luxon"
import type { Locale } from "./locale.ts"

/** No-break spaces: a full one joins words, a narrow one comes before French double punctuation. */
const nb = "\u00a0"

/** Where and when a date is read. `timeZone` is an IANA name; `now` stops the clock in tests. */
export type Reading = { locale: Locale; timeZone: string; now?: Date }

const moneyFormats = new Map<string, Intl.NumberFormat>()

function moneyFormat(currency: string, locale: Locale): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  let format = moneyFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale === "fr" ? "fr-FR" : "en-GB", { style: "currency", currency })
    moneyFormats.set(key, format)
  }
  return format
}

/** "24,50 €" or "€24.50". `cents` counts the smallest unit of the ISO 4217 `currency`. */
export function formatMoney(cents: number, currency: string, locale: Locale): string {
  const format = moneyFormat(currency, locale)
  return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** A price as it is announced: "24 €", "8,50 €", and "gratuit" or "free" for nothing. Accounts use formatMoney. */
export function formatPrice(cents: number, currency: string, locale: Locale): string {
  if (cents === 0) return locale === "fr" ? "gratuit" : "free"
  return formatMoney(cents, currency, locale).replace(/[.,]00(?!\d)/, "")
}

const numberFormats = { fr: new Intl.NumberFormat("fr-FR"), en: new Intl.NumberFormat("en-GB") }

/** "1 250" or "1,250". */
export function formatNumber(value: number, locale: Locale): string {
  return numberFormats[locale].format(value)
}

/** "5,5 %" or "5.5%", from hundredths of a percent (550), as VAT rates are kept. */
export function formatRate(hundredths: number, locale: Locale): string {
  const tag = locale === "fr" ? "fr-FR" : "en-GB"
  return new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 2 }).format(
    hundredths / 10_000,
  )
}

/** "2 h 10" or "2 hr 10 min". */
export function formatDuration(minutes: number, locale: Locale): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest}${nb}min`
  if (locale === "fr") return rest === 0 ? `${hours}${nb}h` : `${hours}${nb}h${nb}${pad(rest)}`
  return rest === 0 ? `${hours}${nb}hr` : `${hours}${nb}hr ${rest}${nb}min`
}

/** "20 h 30" or "8:30 pm". */
export function formatTime(date: Date, { locale, timeZone }: Reading): string {
  return timeOf(local(date, timeZone, locale), locale)
}

/** A date as people say it: "ce soir 20 h 30", "demain 15 h", "ven. 15 janvier 20 h 30"; the year only when it is another. */
export function formatDate(date: Date, reading: Reading): string {
  const { locale, timeZone } = reading
  const then = local(date, timeZone, locale)
  const word = dayWord(then, local(reading.now ?? new Date(), timeZone, locale), locale)
  if (word) return `${word} ${timeOf(then, locale)}`
  const separator = locale === "fr" ? " " : ", "
  return `${formatDay(date, reading)}${separator}${timeOf(then, locale)}`
}

/** The day alone: "ven. 15 janvier", "Fri 15 January"; the year only when it is another. */
export function formatDay(date: Date, { locale, timeZone, now }: Reading): string {
  const then = local(date, timeZone, locale)
  const year = then.year === local(now ?? new Date(), timeZone, locale).year ? "" : ` ${then.year}`
  return `${then.toFormat("ccc")} ${dayOfMonth(then, locale)}${nb}${then.toFormat("LLLL")}${year}`
}

/** The date in full, for what is printed or kept: "vendredi 15 janvier 2027 à 20 h 30". */
export function formatDateLong(date: Date, reading: Reading): string {
  const { locale, timeZone } = reading
  const then = local(date, timeZone, locale)
  return `${formatDayLong(date, reading)} ${locale === "fr" ? "à" : "at"} ${timeOf(then, locale)}`
}

/** The day in full: "vendredi 15 janvier 2027". */
export function formatDayLong(date: Date, { locale, timeZone }: Reading): string {
  const then = local(date, timeZone, locale)
  return `${then.toFormat("cccc")} ${dayOfMonth(then, locale)}${nb}${then.toFormat("LLLL yyyy")}`
}

/** First and last day of a run: "15 janvier", "du 15 au 18 janvier", "du 28 décembre 2026 au 3 janvier 2027". */
export function formatDateRange(first: Date, last: Date, reading: Reading): string {
  const { locale, timeZone } = reading
  const from = local(first, timeZone, locale)
  const to = local(last, timeZone, locale)
  if (from.hasSame(to, "day")) return formatDay(first, reading)
  const today = local(reading.now ?? new Date(), timeZone, locale)
  const day = (date: DateTime) => dayOfMonth(date, locale)
  const month = (date: DateTime) => `${nb}${date.toFormat("LLLL")}`
  const end = `${day(to)}${month(to)}${to.year === today.year ? "" : ` ${to.year}`}`
  let start = day(from)
  if (!from.hasSame(to, "month")) start += month(from)
  if (from.year !== to.year) start += ` ${from.year}`
  return locale === "fr" ? `du ${start} au ${end}` : `${start} to ${end}`
}

/** "septembre 2027", for the head of a month. `month` is "2027-09". */
export function formatMonth(month: string, locale: Locale): string {
  return DateTime.fromISO(`${month}-01`, { zone: "utc" }).setLocale(tag(locale)).toFormat("LLLL yyyy")
}

const steps = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const

/** How far from now: "dans 5 minutes", "il y a 3 heures", "hier". */
export function formatRelative(date: Date, { locale, now }: { locale: Locale; now?: Date }): string {
  const seconds = (date.getTime() - (now ?? new Date()).getTime()) / 1000
  const format = new Intl.RelativeTimeFormat(tag(locale), { numeric: "auto" })
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? (["second", 1] as const)
  return format.format(Math.trunc(seconds / size), unit)
}

/** The calendar day of an instant in a zone, "2027-01-15": for grouping, date fields and calendars. */
export function isoDay(date: Date, timeZone: string): string {
  return DateTime.fromJSDate(date, { zone: timeZone }).toFormat("yyyy-MM-dd")
}

/** The value of a `datetime-local` field: "2027-01-15T20:30" in the zone given. */
export function isoLocal(date: Date, timeZone: string): string {
  return DateTime.fromJSDate(date, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm")
}

/** First letter raised, for what begins a line. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function tag(locale: Locale): string {
  return locale === "fr" ? "fr-FR" : "en-GB"
}

function local(date: Date, timeZone: string, locale: Locale): DateTime {
  return DateTime.fromJSDate(date, { zone: timeZone }).setLocale(tag(locale))
}

function pad(value: number): string {
  return String(value).padStart(2, "0")
}

/** French says "1er" for the first of a month and plain numbers after. */
function dayOfMonth(date: DateTime, locale: Locale): string {
  return locale === "fr" && date.day === 1 ? "1er" : String(date.day)
}

function timeOf(date: DateTime, locale: Locale): string {
  const { hour, minute } = date
  if (locale === "fr") return minute === 0 ? `${hour}${nb}h` : `${hour}${nb}h${nb}${pad(minute)}`
  if (minute === 0 && hour === 0) return "midnight"
  if (minute === 0 && hour === 12) return "noon"
  const clock = minute === 0 ? `${hour % 12 || 12}` : `${hour % 12 || 12}:${pad(minute)}`
  return `${clock}${nb}${hour < 12 ? "am" : "pm"}`
}

/** The small hours belong to the night before: at 23 h, what starts at 0 h 30 is "cette nuit", not "demain". */
const nightEnds = 5

function dayWord(then: DateTime, now: DateTime, locale: Locale): string | null {
  const fr = locale === "fr"
  const days = Math.round(then.startOf("day").diff(now.startOf("day"), "days").days)
  if (then.hour < nightEnds) {
    const sameNight = days === 1 || (days === 0 && now.hour < nightEnds)
    return sameNight ? (fr ? "cette nuit" : "tonight") : null
  }
  if (days === 1) return fr ? "demain" : "tomorrow"
  if (days !== 0) return null
  if (then.hour < 12) return fr ? "ce matin" : "this morning"
  if (then.hour < 18) return fr ? "cet après-midi" : "this afternoon"
  return fr ? "ce soir" : "tonight"
}
