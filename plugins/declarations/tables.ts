import type { Selectable } from "kysely"

/** What the program can't know of itself. */
export interface DeclarationSettingsTable {
  organisation_id: string
  hardware: string | null
  /** Who holds the source code and answers for it. */
  publisher: string | null
  publisher_address: string | null
  publisher_siren: string | null
  /** Personal data where it names somebody. */
  signatory: string | null
  /** "2026-11-28" */
  acquired_on: string | null
  acquired_from: string | null
  used_since: string | null
}
export type DeclarationSettings = Omit<Selectable<DeclarationSettingsTable>, "organisation_id">

declare module "../../server/database.ts" {
  interface Database {
    declaration_settings: DeclarationSettingsTable
  }
}
