import { IANAZone } from "luxon"
import type { FieldError } from "../../../server/problem.ts"
import { isObject, pointerPart } from "./json-values.ts"
import { readInstant } from "./read-instant.ts"
import { importLimits } from "./season-import.ts"

export const notADay = "must be a day like 2026-09-01"
export const notAnInstant = "must be a real time with its offset, like 2027-01-15T20:30:00+01:00"

type Entry = { path: string; value: Record<string, unknown> }
type Report = (path: string, message: string) => void

/**
 * What the schema of a season file cannot say: references, order of times, time zones, characters. It looks only at
 * values of the right type and leaves the others to the schema, so that one reading of a file finds all its errors.
 */
export function seasonFileErrors(body: unknown): FieldError[] {
  const errors: FieldError[] = []
  const report: Report = (path, message) => {
    if (errors.length < importLimits.errors) errors.push({ path, message })
  }
  if (isObject(body)) checkFile({ path: "", value: body }, report)
  return errors
}

function checkFile(file: Entry, report: Report): void {
  const venues = entries(file, "venues")
  const tariffs = entries(file, "tariffs")
  const plans = entries(file, "seatingPlans")
  const events = entries(file, "events")
  const performances = events.flatMap((event) => entries(event, "performances"))

  const venueRefs = uniqueRefs(venues, "venue", report)
  const tariffRefs = uniqueRefs(tariffs, "tariff", report)
  const planRefs = uniqueRefs(plans, "seating plan", report)
  uniqueRefs(events, "event", report)
  uniqueRefs(performances, "performance", report)
  if (performances.length > importLimits.performances)
    report("/events", `at most ${importLimits.performances} performances in one file`)

  const season = child(file, "season")
  if (season) checkSeason(season, report)
  for (const venue of venues) checkVenue(venue, report)
  for (const plan of plans) checkKnown(plan, "venue", venueRefs, report)
  for (const tariff of tariffs) checkTexts(tariff, ["name"], ["proof"], report)
  for (const event of events) checkEvent(event, report)
  for (const performance of performances) {
    checkKnown(performance, "venue", venueRefs, report)
    checkTimes(performance, report)
    checkSeatingPlan(performance, planRefs, report)
    checkZones(performance, tariffRefs, report)
  }
}

function checkSeason(season: Entry, report: Report): void {
  checkTexts(season, ["ref", "name"], [], report)
  const day = (key: string): string | null => {
    const value = season.value[key]
    if (typeof value !== "string") return null
    if (readInstant(`${value}T00:00:00Z`)) return value
    report(`${season.path}/${key}`, notADay)
    return null
  }
  const startsOn = day("startsOn")
  const endsOn = day("endsOn")
  if (startsOn && endsOn && endsOn < startsOn)
    report(`${season.path}/endsOn`, "must not be before the first day")
}

function checkVenue(venue: Entry, report: Report): void {
  checkTexts(venue, ["name"], ["address"], report)
  const { timezone } = venue.value
  if (typeof timezone === "string" && !isTimeZone(timezone))
    report(`${venue.path}/timezone`, "is not a known time zone; write it like Europe/Paris")
}

function checkEvent(event: Entry, report: Report): void {
  checkTexts(event, [], ["genre"], report)
  for (const key of ["title", "subtitle", "description"]) {
    const value = event.value[key]
    const paragraphs = key === "description"
    if (typeof value === "string")
      checkText(`${event.path}/${key}`, value, key === "title", paragraphs, report)
    const both = child(event, key)
    if (!both) continue
    const given = ["fr", "en"].filter((locale) => typeof both.value[locale] === "string")
    for (const locale of given)
      checkText(`${both.path}/${locale}`, String(both.value[locale]), false, paragraphs, report)
    if (key === "title" && !given.some((locale) => String(both.value[locale]).trim()))
      report(both.path, "must have a text in French (fr) or in English (en)")
  }
}

