import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { hashCartSecret, newCartSecret } from "./cart-secret.ts"
import type { Place } from "./hold-chosen.ts"

/**
 * A cart of places that somebody paid for and that were given to others meanwhile: it holds nothing. `retakePlaces` may take
 * the same again, or others as good.
 */
export async function lostCart(trx: Trx, places: readonly Place[]): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with cart as (
      insert into carts (organisation_id, secret_hash, state, expires_at, total)
      values (current_organisation(), ${hashCartSecret(newCartSecret())}, 'unpaid', now(),
        ${places.reduce((sum, { amount }) => sum + amount, 0)})
      returning id),
    items as (
      insert into cart_items (organisation_id, cart_id, position, performance_id, zone_id, price_id, amount, seat_id, seat)
      select current_organisation(), cart.id, p.position, p.performance_id, p.zone_id, p.price_id, p.amount, p.seat_id, p.seat
      from cart, unnest(
        ${places.map((place) => place.performanceId)}::bigint[],
        ${places.map((place) => place.zoneId)}::bigint[],
        ${places.map((place) => place.priceId)}::bigint[],
        ${places.map((place) => place.amount)}::int[],
        ${places.map((place) => place.seat?.id ?? null)}::text[],
        ${places.map((place) => place.seat?.label ?? null)}::text[])
        with ordinality as p (performance_id, zone_id, price_id, amount, seat_id, seat, position))
    select id from cart`.execute(trx)
  const [cart] = rows
  if (!cart) throw new Error("no cart was made")
  return cart.id
}
