import type { ColumnType, Selectable } from "kysely"
import type { MemberRole } from "../../server/access.ts"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"
import type { Locale } from "../../templates/locale.ts"

export interface OrganisationTable {
  id: GeneratedId
  slug: string
  name: string
  timezone: string
  currency: string
  locale: Locale
  siret: string | null
  licences: ColumnType<string[], string[] | undefined, string[]>
  vat_liable: boolean
  address: string | null
  email: string | null
  accent: string | null
  welcome: string | null
  conditions: string | null
  logo: Buffer | null
  logo_type: string | null
  /** The organisation whose training twin this is. */
  training_of: ColumnType<string | null, string | null | undefined, never>
  created_at: CreatedAt
}
export type OrganisationRow = Selectable<OrganisationTable>

/** Personal data: the staff. */
export interface UserTable {
  id: GeneratedId
  email: string
  name: string
  password_hash: string
  administrator: ColumnType<boolean, boolean | undefined, boolean>
  sessions_valid_from: ColumnType<Date, Date | undefined, Date>
  created_at: CreatedAt
}

export interface MembershipTable {
  organisation_id: string
  user_id: string
  role: MemberRole
  /** When the access ends by itself. */
  until: ColumnType<Date | null, Date | null | undefined, Date | null>
  created_at: CreatedAt
}

export interface SignInFailureTable {
  fingerprint: Buffer
  failures: number
  since: Timestamp
}

declare module "../../server/database.ts" {
  interface Database {
    organisations: OrganisationTable
    users: UserTable
    memberships: MembershipTable
    sign_in_failures: SignInFailureTable
  }
}
