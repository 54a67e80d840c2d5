import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"

/** The order of this cart is paid: its places are its own for good. False when its time was over and they were freed. */
export async function sellCart(trx: Trx, cartId: string): Promise<boolean> {
  const { rows } = await sql`
    update carts set state = 'sold'
    where organisation_id = current_organisation() and id = ${cartId} and state = 'pending' returning id`.execute(
    trx,
  )
  return rows.length > 0
}
