import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"
import type { Locale } from "../../templates/locale.ts"

/** A text in one or both languages. */
export type Localised = { [L in Locale]?: string }
type LocalisedColumn = ColumnType<Localised, string, string>
type OptionalLocalisedColumn = ColumnType<Localised | null, string | null, string | null>

export interface SeasonTable {
  organisation_id: string
  id: GeneratedId
  ref: string
  name: string
  /** Calendar days, "2026-09-01". */
  starts_on: ColumnType<string, string, string>
  ends_on: ColumnType<string, string, string>
}

export interface TariffTable {
  organisation_id: string
  id: GeneratedId
  ref: string
  name: string
  /** What must be shown at the door to have this tariff. */
  proof: string | null
  rank: ColumnType<number, number | undefined, number>
}

export interface EventTable {
  organisation_id: string
  id: GeneratedId
  ref: string
  season_id: string | null
  title: LocalisedColumn
  subtitle: OptionalLocalisedColumn
  description: OptionalLocalisedColumn
  genre: string | null
  duration_minutes: number | null
  /** Hundredths of a percent: 550 is 5.5 %. */
  vat_rate: number
  /** A draft is never shown to the public. */
  status: "draft" | "published"
  created_at: CreatedAt
}

export interface PerformanceTable {
  organisation_id: string
  id: GeneratedId
  ref: string
  event_id: string
  venue_id: string
  starts_at: Timestamp
  /** Unset: one hour before the start. */
  doors_at: Timestamp | null
  ends_at: Timestamp
  on_sale_from: Timestamp | null
  /** Unset: until the performance starts. */
  on_sale_until: Timestamp | null
  max_per_order: ColumnType<number, number | undefined, number>
  status: ColumnType<
    "scheduled" | "cancelled",
    "scheduled" | "cancelled" | undefined,
    "scheduled" | "cancelled"
  >
  /** The plan its places are numbered by; null: free seating. */
  seating_version_id: ColumnType<string | null, string | null | undefined, string | null>
  created_at: CreatedAt
}

/** A price area, or the whole of an unseated hall. What is taken of it is the inventory's. */
export interface ZoneTable {
  organisation_id: string
  id: GeneratedId
  performance_id: string
  ref: string
  name: string
  capacity: number
  rank: ColumnType<number, number | undefined, number>
}

export interface PriceTable {
  organisation_id: string
  id: GeneratedId
  zone_id: string
  tariff_id: string
  /** Cents, tax included. */
  amount: number
  /** A price that is no longer offered stays for what was sold at it. */
  offered: ColumnType<boolean, boolean | undefined, boolean>
}

export type Season = Selectable<SeasonTable>
export type Tariff = Selectable<TariffTable>
export type Event = Selectable<EventTable>
export type Performance = Selectable<PerformanceTable>
export type Zone = Selectable<ZoneTable>
export type Price = Selectable<PriceTable>

/** A zone as inventory keeps its stock. */
export interface SavedZone {
  id: string
  performanceId: string
  /** With a seating plan, the category of its seats. */
  ref: string
  capacity: number
  seatingVersionId: string | null
}

declare module "../../server/database.ts" {
  interface Database {
    seasons: SeasonTable
    tariffs: TariffTable
    events: EventTable
    performances: PerformanceTable
    zones: ZoneTable
    prices: PriceTable
  }
}

declare module "../../server/events.ts" {
  interface DomainEvents {
    /**
     * Zones were created, or their capacity or seating plan may have changed. A listener refuses with 409 below_sold
     * what does not fit what was already sold.
     */
    "zones.saved": { zones: SavedZone[] }
    /** Zones are about to be removed. A listener refuses with 409 below_sold when places of them were ever taken. */
    "zones.removing": { zoneIds: string[] }
  }
}
