import type { ZoneInput } from "../schemas.ts"

/** What a person or a program says of a performance. Times are instants. */
export interface PerformanceInput {
  ref?: string
  eventId: string
  venueId: string
  startsAt: Date
  /** Unset: start and duration of the event, else three hours after the start. */
  endsAt?: Date | null
  /** Unset: one hour before the start. */
  doorsAt?: Date | null
  onSaleFrom?: Date | null
  /** Unset: until the start. */
  onSaleUntil?: Date | null
  maxPerOrder?: number
  /** The published plan its places are numbered by: the capacity of its zones is that of the plan's categories. */
  seatingVersionId?: string | null
  /** All of its zones, in their order. */
  zones: ZoneInput[]
}

export interface PerformanceZone {
  id: string
  ref: string
  name: string
  capacity: number
  /** Those that are offered, dearest first within the order of the tariffs. Amounts in cents. */
  prices: { id: string; tariffId: string; tariff: string; amount: number }[]
}

export interface PerformanceItem {
  id: string
  ref: string
  eventId: string
  venueId: string
  startsAt: Date
  endsAt: Date
  doorsAt: Date | null
  onSaleFrom: Date | null
  onSaleUntil: Date | null
  maxPerOrder: number
  status: "scheduled" | "cancelled"
  seatingVersionId: string | null
}

export type PerformanceDetails = PerformanceItem & { zones: PerformanceZone[] }

export const performanceColumns = [
  "performances.id",
  "performances.ref",
  "performances.event_id as eventId",
  "performances.venue_id as venueId",
  "performances.starts_at as startsAt",
  "performances.ends_at as endsAt",
  "performances.doors_at as doorsAt",
  "performances.on_sale_from as onSaleFrom",
  "performances.on_sale_until as onSaleUntil",
  "performances.max_per_order as maxPerOrder",
  "performances.status",
  "performances.seating_version_id as seatingVersionId",
] as const
