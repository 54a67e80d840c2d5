import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"

/** What the lines of an order cost changed with them, by so many cents. Its payments are never changed. */
export async function changeTotal(trx: Trx, orderId: string, by: number): Promise<void> {
  if (by !== 0)
    await sql`update orders set total = total + ${by}
      where organisation_id = current_organisation() and id = ${orderId}`.execute(trx)
}
