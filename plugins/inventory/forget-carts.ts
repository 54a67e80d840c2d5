import { sql } from "kysely"
import type { Db } from "../../server/database.ts"

/** Deletes carts that never became an order, a day after their time: nobody comes back for them. */
export async function forgetCarts(db: Db): Promise<number> {
  const { rows } = await sql`
    delete from carts where organisation_id = current_organisation() and id in (
      select id from carts where organisation_id = current_organisation() and state in ('released', 'expired')
        and expires_at < now() - interval '1 day' limit 1000)
    returning id`.execute(db)
  return rows.length
}
