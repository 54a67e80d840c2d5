import type { Selectable } from "kysely"
import type { GeneratedId } from "../../server/database.ts"

export type Chain = "operations" | "closings" | "journal"

/** A line told in a transaction; the commit turns it into one of `ledger_lines`. */
export interface LedgerDraftTable {
  organisation_id: string
  id: GeneratedId
  chain: Chain
  kind: string
  order_id: string | null
  total: number
  paid: number
  content: string
  performances: string[]
}

/** What is written stays: nobody may change or delete it, and the application may not add by itself. */
export interface LedgerLineTable {
  organisation_id: string
  chain: Chain
  number: string
  at: Date
  kind: string
  order_id: string | null
  /** Cents. */
  total: string
  paid: string
  /** JSON to the letter, without personal data. */
  content: string
  seed: Buffer
  mac: Buffer
}
export type LedgerLine = Selectable<LedgerLineTable>

export interface LedgerHeadTable {
  organisation_id: string
  chain: Chain
  number: string
  mac: Buffer
}

/** Which operations are about which performance. */
export interface LedgerPerformanceTable {
  organisation_id: string
  performance_id: string
  number: string
}

/** What an order has open; none for one that is settled. */
export interface LedgerDebtTable {
  organisation_id: string
  order_id: string
  /** Cents. */
  amount: string
}

/** Entries at the door, and whether the books have them yet. */
export interface LedgerEntryTable {
  organisation_id: string
  ticket_id: string
  place: number
  recorded: boolean
}

export interface LedgerSettingsTable {
  organisation_id: string
  /** "04:00", in the organisation's time zone: when its days end. */
  closing_time: string
  /** Who is told each day what the chains end with. */
  anchor_email: string | null
}

declare module "../../server/database.ts" {
  interface Database {
    ledger_drafts: LedgerDraftTable
    ledger_lines: LedgerLineTable
    ledger_heads: LedgerHeadTable
    ledger_performances: LedgerPerformanceTable
    ledger_debts: LedgerDebtTable
    ledger_entries: LedgerEntryTable
    ledger_settings: LedgerSettingsTable
  }
}
