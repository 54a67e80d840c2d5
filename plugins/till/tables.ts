import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"

/** Where one sells. */
export interface TillTable {
  organisation_id: string
  id: GeneratedId
  /** As programs name it. */
  ref: string
  name: string
  created_at: CreatedAt
}

/** From the opening of a till to its closing: one person, one float. */
export interface TillSessionTable {
  organisation_id: string
  id: GeneratedId
  till_id: string
  /** Of its till, without gaps. */
  number: number
  user_id: string
  /** Cents. */
  float_amount: number
  opened_at: CreatedAt
  closed_at: Timestamp | null
}
export type TillSession = Selectable<TillSessionTable>

export type MovementKind = "sale" | "refund" | "in" | "out"

/** What went through a till: added to, never changed. */
export interface TillMovementTable {
  organisation_id: string
  id: GeneratedId
  session_id: string
  kind: MovementKind
  method: string
  /** Cents; negative: it went out. */
  amount: number
  order_id: string | null
  note: string | null
  face_value: number | null
  at: CreatedAt
}

/** Cents by method of payment. */
export type ByMethod = Record<string, number>

/** What was counted at the end, against what should have been there. */
export interface TillClosingTable {
  organisation_id: string
  session_id: string
  user_id: string
  at: CreatedAt
  expected: number
  counted: number
  /** How many of each coin and note, by its cents. */
  denominations: ColumnType<Record<string, number> | null, string | null, never>
  by_method: ColumnType<ByMethod, string, never>
  counted_methods: ColumnType<ByMethod, string, never>
  reason: string | null
}
export type TillClosing = Selectable<TillClosingTable>

/** A ticket that went through a till: added to, never changed. */
export interface TillTicketTable {
  organisation_id: string
  id: GeneratedId
  session_id: string
  ticket_id: string
  kind: "issued" | "cancelled" | "reprinted"
  at: CreatedAt
}

/** A slip by which a public body pays in to its treasury. Cents. */
export interface TillTransferTable {
  organisation_id: string
  /** Without gaps. */
  number: number
  at: CreatedAt
  user_id: string
  previous: number | null
  /** Cash left by the slip before, from the sessions of this one, handed over, and left. */
  kept_before: number
  collected: number
  cash: number
  kept: number
  denominations: ColumnType<Record<string, number> | null, string | null, never>
  by_method: ColumnType<ByMethod, string, never>
  note: string | null
}
export type TillTransfer = Selectable<TillTransferTable>

export interface TillTransferSessionTable {
  organisation_id: string
  session_id: string
  transfer: number
}

export interface TillSettingsTable {
  organisation_id: string
  methods: string[]
  /** Cents. */
  cash_ceiling: number | null
  exchange_at_least: ColumnType<boolean, boolean | undefined, boolean>
}

declare module "../../server/database.ts" {
  interface Database {
    tills: TillTable
    till_sessions: TillSessionTable
    till_movements: TillMovementTable
    till_closings: TillClosingTable
    till_settings: TillSettingsTable
    till_tickets: TillTicketTable
    till_transfers: TillTransferTable
    till_transfer_sessions: TillTransferSessionTable
  }
}

declare module "../../server/events.ts" {
  interface DomainEvents {
    /** A till was counted and closed. */
    "till.closed": { sessionId: string; expected: number; counted: number; byMethod: ByMethod; by: string }
  }
}
