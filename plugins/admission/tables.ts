import type { Generated } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"

/**
 * Who came in: one row for each person a ticket let in. An entry may still change after it was made: an offline door
 * that speaks later may have let the ticket in earlier, or take it back. Whoever keeps books of entries reads them with
 * `takeEntries` (take-entries.ts): each entry is given once, in the order in which the server heard of them, and once more
 * each time it changed. There is no cursor to keep and none to lose: taking and writing are one transaction.
 */
export interface EntryTable {
  organisation_id: string
  ticket_id: string
  /** 1 for an ordinary ticket; a ticket for several people or days has as many. */
  place: Generated<number>
  performance_id: string
  /** The time of the door. */
  admitted_at: Timestamp
  gate: string | null
  nonce: string
  inside: Generated<boolean>
  moved_at: Timestamp
  received_at: CreatedAt
  withdrawn_at: Timestamp | null
  told: Generated<boolean>
  tellings: Generated<number>
}

export const scanResults = [
  "admitted",
  "already_admitted",
  "cancelled",
  "wrong_performance",
  "wrong_gate",
  "unknown",
  "not_valid_now",
  "exited",
] as const
export type ScanResult = (typeof scanResults)[number]

/** What became of a passage once every door was heard. */
export type Standing = "entry" | "back" | "exit" | "double" | "irregular" | "by_hand"

export interface ScanTable {
  organisation_id: string
  id: GeneratedId
  performance_id: string
  ticket_id: string | null
  result: ScanResult
  gate: string | null
  at: Timestamp
  received_at: CreatedAt
  /** "user:12" or "device:3". */
  scanned_by: string
  nonce: string
  direction: Generated<"in" | "out">
  people: Generated<number>
  reason: string | null
  /** The door let in (or out). */
  passed: boolean
  undone_at: Timestamp | null
  standing: Standing | null
}

export interface DoorTariffTable {
  organisation_id: string
  tariff_id: string
  places: Generated<number>
  per_day: Generated<boolean>
}

export interface DoorGateTable {
  organisation_id: string
  name: string
  zone_refs: string[]
}

export interface DoorPerformanceTable {
  organisation_id: string
  performance_id: string
  reentry: boolean
  room_for: number | null
}

export interface DoorMessageTable {
  organisation_id: string
  ticket_id: string
  message: string
}

export interface DeviceTable {
  organisation_id: string
  id: GeneratedId
  name: string
  gate: string | null
  performance_ids: string[] | null
  token_hash: Buffer | null
  pairing_hash: Buffer | null
  pairing_until: Timestamp | null
  created_at: CreatedAt
  revoked_at: Timestamp | null
  seen_at: Timestamp | null
  synced_at: Timestamp | null
  battery: number | null
  version: string | null
  waiting: number | null
  may_sell: Generated<boolean>
}

declare module "../../server/database.ts" {
  interface Database {
    entries: EntryTable
    scans: ScanTable
    door_tariffs: DoorTariffTable
    door_gates: DoorGateTable
    door_performances: DoorPerformanceTable
    door_messages: DoorMessageTable
    devices: DeviceTable
  }
}
