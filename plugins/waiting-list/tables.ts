import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"
import type { Locale } from "../../templates/locale.ts"

/** "unconfirmed" waits for a click in a mail; "lapsed" was offered places and did not take them in time. */
export type EntryState = "unconfirmed" | "waiting" | "offered" | "taken" | "lapsed" | "left"

/** Personal data: who waits for places of a sold-out zone. Deleted once the performance is over. */
export interface WaitingListEntryTable {
  organisation_id: string
  id: GeneratedId
  performance_id: string
  zone_id: string
  /** How many at each price, by its id. */
  wish: ColumnType<Record<string, number>, string, never>
  places: number
  email: string
  locale: Locale
  state: ColumnType<EntryState, EntryState | undefined, EntryState>
  created_at: CreatedAt
  cart_id: string | null
  offered_until: Timestamp | null
}
export type Entry = Selectable<WaitingListEntryTable>

declare module "../../server/database.ts" {
  interface Database {
    waiting_list_entries: WaitingListEntryTable
  }
}
