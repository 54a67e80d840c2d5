import type { ColumnType, Generated } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"

/** Off, on, or on while the server is busy. */
export type LineMode = "off" | "on" | "auto"

type Counter = ColumnType<number, number | undefined, number>
type MaybeTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>

/** The line before one event, or before the whole shop. Nobody who waits has a row of their own. */
export interface WaitingLineTable {
  organisation_id: string
  id: GeneratedId
  event_id: string | null
  mode: Generated<LineMode>
  rate: number | null
  opens_at: MaybeTime
  pass_minutes: Counter
  round: Counter
  formed_at: MaybeTime
  busy_at: MaybeTime
  arrived: Counter
  admitted: Counter
  drawn_at: MaybeTime
  pool: Counter
  shuffle_key: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>
  advanced_at: MaybeTime
  credit: Counter
  showing: Counter
  measured_rate: Counter
}

/** A place that came in. */
export interface WaitingPassTable {
  organisation_id: string
  line_id: string
  round: number
  number: number
  entered_at: CreatedAt
  expires_at: Timestamp
  carts: Counter
}

/** Numbers below `upto` had been called by then. */
export interface WaitingCallTable {
  organisation_id: string
  line_id: string
  round: number
  upto: number
  called_at: CreatedAt
}

declare module "../../server/database.ts" {
  interface Database {
    waiting_lines: WaitingLineTable
    waiting_passes: WaitingPassTable
    waiting_calls: WaitingCallTable
  }
}
