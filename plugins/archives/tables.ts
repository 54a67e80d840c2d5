import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId } from "../../server/database.ts"

export type ArchiveState = "waiting" | "making" | "done" | "failed"

/** An archive of closed periods: once it is done, nothing of it changes. */
export interface ArchiveTable {
  organisation_id: string
  id: GeneratedId
  /** Given when it is done; no gaps. */
  number: number | null
  /** "2026-11", "2026", "2026-11-27" or "2026-11-01_2026-11-15". */
  period: string
  first_day: string
  last_day: string
  state: ColumnType<ArchiveState, ArchiveState | undefined, ArchiveState>
  /** Thousandths. */
  progress: ColumnType<number, number | undefined, number>
  failure: string | null
  /** "user:12"; null: from the command line. */
  asked_by: string | null
  asked_at: CreatedAt
  made_at: Date | null
  file_name: string | null
  size: string | null
  fingerprint: Buffer | null
  seal: Buffer | null
  operations: string | null
  ledger_version: string | null
  /** Whether the lines were as they were sealed when it was made. */
  sound: boolean | null
  /** False: the file is the operator's, written by the command line. */
  kept: ColumnType<boolean, boolean | undefined, boolean>
}
export type Archive = Selectable<ArchiveTable>

export interface ArchivePartTable {
  organisation_id: string
  archive_id: string
  number: number
  content: Buffer
}

declare module "../../server/database.ts" {
  interface Database {
    archives: ArchiveTable
    archive_parts: ArchivePartTable
  }
}
