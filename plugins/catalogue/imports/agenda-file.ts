import type { FieldError } from "../../../server/problem.ts"
import { type Locale, locales } from "../../../templates/locale.ts"
import { type AgendaField, type AgendaRecord, agendaRecords } from "./agenda-records.ts"
import { agendaVenue, slug } from "./agenda-venues.ts"
import { isObject } from "./json-values.ts"
import { fold, plainLine, plainMarkdown, plainText, shorten } from "./plain-text.ts"
import { readPricing } from "./read-pricing.ts"
import { readTimetable } from "./read-timetable.ts"
import {
  type ImportedEvent,
  type ImportedPrice,
  type ImportedTariff,
  type ImportedVenue,
  type ImportWarning,
  importLimits,
  type Localised,
  type SeasonImport,
} from "./season-import.ts"

export interface AgendaOptions {
  /** The language of the texts whose record does not name it. */
  locale: Locale
  /** Places of each performance, all in one zone. */
  capacity: number
  /** Agendas say nothing of VAT; hundredths of a percent. */
  defaultVatRate: number
}

export type AgendaReading =
  | { season: SeasonImport; warnings: ImportWarning[]; skipped: number; errors?: undefined }
  | { season?: undefined; warnings?: undefined; skipped?: undefined; errors: FieldError[] }

/** Agendas of this kind give local times of Paris. */
const timezone = "Europe/Paris"

/**
 * Reads an OpenAgenda or Opendatasoft export of an agenda: a record is an event, an interval of its timetable a
 * performance, its place a venue. What is not plain (no price, a price in prose, an hour that cannot be read) makes the
 * event a draft, with a warning that quotes the text. `skipped` counts the records that are no event at all.
 * References come from the records, so that reading the same export again gives the same. Never throws.
 */
export function readAgenda(body: unknown, options: AgendaOptions): AgendaReading {
  const records = agendaRecords(body)
  if (!records)
    return { errors: [{ path: "", message: "no list of records was found: this is no agenda export" }] }
  if (records.length > importLimits.events)
    return { errors: [{ path: "", message: `at most ${importLimits.events} events in one import` }] }

  const draft: AgendaDraft = {
    venues: new Map(),
    tariffs: new Map(),
    events: new Map(),
    warnings: [],
    options,
  }
  for (const record of records) readRecord(record, draft)
  const events = [...draft.events.values()]
  const performances = events.reduce((sum, event) => sum + event.performances.length, 0)
  if (performances > importLimits.performances)
    return {
      errors: [{ path: "", message: `at most ${importLimits.performances} performances in one import` }],
    }
  return {
    season: {
      season: null,
      venues: [...draft.venues.values()],
      seatingPlans: [],
      tariffs: [...draft.tariffs.values()],
      events,
    },
    warnings: draft.warnings,
    skipped: records.length - events.length,
  }
}

interface AgendaDraft {
  venues: Map<string, ImportedVenue>
  tariffs: Map<string, ImportedTariff>
  events: Map<string, ImportedEvent>
  warnings: ImportWarning[]
  options: AgendaOptions
}

function readRecord(record: AgendaRecord, draft: AgendaDraft): void {
  const uidField = record.field("uid", "id")
  const uid = readUid(uidField.value)
  const title = readTexts(record, ["title"], draft.options.locale, (value) =>
    plainLine(value, importLimits.title),
  )
  const name = shorten(title?.fr ?? title?.en ?? "", 80)
  let certain = true
  const warn = (path: string, message: string) =>
    draft.warnings.push({ path, message: name ? `« ${name} »: ${message}` : message })
  const doubt = (path: string, message: string) => {
    certain = false
    warn(path, `${message}; imported as a draft`)
  }

  const ref = `agenda-${uid}`
  if (!uid)
    warn(
      uidField.path,
      `${["no usable uid", quote(uidField.value)].filter(Boolean).join(" ")}; the record was left out`,
    )
  else if (!title) warn(record.field("title").path, `record ${uid} has no title and was left out`)
  else if (draft.events.has(ref)) warn(uidField.path, `uid ${uid} came before; the record was left out`)
  if (!uid || !title || draft.events.has(ref)) return

  if (saysOff(record)) doubt(record.field("title").path, "it seems to be cancelled, postponed or full")
  const prices = readPrices(record, draft, doubt)
  const venue = readVenue(record, draft, doubt)
  const intervals = readIntervals(record, warn, doubt)
  draft.events.set(ref, {
    ref,
    status: certain ? "published" : "draft",
    title,
    subtitle: null,
    description: readDescription(record, title, draft.options.locale),
    genre: null,
    durationMinutes: null,
    vatRate: draft.options.defaultVatRate,
    performances: intervals.map(({ startsAt, endsAt, key }) => ({
      ref: `${ref}-${key}`,
      venue,
      startsAt,
      endsAt,
      doorsAt: null,
      onSaleFrom: null,
      onSaleUntil: null,
      maxPerOrder: null,
      seatingPlan: null,
      zones: [
        { ref: "libre", name: "Placement libre", capacity: draft.options.capacity, prices: [...prices] },
      ],
    })),
  })
}

