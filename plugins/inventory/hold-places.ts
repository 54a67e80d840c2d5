import { type RawBuilder, sql } from "kysely"
import { type Db, prepared, sqlState, type Trx } from "../../server/database.ts"
import { Problem, problem } from "../../server/problem.ts"
import { hashCartSecret, newCartSecret } from "./cart-secret.ts"
import type { Offer } from "./offers.ts"

/** How long a cart keeps its places, in seconds. */
export const holdSeconds = 600

export interface Hold {
  id: string
  secret: string
  expiresAt: Date
}

/** The zones that could not give what was asked. */
export class SoldOut extends Problem {
  readonly zoneIds: string[]
  constructor(zoneIds: string[]) {
    super(409, "sold_out")
    this.zoneIds = zoneIds
  }
}

/**
 * Holds all the places, or none, in one statement. The zones are taken in the order of their ids, so that two carts
 * never wait for each other; the check on zone_stock refuses what is not there. Losing a hold in a crash harms nobody,
 * so its commit does not wait for the disk and the next buyer of the zone does not wait for it.
 * @throws SoldOut (409 sold_out)
 */
export async function holdPlaces(db: Db | Trx, offers: readonly Offer[]): Promise<Hold> {
  const secret = newCartSecret()
  const cart = sql`cart as (
    insert into carts (organisation_id, secret_hash, expires_at, total)
    select current_organisation(), ${hashCartSecret(secret)}, now() + make_interval(secs => ${holdSeconds}), ${costOf(offers)}
    from relaxed returning id, expires_at)`
  const row = await take(db, offers, cart)
  return { id: row.id, secret, expiresAt: row.expires_at }
}

/**
 * Adds places to an open cart and gives it its full time again; all or nothing.
 * @throws SoldOut; 410 cart_expired when the cart no longer holds anything.
 */
export async function addPlaces(
  db: Db | Trx,
  cartId: string,
  offers: readonly Offer[],
): Promise<{ expiresAt: Date }> {
  const cart = sql`cart as (
    update carts set expires_at = now() + make_interval(secs => ${holdSeconds}), total = total + ${costOf(offers)}
    from relaxed where organisation_id = current_organisation() and id = ${cartId} and state = 'open' and expires_at > now()
    returning id, expires_at)`
  const row = await take(db, offers, cart)
  return { expiresAt: row.expires_at }
}

function costOf(offers: readonly Offer[]): number {
  return offers.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0)
}

interface Taken {
  id: string
  expires_at: Date
}

async function take(db: Db | Trx, offers: readonly Offer[], cart: RawBuilder<unknown>): Promise<Taken> {
  const perZone = new Map<string, number>()
  for (const { zoneId, quantity } of offers) perZone.set(zoneId, (perZone.get(zoneId) ?? 0) + quantity)
  const places = offers.flatMap((offer) => Array.from({ length: offer.quantity }, () => offer))
  try {
    const { rows } = await sql<Taken & { zones: number }>`${prepared}
      with relaxed as materialized (select set_config('synchronous_commit', 'off', true)),
      ${cart},
      wanted as (select * from unnest(${[...perZone.keys()]}::bigint[], ${[...perZone.values()]}::int[]) as w (zone_id, places)),
      locked as materialized (
        select s.zone_id, w.places from zone_stock s join wanted w on w.zone_id = s.zone_id
        where s.organisation_id = current_organisation() and exists (select 1 from cart)
        order by s.zone_id for update of s),
      stock as (
        update zone_stock s set taken = s.taken + l.places from locked l
        where s.organisation_id = current_organisation() and s.zone_id = l.zone_id returning s.zone_id),
      last as (
        select coalesce(max(i.position), 0) as position from cart_items i
        where i.organisation_id = current_organisation() and i.cart_id = (select id from cart)),
      items as (
        insert into cart_items (organisation_id, cart_id, position, performance_id, zone_id, price_id, amount)
        select current_organisation(), cart.id, last.position + p.position, p.performance_id, p.zone_id, p.price_id, p.amount
        from cart, last, unnest(
          ${places.map((place) => place.performanceId)}::bigint[],
          ${places.map((place) => place.zoneId)}::bigint[],
          ${places.map((place) => place.priceId)}::bigint[],
          ${places.map((place) => place.amount)}::int[])
          with ordinality as p (performance_id, zone_id, price_id, amount, position))
      select cart.id, cart.expires_at, (select count(*) from stock)::int as zones from cart`.execute(db)
    const [row] = rows
    if (!row) throw problem(410, "cart_expired")
    if (row.zones !== perZone.size) throw new Error("a zone that is on sale has no stock")
    return row
  } catch (error) {
    if (sqlState(error) === "23514") throw new SoldOut([...perZone.keys()])
    throw error
  }
}
