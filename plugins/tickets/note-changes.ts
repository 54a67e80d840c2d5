import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"

/** The printed tickets of an order are not those of now any more, for a reason that the tickets themselves do not count. */
export async function noteChanges(
  trx: Trx,
  organisationId: string,
  orderId: string,
  changes = 1,
): Promise<void> {
  await sql`
    insert into ticket_changes as c (organisation_id, order_id, changes) values (${organisationId}, ${orderId}, ${changes})
    on conflict (organisation_id, order_id) do update set changes = c.changes + excluded.changes`.execute(trx)
}
