import { type RawBuilder, sql } from "kysely"
import { type Db, prepared, sqlState, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { isAwaited } from "./awaited.ts"
import { hashCartSecret, newCartSecret } from "./cart-secret.ts"
import { type Place, SeatClash } from "./hold-chosen.ts"
import { PlacesGone } from "./places-gone.ts"
import type { Channel } from "./tables.ts"
import { takeFromAllotments } from "./take-from-allotments.ts"

/** How long a cart keeps its places, in seconds. */
export const holdSeconds = 600

/** Other terms than a passer-by's. */
export interface HoldTerms {
  /** When the places are given back; by default after the usual time. */
  until?: { seconds: number } | Date
  /** Takes what those who wait for the zone are to have. */
  awaited?: boolean
  /** Survives a crash, like what it is committed with. */
  durable?: boolean
}

export interface Hold {
  id: string
  secret: string
  expiresAt: Date
}

/**
 * Holds all the places, or none, in one statement. The zones are taken in the order of their ids and the seats in that of
 * their keys, so that two carts never wait for each other; the check on zone_stock refuses what is not there, and the key of
 * taken_seats a seat that somebody has. From a zone that others wait for, more is asked than there is: the same check
 * refuses. Losing a hold in a crash harms nobody, so its commit does not wait for the disk and the next buyer of the zone
 * does not wait for it; one that was promised to somebody is `durable`.
 * @throws 409 sold_out; SeatClash; 422 not_on_sale when a zone is gone or its seats are numbered anew
 */
export async function holdPlaces(
  db: Db | Trx,
  places: readonly Place[],
  channel: Channel = "web",
  { until = { seconds: holdSeconds }, awaited = false, durable = false }: HoldTerms = {},
): Promise<Hold> {
  const secret = newCartSecret()
  const end = until instanceof Date ? sql`${until}` : sql`now() + make_interval(secs => ${until.seconds})`
  const cart = sql`cart as (
    insert into carts (organisation_id, secret_hash, expires_at, total)
    select current_organisation(), ${hashCartSecret(secret)}, ${end}, ${costOf(places)}
    ${durable ? sql`` : sql`from relaxed`} returning id, expires_at)`
  const row = await take(db, places, cart, channel, awaited)
  return { id: row.id, secret, expiresAt: row.expires_at }
}

/**
 * Adds places to an open cart and gives it its full time again; all or nothing.
 * @throws like holdPlaces; 410 cart_expired when the cart no longer holds anything.
 */
export async function addPlaces(
  db: Db | Trx,
  cartId: string,
  places: readonly Place[],
  channel: Channel = "web",
): Promise<{ expiresAt: Date }> {
  const cart = sql`cart as (
    update carts set expires_at = greatest(expires_at, now() + make_interval(secs => ${holdSeconds})), total = total + ${costOf(places)}
    from relaxed where organisation_id = current_organisation() and id = ${cartId} and state = 'open' and expires_at > now()
    returning id, expires_at)`
  const row = await take(db, places, cart, channel)
  return { expiresAt: row.expires_at }
}

/**
 * Takes places that are sold in the very transaction this is called in: no hold that could be lost, and its commit waits
 * for the disk.
 * @throws like holdPlaces
 */
export async function sellPlaces(
  trx: Trx,
  places: readonly Place[],
  channel: Channel,
): Promise<{ id: string }> {
  const cart = sql`cart as (
    insert into carts (organisation_id, secret_hash, state, expires_at, total)
    values (current_organisation(), ${hashCartSecret(newCartSecret())}, 'sold', now(), ${costOf(places)})
    returning id, expires_at)`
  const { id } = await take(trx, places, cart, channel)
  return { id }
}

/**
 * Adds places to a sold cart that is locked: those that others of it are given for. `awaited`: they are taken although
 * somebody waits for the zone.
 * @throws like holdPlaces
 */
export async function addSoldPlaces(
  trx: Trx,
  cartId: string,
  places: readonly Place[],
  channel: Channel,
  { awaited }: { awaited: boolean },
): Promise<void> {
  const cart = sql`cart as (
    update carts set total = total + ${costOf(places)}
    where organisation_id = current_organisation() and id = ${cartId} and state = 'sold' returning id, expires_at)`
  await take(trx, places, cart, channel, awaited)
}

function costOf(places: readonly Place[]): number {
  return places.reduce((sum, { amount }) => sum + amount, 0)
}

interface Taken {
  id: string
  expires_at: Date
}

async function take(
  db: Db | Trx,
  places: readonly Place[],
  cart: RawBuilder<unknown>,
  channel: Channel,
  awaited = false,
): Promise<Taken> {
  const open = places.filter((place) => place.allotmentId === null)
  const setAside = places.filter((place) => place.allotmentId !== null)
  const pools = setAside.length > 0 ? takeFromAllotments(setAside, channel) : null
  const zones = new Map<string, { places: number; seatingVersionId: string | null }>()
  for (const { zoneId, seatingVersionId } of open) {
    const zone = zones.get(zoneId)
    if (zone) zone.places++
    else zones.set(zoneId, { places: 1, seatingVersionId })
  }
  const perZone = [...zones.values()]
  const seats = open.flatMap(({ performanceId, zoneId, seat }) =>
    seat ? [{ performanceId, zoneId, seatId: seat.id }] : [],
  )
  try {
    const { rows } = await sql<Taken>`${prepared}
      with relaxed as materialized (select set_config('synchronous_commit', 'off', true)),
      ${cart},
      ${pools?.granted ?? sql``}
      wanted as (
        select * from unnest(
          ${[...zones.keys()]}::bigint[],
          ${perZone.map((zone) => zone.places)}::int[],
          ${perZone.map((zone) => zone.seatingVersionId)}::bigint[]) as w (zone_id, places, version_id)),
      locked as materialized (
        select s.zone_id, case when ${isAwaited} and not ${awaited}::boolean then s.capacity + 1 else w.places end as places
        from zone_stock s join wanted w on w.zone_id = s.zone_id
        where s.organisation_id = current_organisation() and exists (select 1 from cart) ${pools?.first ?? sql``}
          and s.seating_version_id is not distinct from w.version_id
        order by s.zone_id for update of s),
      stock as (
        update zone_stock s set taken = s.taken + l.places from locked l
        where s.organisation_id = current_organisation() and s.zone_id = l.zone_id returning s.zone_id),
      last as (
        select coalesce(max(i.position), 0) as position from cart_items i
        where i.organisation_id = current_organisation() and i.cart_id = (select id from cart)),
      items as (
        insert into cart_items (organisation_id, cart_id, position, performance_id, zone_id, price_id, amount, seat_id, seat,
          allotment_id)
        select current_organisation(), cart.id, last.position + p.position, p.performance_id, p.zone_id, p.price_id, p.amount,
          p.seat_id, p.seat, p.allotment_id
        from cart, last, unnest(
          ${places.map((place) => place.performanceId)}::bigint[],
          ${places.map((place) => place.zoneId)}::bigint[],
          ${places.map((place) => place.priceId)}::bigint[],
          ${places.map((place) => place.amount)}::int[],
          ${places.map((place) => place.seat?.id ?? null)}::text[],
          ${places.map((place) => place.seat?.label ?? null)}::text[],
          ${places.map((place) => place.allotmentId)}::bigint[])
          with ordinality as p (performance_id, zone_id, price_id, amount, seat_id, seat, allotment_id, position)),
      seats as (
        insert into taken_seats (organisation_id, performance_id, seat_id, zone_id, cart_id)
        select current_organisation(), t.performance_id, t.seat_id, t.zone_id, cart.id
        from cart, (select count(*) from stock) as taken_first, unnest(
          ${seats.map((seat) => seat.performanceId)}::bigint[],
          ${seats.map((seat) => seat.seatId)}::text[],
          ${seats.map((seat) => seat.zoneId)}::bigint[]) as t (performance_id, seat_id, zone_id)
        order by t.performance_id, t.seat_id)
      ${pools?.taken ?? sql``}
      select cart.id, cart.expires_at from cart
      where case when (select count(*) from stock) = ${zones.size}::int then true else refuse('not_on_sale') end
        ${pools?.guard ?? sql``}`.execute(db)
    const [row] = rows
    if (!row) throw problem(410, "cart_expired")
    return row
  } catch (error) {
    const state = sqlState(error)
    if (state === "23514") throw new PlacesGone("sold_out")
    if (state === "23505") throw new SeatClash()
    if (state === "PA409")
      throw (error as Error).message === "seat_taken" ? new SeatClash() : problem(422, "not_on_sale")
    throw error
  }
}
