import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"

/** Keeps the places of an ordered cart for `seconds` from now, if that is longer. False once they went back on sale. */
export async function holdLonger(db: Db | Trx, cartId: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    update carts set expires_at = greatest(expires_at, now() + make_interval(secs => ${seconds}))
    where organisation_id = current_organisation() and id = ${cartId} and state = 'pending' and expires_at > now()
    returning id`.execute(db)
  return rows.length > 0
}
