import type { Selectable } from "kysely"
import type { CreatedAt, GeneratedId } from "../../server/database.ts"

export interface VenueTable {
  organisation_id: string
  id: GeneratedId
  /** Stable name in imports; made from the name when a person creates the venue. */
  ref: string
  name: string
  address: string | null
  /** IANA name: times of the venue are shown in it. */
  timezone: string
  created_at: CreatedAt
}
export type Venue = Selectable<VenueTable>

declare module "../../server/database.ts" {
  interface Database {
    venues: VenueTable
  }
}
