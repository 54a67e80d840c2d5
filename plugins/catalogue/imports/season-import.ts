import type { FieldError } from "../../../server/problem.ts"
import type { Locale } from "../../../templates/locale.ts"
import type { SeatingPlan } from "../../seating/seating-plan.ts"

/** A text of the programme in the languages it was given in; at least one of them. */
export type Localised = { [L in Locale]?: string }

/** Something the importer did with a part of the input that its author should look at; `path` is a JSON pointer. */
export type ImportWarning = FieldError

export interface ImportedSeason {
  ref: string
  name: string
  /** Calendar days, "2026-09-01". */
  startsOn: string
  endsOn: string
}

export interface ImportedVenue {
  ref: string
  name: string
  address: string | null
  /** IANA name. */
  timezone: string
}

export interface ImportedSeatingPlan {
  ref: string
  /** `ref` of a venue of the same import. */
  venue: string
  plan: SeatingPlan
}

export interface ImportedTariff {
  ref: string
  name: string
  /** What must be shown to have this tariff. */
  proof: string | null
}

export interface ImportedPrice {
  /** `ref` of a tariff of the same import. */
  tariff: string
  /** Cents. */
  amount: number
}

export interface ImportedZone {
  ref: string
  name: string
  capacity: number
  /** Empty in a draft whose price could not be read. */
  prices: ImportedPrice[]
}

export interface ImportedPerformance {
  ref: string
  /** `ref` of a venue of the same import. */
  venue: string
  startsAt: Date
  /** Null when the input says neither an end nor a duration. */
  endsAt: Date | null
  doorsAt: Date | null
  onSaleFrom: Date | null
  onSaleUntil: Date | null
  maxPerOrder: number | null
  /** `ref` of a seating plan of the same import; null: free seating, or nothing said of it. */
  seatingPlan: string | null
  zones: ImportedZone[]
}

export interface ImportedEvent {
  ref: string
  /** A draft is never shown to the public. */
  status: "published" | "draft"
  title: Localised
  subtitle: Localised | null
  /** Plain text: paragraphs are parted by empty lines, and markup is text like any other. */
  description: Localised | null
  genre: string | null
  durationMinutes: number | null
  /** Hundredths of a percent: 550 is 5.5 %. */
  vatRate: number
  performances: ImportedPerformance[]
}

/** What both imports give: references are consistent, texts are clean, times are instants. */
export interface SeasonImport {
  /** The season all events of the input belong to. */
  season: ImportedSeason | null
  venues: ImportedVenue[]
  seatingPlans: ImportedSeatingPlan[]
  tariffs: ImportedTariff[]
  events: ImportedEvent[]
}

/** Either the whole import, or what is wrong with the input. */
export type ImportReading =
  | { season: SeasonImport; warnings: ImportWarning[]; errors?: undefined }
  | { season?: undefined; warnings?: undefined; errors: FieldError[] }

/** The most an import holds, and the length of its texts in characters. */
export const importLimits = {
  venues: 5_000,
  tariffs: 500,
  events: 5_000,
  performances: 20_000,
  zonesPerPerformance: 200,
  ref: 100,
  name: 200,
  title: 300,
  address: 500,
  description: 20_000,
  capacity: 10_000_000,
  amount: 99_999_999,
  errors: 100,
} as const
