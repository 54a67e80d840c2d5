import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"
import type { Locale } from "../../templates/locale.ts"

/** "escpos": receipts on a roll; "fgl": ticket stock of Boca printers. */
export type PrinterKind = "escpos" | "fgl"

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface PrinterTable {
  organisation_id: string
  id: GeneratedId
  name: string
  kind: PrinterKind
  host: string
  port: number
  till_id: string | null
  /** Characters of a line. */
  columns: number
  /** Whose table of letters it follows. */
  family: string
  width_mm: number
  length_mm: number
  dpi: number
  /** Whether it says when something is out: null until it was asked once. */
  answers: WithDefault<boolean | null>
  holder: WithDefault<string | null>
  held_until: WithDefault<Date | null>
  failures: WithDefault<number>
  next_at: WithDefault<Date>
  woken_at: WithDefault<Date | null>
  created_at: CreatedAt
}
export type Printer = Selectable<PrinterTable>

export const jobKinds = ["tickets", "reprint", "cancellation", "till_report", "test"] as const
export type JobKind = (typeof jobKinds)[number]
export const jobStatuses = ["waiting", "printing", "printed", "failed", "cancelled"] as const
export type JobStatus = (typeof jobStatuses)[number]

export interface PrintJobTable {
  organisation_id: string
  id: GeneratedId
  printer_id: string | null
  printer_name: string
  kind: JobKind
  order_id: string | null
  ticket_ids: WithDefault<string[]>
  session_id: string | null
  locale: Locale
  asked_by: string | null
  again: WithDefault<boolean>
  status: WithDefault<JobStatus>
  attempts: WithDefault<number>
  failure: WithDefault<string | null>
  /** Papers known to be out. */
  done: WithDefault<number>
  /** Papers that were begun: from `done` up to here nobody knows whether they are out. */
  begun: WithDefault<number>
  give_up_at: WithDefault<Date>
  created_at: CreatedAt
  changed_at: WithDefault<Date>
  printed_at: Timestamp | null
}
export type PrintJob = Selectable<PrintJobTable>

declare module "../../server/database.ts" {
  interface Database {
    printers: PrinterTable
    print_jobs: PrintJobTable
  }
}
