import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { hashCartSecret, newCartSecret } from "./cart-secret.ts"
import { holdSeconds } from "./hold-places.ts"

/** Keeps what an open cart holds until then, sooner or later than before. False when its time was over. */
export async function keepCart(db: Db | Trx, cartId: string, until: Date): Promise<boolean> {
  const { rows } = await sql`
    update carts set expires_at = ${until} where organisation_id = current_organisation() and id = ${cartId}
      and state = 'open' and expires_at > now() returning id`.execute(db)
  return rows.length > 0
}

/** Hands an open cart over: whoever has the new secret may order it within its usual time. Null when its time was over. */
export async function handOverCart(
  db: Db | Trx,
  cartId: string,
): Promise<{ id: string; secret: string; expiresAt: Date; total: number } | null> {
  const secret = newCartSecret()
  const { rows } = await sql<{ expires_at: Date; total: number }>`
    update carts set secret_hash = ${hashCartSecret(secret)},
      expires_at = greatest(expires_at, now() + make_interval(secs => ${holdSeconds}))
    where organisation_id = current_organisation() and id = ${cartId} and state = 'open' and expires_at > now()
    returning expires_at, total`.execute(db)
  const [cart] = rows
  return cart ? { id: cartId, secret, expiresAt: cart.expires_at, total: cart.total } : null
}
