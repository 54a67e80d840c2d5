import type { CreatedAt, GeneratedId } from "../../server/database.ts"

/** Personal data: who asked for places to be kept until a day. The places are those of the cart. */
export interface OptionTable {
  organisation_id: string
  id: GeneratedId
  cart_id: string
  name: string
  email: string | null
  phone: string | null
  note: string | null
  made_by: string
  made_at: CreatedAt
  released_at: Date | null
  confirmed_at: Date | null
}

declare module "../../server/database.ts" {
  interface Database {
    options: OptionTable
  }
}
