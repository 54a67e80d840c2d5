import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"

/** Who came in: one row a ticket. */
export interface EntryTable {
  organisation_id: string
  ticket_id: string
  performance_id: string
  admitted_at: Timestamp
  gate: string | null
}

export type ScanResult =
  | "admitted"
  | "already_admitted"
  | "cancelled"
  | "wrong_performance"
  | "unknown"
  | "not_valid_now"

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
  nonce: string | null
}

export interface DeviceTable {
  organisation_id: string
  id: GeneratedId
  name: string
  gate: string | null
  token_hash: Buffer
  created_at: CreatedAt
  revoked_at: Timestamp | null
}

declare module "../../server/database.ts" {
  interface Database {
    entries: EntryTable
    scans: ScanTable
    devices: DeviceTable
  }
}
