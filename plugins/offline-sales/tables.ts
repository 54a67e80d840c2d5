import type { ColumnType } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"

export type ReserveEnd = "released" | "session_closed" | "performance_over"

/** Places that a till keeps for when it has no network. */
export interface OfflineReserveTable {
  organisation_id: string
  id: GeneratedId
  session_id: string
  performance_id: string
  allotment_id: string
  /** The browser or phone that has the codes. */
  holder: string
  /** How many places of each zone it wants to have, by its id. */
  wanted: ColumnType<Record<string, number>, string, string>
  created_at: CreatedAt
  refreshed_at: ColumnType<Date, Date | undefined, Date>
  ended_at: Timestamp | null
  end_reason: ReserveEnd | null
}

/** Sessions whose till is a scanner. */
export interface DeviceSessionTable {
  organisation_id: string
  session_id: string
  device_id: string
}

/**
 * "moved": other places than those that were printed; "unplaced": none was left, the money is to be given back; "refused": it
 * is no sale as it was sent, and is kept for somebody to look at.
 */
export type OfflineState = "recorded" | "moved" | "unplaced" | "refused"

/** What somebody should know of a sale: stable codes. */
export type Remark =
  | "till_closed"
  | "reserve_ended"
  | "other_places"
  | "no_place_left"
  | "online_twin_cancelled"
  | "online_twin_stands"
  | "unknown_session"
  | "foreign_session"
  | "unknown_price"
  | "forged_price"
  | "unknown_place"
  | "foreign_place"
  | "payments_mismatch"
  | "invalid_payment"

export interface OfflineSaleTable {
  organisation_id: string
  /** Made by the device. */
  id: string
  body_hash: Buffer
  /** Of the device, as printed. */
  number: number
  session_id: string | null
  sold_at: Timestamp
  received_at: CreatedAt
  sent_by: string
  /** Cents. */
  total: number
  state: OfflineState
  order_id: string | null
  /** Its till was closed when it came. */
  late: ColumnType<boolean, boolean | undefined, boolean>
  remarks: ColumnType<Remark[], Remark[] | undefined, Remark[]>
  /** As it was sent. */
  content: ColumnType<unknown, string, never>
}

declare module "../../server/database.ts" {
  interface Database {
    offline_reserves: OfflineReserveTable
    device_sessions: DeviceSessionTable
    offline_sales: OfflineSaleTable
  }
}
