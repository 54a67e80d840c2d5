import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { containsWords } from "../../server/search.ts"

export interface FoundCustomer {
  firstName: string
  lastName: string
  email: string | null
  phone: string | null
}

/** People who bought before, by a part of what is known of them, the latest first. */
export async function findCustomers(db: Db, typed: string, limit = 6): Promise<FoundCustomer[]> {
  if (typed.trim().length < 2) return []
  const { rows } = await sql<FoundCustomer>`
    select first_name as "firstName", last_name as "lastName", email, phone from (
      select distinct on (lower(coalesce(email, phone, last_name || ' ' || first_name))) * from orders o
      where o.organisation_id = current_organisation() and o.last_name || coalesce(o.email, '') || coalesce(o.phone, '') <> ''
        and ${containsWords(sql`concat_ws(' ', o.first_name, o.last_name, o.email, o.phone)`, typed)}
      order by lower(coalesce(email, phone, last_name || ' ' || first_name)), id desc) found
    order by id desc limit ${limit}`.execute(db)
  return rows
}