function checkTimes(performance: Entry, report: Report): void {
  const time = (key: string): Date | null => {
    const value = performance.value[key]
    if (typeof value !== "string") return null
    const instant = readInstant(value)
    if (!instant) report(`${performance.path}/${key}`, notAnInstant)
    return instant
  }
  const startsAt = time("startsAt")
  const doorsAt = time("doorsAt")
  const onSaleFrom = time("onSaleFrom")
  const onSaleUntil = time("onSaleUntil")
  if (startsAt && doorsAt && doorsAt > startsAt)
    report(`${performance.path}/doorsAt`, "the doors must not open after the start")
  if (onSaleFrom && onSaleUntil && onSaleFrom >= onSaleUntil)
    report(`${performance.path}/onSaleUntil`, "sales must close after they open")
}

function checkSeatingPlan(performance: Entry, planRefs: Set<string>, report: Report): void {
  if (typeof performance.value.seatingPlan !== "string") return
  checkKnown(performance, "seatingPlan", planRefs, report)
}

function checkZones(performance: Entry, tariffRefs: Set<string>, report: Report): void {
  const zones = entries(performance, "zones")
  const seated = typeof performance.value.seatingPlan === "string"
  uniqueRefs(zones, "zone", report)
  for (const zone of zones) {
    checkTexts(zone, [], ["name"], report)
    if (typeof zone.value.name === "string" && !zone.value.name.trim())
      report(`${zone.path}/name`, "must not be empty")
    if (!seated && (zone.value.capacity ?? null) === null)
      report(`${zone.path}/capacity`, "is required without a seating plan")
    const prices = child(zone, "prices")
    for (const tariff of Object.keys(prices?.value ?? {}))
      if (!tariffRefs.has(tariff))
        report(`${zone.path}/prices/${pointerPart(tariff)}`, "no tariff of the file has this reference")
  }
}

/** The references of one kind, each reported that is given twice or cannot be one. */
function uniqueRefs(list: Entry[], kind: string, report: Report): Set<string> {
  const refs = new Set<string>()
  for (const { path, value } of list) {
    if (typeof value.ref !== "string") continue
    if (value.ref !== value.ref.trim() || /[\p{Cc}\p{Cs}]/u.test(value.ref))
      report(`${path}/ref`, "must not hold control characters, nor begin or end with a space")
    if (refs.has(value.ref)) report(`${path}/ref`, `another ${kind} has the same reference`)
    refs.add(value.ref)
  }
  return refs
}

function checkKnown(entry: Entry, key: string, refs: Set<string>, report: Report): void {
  const ref = entry.value[key]
  if (typeof ref === "string" && !refs.has(ref))
    report(
      `${entry.path}/${key}`,
      `no ${key === "venue" ? "venue" : "seating plan"} of the file has this reference`,
    )
}

function checkTexts(entry: Entry, required: string[], optional: string[], report: Report): void {
  for (const key of [...required, ...optional]) {
    const value = entry.value[key]
    if (typeof value === "string")
      checkText(`${entry.path}/${key}`, value, required.includes(key), false, report)
  }
}

function checkText(
  path: string,
  value: string,
  required: boolean,
  paragraphs: boolean,
  report: Report,
): void {
  if (required && value.length > 0 && !value.trim()) report(path, "must not be empty")
  const forbidden = paragraphs ? /[^\P{Cc}\n\r\t]|\p{Cs}/u : /[\p{Cc}\p{Cs}]/u
  if (forbidden.test(value))
    report(
      path,
      paragraphs ? "must not hold control characters" : "must be one line without control characters",
    )
}

/** Whether the system knows the zone; offsets such as "+01:00" are not names. */
function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && name.length <= 100 && IANAZone.isValidZone(name)
}

function entries(owner: Entry, key: string): Entry[] {
  const list = Object.hasOwn(owner.value, key) ? owner.value[key] : undefined
  if (!Array.isArray(list)) return []
  return list
    .slice(0, importLimits.performances)
    .flatMap((value, index) => (isObject(value) ? [{ path: `${owner.path}/${key}/${index}`, value }] : []))
}

function child(owner: Entry, key: string): Entry | null {
  const value = Object.hasOwn(owner.value, key) ? owner.value[key] : undefined
  return isObject(value) ? { path: `${owner.path}/${key}`, value } : null
}
