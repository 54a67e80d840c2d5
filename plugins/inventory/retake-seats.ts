import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { bestPlaces } from "../seating/best-places.ts"
import { takePicture } from "../seating/hall-picture.ts"
import { hasSeats, loadHall } from "../seating/read-hall.ts"
import { seatName } from "../seating/seat-name.ts"

interface Wanted {
  cartId: string
  performance_id: string
  zoneId: string
  versionId: string
  /** The items of the cart that want a seat. */
  positions: readonly number[]
  /** The seats they had. */
  seats: readonly string[]
}

/**
 * Gives places of a cart their seats again in a zone whose stock this transaction has locked, with room for them: the same
 * seats, else the best ones, rather apart than not at all. Where people stand they have none.
 */
export async function retakeSeats(trx: Trx, wanted: Wanted): Promise<void> {
  const { cartId, performance_id, zoneId, versionId, positions } = wanted
  const hall = await loadHall(trx, versionId)
  const [zone] = (
    await sql<{ ref: string }>`
      select ref from zones where organisation_id = current_organisation() and id = ${zoneId}`.execute(trx)
  ).rows
  if (!hasSeats(hall, zone?.ref ?? "")) {
    await sql`
      update cart_items set seat_id = null, seat = null
      where organisation_id = current_organisation() and cart_id = ${cartId} and position = any(${[...positions]}::int[])
        and seat_id is not null`.execute(trx)
    return
  }
  const { rows } = await sql<{ seat_id: string }>`
    select seat_id from taken_seats where organisation_id = current_organisation() and performance_id = ${performance_id}`.execute(
    trx,
  )
  const gone = new Set(rows.map((row) => row.seat_id))
  const same =
    wanted.seats.length === positions.length &&
    wanted.seats.every((id) => !gone.has(id) && hall.seats.get(id)?.category === zone?.ref)
  const picture = takePicture(
    hall.hall,
    rows.map((row) => ({ guid: row.seat_id, taken: true })),
  )
  const seats = same
    ? wanted.seats
    : bestPlaces(picture, { zone: zone?.ref ?? "", count: positions.length, loneLimit: 1 })?.guids
  if (!seats) throw new Error(`zone ${zoneId} has room and no free seat`)
  await sql`
    with given as (
      select * from unnest(
        ${[...positions]}::int[],
        ${[...seats]}::text[],
        ${seats.map((id) => seatName(hall, id))}::text[]) as g (position, seat_id, seat)),
    items as (
      update cart_items i set seat_id = g.seat_id, seat = g.seat from given g
      where i.organisation_id = current_organisation() and i.cart_id = ${cartId} and i.position = g.position)
    insert into taken_seats (organisation_id, performance_id, seat_id, zone_id, cart_id)
    select current_organisation(), ${performance_id}, seat_id, ${zoneId}, ${cartId} from given order by seat_id`.execute(
    trx,
  )
}
