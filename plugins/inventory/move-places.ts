import { sql } from "kysely"
import { sqlState, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { loadHall } from "../seating/read-hall.ts"
import { PlacesGone } from "./places-gone.ts"

export interface Move {
  performanceId: string
  /** An allotment; null: what is for everybody. */
  from: string | null
  to: string | null
  /** So many places of zones of free seating. */
  zones: readonly { zoneId: string; places: number }[]
  /** Numbered seats. */
  seats: readonly string[]
}

/**
 * Moves free places between allotments, or from and to what is for everybody; all or nothing.
 * @throws 409 sold_out, seat_taken when they are not free there; 422 invalid_request; 404 not_found
 */
export async function movePlaces(trx: Trx, move: Move): Promise<void> {
  const { performanceId, from, to } = move
  const allotments = [...new Set([from, to].filter((id) => id !== null))]
  const { rows } = await sql<{ id: string }>`
    select id from allotments where organisation_id = current_organisation() and id = any(${allotments}::bigint[])
      and performance_id = ${performanceId} and released_at is null order by id for update`.execute(trx)
  if (rows.length !== allotments.length) throw problem(404, "not_found")
  const seats = await zonesOfSeats(trx, performanceId, move.seats)
  const counts = new Map<string, number>()
  for (const { zoneId, places } of move.zones) counts.set(zoneId, (counts.get(zoneId) ?? 0) + places)
  for (const { zoneId } of seats) counts.set(zoneId, (counts.get(zoneId) ?? 0) + 1)
  await checkZones(trx, performanceId, move.zones)
  const zones = { ids: [...counts.keys()], places: [...counts.values()] }
  if (zones.ids.length === 0) return
  try {
    await lockZones(trx, zones.ids)
    await change(trx, from, zones, -1)
    await change(trx, to, zones, 1)
    if (seats.length > 0) await changeSeats(trx, move, seats)
  } catch (error) {
    if (sqlState(error) === "23514") throw new PlacesGone("sold_out")
    if (sqlState(error) === "23505") throw new PlacesGone("seat_taken")
    throw error
  }
}

async function zonesOfSeats(trx: Trx, performanceId: string, seatIds: readonly string[]) {
  if (seatIds.length === 0) return []
  const { rows } = await sql<{ version_id: string | null; zones: Record<string, string> }>`
    select f.seating_version_id as version_id, json_object_agg(z.ref, z.id::text) as zones
    from performances f join zones z on z.organisation_id = f.organisation_id and z.performance_id = f.id
    where f.organisation_id = current_organisation() and f.id = ${performanceId} group by 1`.execute(trx)
  const [performance] = rows
  const hall = performance?.version_id ? await loadHall(trx, performance.version_id) : null
  return [...new Set(seatIds)].map((seatId, index) => {
    const zoneId = performance?.zones[hall?.seats.get(seatId)?.category ?? ""]
    if (zoneId === undefined)
      throw problem(422, "invalid_request", undefined, [
        { path: `/seats/${index}`, message: "the hall has no such seat for sale" },
      ])
    return { seatId, zoneId }
  })
}

/** Numbered seats are moved by their number, other places by how many. */
async function checkZones(trx: Trx, performanceId: string, zones: Move["zones"]): Promise<void> {
  if (zones.length === 0) return
  const { rows } = await sql<{ zone_id: string }>`
    select zone_id from zone_stock where organisation_id = current_organisation() and performance_id = ${performanceId}
      and seating_version_id is null`.execute(trx)
  const known = new Set(rows.map((row) => row.zone_id))
  const errors = zones.flatMap(({ zoneId }, index) =>
    known.has(zoneId)
      ? []
      : [{ path: `/zones/${index}/zoneId`, message: "is not a zone of free seating of this performance" }],
  )
  if (errors.length > 0) throw problem(422, "invalid_request", undefined, errors)
}

async function lockZones(trx: Trx, ids: readonly string[]): Promise<void> {
  await sql`select from zone_stock where organisation_id = current_organisation() and zone_id = any(${[...ids]}::bigint[])
    order by zone_id for update`.execute(trx)
}

/** Gives places to an allotment (sign 1) or takes them from it (-1); null is what is for everybody. */
async function change(
  trx: Trx,
  allotmentId: string | null,
  zones: { ids: string[]; places: number[] },
  sign: 1 | -1,
): Promise<void> {
  const moved = sql`unnest(${zones.ids}::bigint[], ${zones.places}::int[]) as w (zone_id, places)`
  if (allotmentId === null)
    await sql`
      update zone_stock s set taken = s.taken - ${sign}::int * w.places from ${moved}
      where s.organisation_id = current_organisation() and s.zone_id = w.zone_id`.execute(trx)
  else if (sign === 1)
    await sql`
      insert into allotment_stock as s (organisation_id, allotment_id, zone_id, capacity)
      select current_organisation(), ${allotmentId}, w.zone_id, w.places from ${moved} order by w.zone_id
      on conflict (organisation_id, allotment_id, zone_id) do update set capacity = s.capacity + excluded.capacity`.execute(
      trx,
    )
  else {
    const { rows } = await sql`
      update allotment_stock s set capacity = s.capacity - w.places from ${moved}
      where s.organisation_id = current_organisation() and s.allotment_id = ${allotmentId} and s.zone_id = w.zone_id
      returning s.zone_id`.execute(trx)
    if (rows.length !== zones.ids.length) throw new PlacesGone("sold_out")
  }
}

async function changeSeats(
  trx: Trx,
  { performanceId, from, to }: Move,
  seats: readonly { seatId: string; zoneId: string }[],
): Promise<void> {
  const ids = seats.map((seat) => seat.seatId)
  const mine = sql`organisation_id = current_organisation() and performance_id = ${performanceId}
    and seat_id = any(${ids}::text[]) and allotment_id = ${from} and cart_id is null`
  if (from === null)
    await sql`
      insert into taken_seats (organisation_id, performance_id, seat_id, zone_id, allotment_id)
      select current_organisation(), ${performanceId}, w.seat_id, w.zone_id, ${to}
      from unnest(${ids}::text[], ${seats.map((seat) => seat.zoneId)}::bigint[]) as w (seat_id, zone_id)
      order by w.seat_id`.execute(trx)
  else {
    const { rows } =
      to === null
        ? await sql`delete from taken_seats where ${mine} returning seat_id`.execute(trx)
        : await sql`update taken_seats set allotment_id = ${to} where ${mine} returning seat_id`.execute(trx)
    if (rows.length !== ids.length) throw new PlacesGone("seat_taken")
  }
}
