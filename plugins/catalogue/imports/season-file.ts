import { DateTime } from "luxon"
import type { Locale } from "../../../templates/locale.ts"
import { zonesOfPlan } from "../../seating/publish-version.ts"
import { readInstant } from "./read-instant.ts"
import { checkCategories, type ReadPlans, readPlans } from "./season-file-plans.ts"
import { seasonFileErrors } from "./season-file-rules.ts"
import type {
  LocalisedText,
  SeasonFile,
  SeasonFileEvent,
  SeasonFilePerformance,
} from "./season-file-schema.ts"
import { hasSeasonShape, shapeErrors, unknownProperties } from "./season-file-shape.ts"
import {
  type ImportedEvent,
  type ImportedPerformance,
  type ImportReading,
  type ImportWarning,
  importLimits,
  type Localised,
  type SeasonImport,
} from "./season-import.ts"

export interface SeasonFileOptions {
  /** The language of the texts that do not name theirs. */
  locale: Locale
  /** Zone of the venues that do not name theirs (IANA). */
  timezone: string
  /** For the events that do not give theirs, in hundredths of a percent. */
  defaultVatRate: number
}

/**
 * Reads a season file (`parterre-season/1`): either the whole season, ready to be stored, or every error of the file
 * (at most 100), each with its JSON pointer. Never throws, whatever the body.
 */
export function readSeasonFile(body: unknown, options: SeasonFileOptions): ImportReading {
  const wrongShape = shapeErrors(body)
  const wrongPlaces = new Set(wrongShape.map((error) => error.path))
  const errors = [...wrongShape, ...seasonFileErrors(body).filter((error) => !wrongPlaces.has(error.path))]
  const plans = readPlans(body, errors)
  if (hasSeasonShape(body)) checkCategories(body, plans, errors)
  if (errors.length > 0 || !hasSeasonShape(body)) return { errors: errors.slice(0, importLimits.errors) }
  const warnings: ImportWarning[] = []
  return {
    season: normalise(body, plans, options, warnings),
    warnings: [...warnings, ...unknownProperties(body)],
  }
}

function normalise(
  file: SeasonFile,
  plans: ReadPlans,
  options: SeasonFileOptions,
  warnings: ImportWarning[],
): SeasonImport {
  const venues = (file.venues ?? []).map((venue) => ({
    ref: venue.ref,
    name: clean(venue.name),
    address: clean(venue.address) || null,
    timezone: venue.timezone ?? options.timezone,
  }))
  const zoneOf = new Map(venues.map((venue) => [venue.ref, venue.timezone]))
  return {
    season: file.season
      ? {
          ref: file.season.ref,
          name: clean(file.season.name),
          startsOn: file.season.startsOn,
          endsOn: file.season.endsOn,
        }
      : null,
    venues,
    seatingPlans: (file.seatingPlans ?? []).flatMap(({ ref, venue }) => {
      const plan = plans.get(ref)
      return plan ? [{ ref, venue, plan }] : []
    }),
    tariffs: (file.tariffs ?? []).map((tariff) => ({
      ref: tariff.ref,
      name: clean(tariff.name),
      proof: clean(tariff.proof) || null,
    })),
    events: file.events.map((event, index) => {
      const path = `/events/${index}`
      warnOffsets(event, path, zoneOf, warnings)
      if ((event.vatRate ?? null) === null)
        warnings.push({
          path: `${path}/vatRate`,
          message: `no VAT rate: ${options.defaultVatRate / 100} % is used`,
        })
      return normaliseEvent(event, plans, options)
    }),
  }
}

function normaliseEvent(event: SeasonFileEvent, plans: ReadPlans, options: SeasonFileOptions): ImportedEvent {
  const durationMinutes = event.durationMinutes ?? null
  return {
    ref: event.ref,
    status: "published",
    title: localised(event.title, options.locale) ?? {},
    subtitle: localised(event.subtitle, options.locale),
    description: localised(event.description, options.locale),
    genre: clean(event.genre) || null,
    durationMinutes,
    vatRate: event.vatRate ?? options.defaultVatRate,
    performances: event.performances.flatMap((performance) =>
      normalisePerformance(performance, plans, durationMinutes),
    ),
  }
}

function normalisePerformance(
  performance: SeasonFilePerformance,
  plans: ReadPlans,
  minutes: number | null,
): ImportedPerformance[] {
  const instant = (text: string | null | undefined) => (text ? readInstant(text) : null)
  const startsAt = readInstant(performance.startsAt)
  if (!startsAt) return []
  const plan = plans.get(performance.seatingPlan ?? "")
  const capacities = new Map(plan && zonesOfPlan(plan).map(({ name, seats }) => [name, seats]))
  return [
    {
      ref: performance.ref,
      venue: performance.venue,
      startsAt,
      endsAt: minutes === null ? null : new Date(startsAt.getTime() + minutes * 60_000),
      doorsAt: instant(performance.doorsAt),
      onSaleFrom: instant(performance.onSaleFrom),
      onSaleUntil: instant(performance.onSaleUntil),
      maxPerOrder: performance.maxPerOrder ?? null,
      seatingPlan: performance.seatingPlan ?? null,
      zones: performance.zones.map((zone) => ({
        ref: zone.ref,
        name: clean(zone.name) || zone.ref,
        capacity: plan ? (capacities.get(zone.ref) ?? 0) : (zone.capacity ?? 0),
        prices: Object.entries(zone.prices).map(([tariff, amount]) => ({ tariff, amount })),
      })),
    },
  ]
}

/** An offset of winter on a day of summer is the usual slip of hand-made files: an hour off, and still a real time. */
function warnOffsets(
  event: SeasonFileEvent,
  path: string,
  zoneOf: Map<string, string>,
  warnings: ImportWarning[],
): void {
  for (const [index, performance] of event.performances.entries()) {
    const zone = zoneOf.get(performance.venue)
    if (!zone || /z$/i.test(performance.startsAt)) continue
    const written = DateTime.fromISO(performance.startsAt.toUpperCase().replace(" ", "T"), { setZone: true })
    const local = written.setZone(zone)
    if (local.isValid && written.offset !== local.offset)
      warnings.push({
        path: `${path}/performances/${index}/startsAt`,
        message: `« ${performance.startsAt} » is ${local.toFormat("HH:mm")} in ${zone}, whose offset is ${local.toFormat("ZZ")} that day`,
      })
  }
}

function localised(text: LocalisedText | null | undefined, locale: Locale): Localised | null {
  const given = typeof text === "string" ? { [locale]: text } : (text ?? {})
  const fr = clean(given.fr)
  const en = clean(given.en)
  return fr || en ? { ...(fr && { fr }), ...(en && { en }) } : null
}

function clean(text: string | null | undefined): string {
  return (text ?? "").replaceAll("\r\n", "\n").replaceAll("\r", "\n").trim().normalize("NFC")
}