type Note = (path: string, message: string) => void

function readPrices(record: AgendaRecord, draft: AgendaDraft, doubt: Note): ImportedPrice[] {
  const field = record.field(
    "pricing_info",
    "conditions_fr",
    "conditions.fr",
    "conditions",
    "price_detail",
    "price_type",
  )
  // One portal parts the price in two fields: what they say together must be plain.
  const type = field.path.endsWith("/price_detail") ? record.field("price_type").value : undefined
  const text = [type, field.value]
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join(" ; ")
  const pricing = readPricing(text)
  if (pricing.kind === "unclear") {
    doubt(field.path, pricing.text ? `the price is not plain ${quote(pricing.text)}` : "no price given")
    return []
  }
  const tariffs = pricing.kind === "free" ? [{ name: "Gratuit", amount: 0 }] : pricing.tariffs
  return tariffs.map(({ name, amount }) => {
    const tariff = `agenda-${slug(name)}`
    draft.tariffs.set(tariff, { ref: tariff, name, proof: null })
    return { tariff, amount }
  })
}

/** The reference of the venue; without any place, that of one to be chosen, so that the hours are not lost. */
function readVenue(record: AgendaRecord, draft: AgendaDraft, doubt: Note): string {
  let venue = agendaVenue(record, timezone)
  if (!venue) {
    doubt(record.field("placename").path, "no place given")
    venue = { ref: "agenda-lieu-a-preciser", name: "Lieu à préciser", address: null, timezone }
  }
  if (!draft.venues.has(venue.ref)) draft.venues.set(venue.ref, venue)
  return venue.ref
}

function readIntervals(record: AgendaRecord, warn: Note, doubt: Note) {
  const field = record.field("timetable", "timings", "occurrences")
  const { intervals, problems } = readTimetable(field.value, timezone)
  for (const { text, message, doubtful } of problems)
    (doubtful ? doubt : warn)(field.path, `${quote(text)} ${message}`.trim())
  if (intervals.length === 0 && problems.length === 0) {
    const days = ["date_start", "firstdate_begin", "date_end", "lastdate_end"].map(
      (key) => record.field(key).value,
    )
    const given = plainLine(days.filter((day) => typeof day === "string").join(" – "), 100)
    doubt(field.path, given ? `only days are given, no hours ${quote(given)}` : "no date given")
  }
  return intervals
}

/** The short text, then the long one unless it begins with the short one. */
function readDescription(record: AgendaRecord, title: Localised, locale: Locale): Localised | null {
  const clean = (value: unknown) => plainText(value, importLimits.description)
  const short = readTexts(record, ["lead_text", "description"], locale, clean)
  const longNames = record.field("lead_text").value === undefined ? [] : ["description"]
  const long = readTexts(
    record,
    ["free_text", "longdescription", "longDescription", ...longNames],
    locale,
    (value) => plainMarkdown(value, importLimits.description),
  )
  const texts: Localised = {}
  for (const language of locales) {
    const lead = short?.[language] ?? ""
    const body = long?.[language] ?? ""
    const says =
      /[\p{L}\p{N}]/u.test(lead) && fold(lead) !== fold(title[language] ?? "") && !body.startsWith(lead)
    const text = [says ? lead : "", body].filter(Boolean).join("\n\n")
    if (text) texts[language] = shorten(text, importLimits.description)
  }
  return texts.fr || texts.en ? texts : null
}

/** A text in the languages it has: `{fr, en}`, `title_fr` and `title_en`, or one text in the language of the record. */
function readTexts(
  record: AgendaRecord,
  names: string[],
  locale: Locale,
  clean: (value: unknown) => string,
): Localised | null {
  const texts: Localised = {}
  for (const language of locales) {
    const text = clean(
      record.field(...names.flatMap((name) => [`${name}.${language}`, `${name}_${language}`])).value,
    )
    if (text) texts[language] = text
  }
  if (texts.fr || texts.en) return texts
  const given = locales.find((language) => language === record.field("lang").value) ?? locale
  const { value }: AgendaField = record.field(...names)
  const text = clean(
    isObject(value) ? Object.values(value).find((other) => typeof other === "string") : value,
  )
  return text ? { [given]: text } : null
}

function readUid(value: unknown): string | null {
  const uid = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value
  return typeof uid === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(uid) ? uid : null
}

/** "ANNULÉ : ...", "... (complet)", or OpenAgenda's status 4 to 6 (postponed, full, cancelled). */
function saysOff(record: AgendaRecord): boolean {
  const status = record.field("status.id", "status").value
  if (status === 4 || status === 5 || status === 6) return true
  const title = fold(plainLine(record.field("title.fr", "title_fr", "title").value, importLimits.title))
  return /(?:^|[([:-]) ?(?:annulee?s?|reportee?s?|complete?s?|cancell?ed|postponed|sold out) ?(?:$|[)\]:!/-])/.test(
    title,
  )
}

function quote(value: unknown): string {
  const text = plainLine(value, 200)
  return text ? `« ${text} »` : ""
}
