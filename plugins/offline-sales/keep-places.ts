import { sql } from "kysely"
import type { Organisation, Principal } from "../../server/access.ts"
import { type Db, sqlState, type Trx } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { createAllotment } from "../inventory/allotments.ts"
import { leftForAll } from "../inventory/awaited.ts"
import { movePlaces } from "../inventory/move-places.ts"
import { PlacesGone } from "../inventory/places-gone.ts"
import { bestPlaces } from "../seating/best-places.ts"
import { hasSeats } from "../seating/read-hall.ts"
import { seatName } from "../seating/seat-name.ts"
import { type AdvancePlace, giveAdvanceTickets } from "../tickets/advance-tickets.ts"
import { ownOpenSession } from "./own-session.ts"
import { texts } from "./texts.ts"

export interface KeepInput {
  organisation: Organisation
  principal: Principal
  sessionId: string
  performanceId: string
  /** The browser or phone that is to have the codes. */
  holder: string
  /** How many places of each zone it should have to sell, by its id. */
  wanted: ReadonlyMap<string, number>
}

interface ZoneToKeep {
  zoneId: string
  ref: string
  wanted: number
  versionId: string | null
}

/** Somebody took the very seats that were chosen: others are, so often. */
const tries = 4

/**
 * Keeps places for a till, until it has as many to sell as it wants: the first time, and again as it sells. What is not there is
 * not kept: the answer says how many there are. A seat that is kept is nobody else's, as with any allotment.
 * @returns the id of the reserve
 * @throws 404 not_found; 409 till_session_closed, till_of_another, reserve_elsewhere, sold_out when there is nothing at all to
 * keep; 422 invalid_request, not_on_sale
 */
export async function keepPlaces(app: App, db: Db, input: KeepInput): Promise<string> {
  const zones = await zonesToKeep(db, input)
  for (let left = tries; ; left--) {
    const seats = await chooseSeats(app, db, input, zones)
    try {
      return await db.transaction().execute((trx) => keep(trx, app, input, zones, seats))
    } catch (error) {
      const raced = error instanceof PlacesGone || sqlState(error) === "23505"
      if (!raced || left === 0) throw error
    }
  }
}

async function zonesToKeep(db: Db, { performanceId, wanted }: KeepInput): Promise<ZoneToKeep[]> {
  const { rows } = await sql<{ id: string; ref: string; version_id: string | null; on_sale: boolean }>`
    select z.id, z.ref, s.seating_version_id as version_id,
      e.status = 'published' and f.status = 'scheduled' and now() < f.ends_at as on_sale
    from zones z
    join zone_stock s on s.organisation_id = z.organisation_id and s.zone_id = z.id
    join performances f on f.organisation_id = z.organisation_id and f.id = z.performance_id
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    where z.organisation_id = current_organisation() and z.performance_id = ${performanceId}`.execute(db)
  if (rows.length === 0) throw problem(404, "not_found")
  if (!rows[0]?.on_sale) throw problem(422, "not_on_sale")
  const known = new Map(rows.map((row) => [row.id, row]))
  return [...wanted].map(([zoneId, places], index) => {
    const zone = known.get(zoneId)
    if (!zone)
      throw problem(422, "invalid_request", undefined, [
        { path: `/zones/${index}/zoneId`, message: "is not a zone of this performance" },
      ])
    return { zoneId, ref: zone.ref, wanted: places, versionId: zone.version_id }
  })
}

/** The best free seats for those that are missing, in the order in which they are to be sold. */
async function chooseSeats(
  app: App,
  db: Db,
  { sessionId, performanceId }: KeepInput,
  zones: readonly ZoneToKeep[],
): Promise<Map<string, string>> {
  const chosen = new Map<string, string>()
  const versionId = zones.find((zone) => zone.versionId !== null)?.versionId
  if (!versionId) return chosen
  const board = await app.seatBoards.board(db, performanceId, versionId)
  await board.now()
  const picture = board.picture()
  const { rows } = await sql<{ zone_id: string; seats: number }>`
    select t.zone_id, count(*)::int as seats
    from offline_reserves r
    join taken_seats t on t.organisation_id = r.organisation_id and t.performance_id = r.performance_id
      and t.allotment_id = r.allotment_id and t.cart_id is null
    where r.organisation_id = current_organisation() and r.session_id = ${sessionId} and r.performance_id = ${performanceId}
      and r.ended_at is null group by 1`.execute(db)
  const kept = new Map(rows.map((row) => [row.zone_id, row.seats]))
  const { hall } = picture
  for (const { zoneId, ref, wanted } of zones) {
    if (!hasSeats(board.hall, ref)) continue
    const own = hall.zoneIds.get(ref)
    const free = hall.zone.reduce(
      (sum, zone, slot) => sum + (zone === own && !picture.taken[slot] ? 1 : 0),
      0,
    )
    const count = Math.min(wanted - (kept.get(zoneId) ?? 0), free)
    for (const guid of bestPlaces(picture, { zone: ref, count, loneLimit: 1 })?.guids ?? [])
      chosen.set(guid, zoneId)
  }
  return chosen
}

async function keep(
  trx: Trx,
  app: App,
  input: KeepInput,
  zones: readonly ZoneToKeep[],
  seats: ReadonlyMap<string, string>,
): Promise<string> {
  const { performanceId } = input
  const reserve = await openReserve(trx, input)
  const { allotmentId } = reserve
  await sql`select from allotments where organisation_id = current_organisation() and id = ${allotmentId} for update`.execute(
    trx,
  )
  const stock = await readStock(trx, allotmentId, zones)
  const places: { zoneId: string; places: number }[] = []
  for (const { zoneId, wanted, versionId } of zones) {
    const { kept, left } = stock.get(zoneId) ?? { kept: 0, left: 0 }
    const missing = Math.min(wanted - kept, left)
    if (versionId === null && missing > 0) places.push({ zoneId, places: missing })
  }
  // People wait for what is free of a zone: a till does not pass them.
  const free = [...seats].filter(([, zoneId]) => (stock.get(zoneId)?.left ?? 0) > 0).map(([id]) => id)
  await movePlaces(trx, { performanceId, from: null, to: allotmentId, zones: places, seats: free })
  const given = await placesWithoutCode(trx, app, allotmentId, zones)
  await giveAdvanceTickets(trx, app.signingKeys, { performanceId, allotmentId }, given)
  const { rows } = await sql`
    select from advance_tickets where organisation_id = current_organisation() and allotment_id = ${allotmentId} limit 1`.execute(
    trx,
  )
  if (rows.length === 0) throw problem(409, "sold_out")
  return reserve.id
}

async function openReserve(trx: Trx, input: KeepInput): Promise<{ id: string; allotmentId: string }> {
  const { organisation, principal, sessionId, performanceId, holder, wanted } = input
  const session = await ownOpenSession(trx, sessionId, principal)
  const wants = JSON.stringify(Object.fromEntries(wanted))
  const known = await trx
    .selectFrom("offline_reserves")
    .select(["id", "allotment_id as allotmentId", "holder"])
    .where("session_id", "=", sessionId)
    .where("performance_id", "=", performanceId)
    .where("ended_at", "is", null)
    .forUpdate()
    .executeTakeFirst()
  if (known) {
    if (known.holder !== holder) throw problem(409, "reserve_elsewhere")
    await trx
      .updateTable("offline_reserves")
      .set({ wanted: wants, refreshed_at: sql<Date>`now()` })
      .where("id", "=", known.id)
      .execute()
    return known
  }
  const { id: allotmentId } = await createAllotment(trx, organisation.id, performanceId, {
    ...{ name: texts[organisation.locale].allotment(session.till), channels: ["offline"] },
    ...{ releaseAt: null, overflowId: null, zones: [], seats: [] },
  })
  const { id } = await trx
    .insertInto("offline_reserves")
    .values({
      ...{ organisation_id: organisation.id, session_id: sessionId, performance_id: performanceId },
      ...{ allotment_id: allotmentId, holder, wanted: wants, ended_at: null, end_reason: null },
    })
    .returning("id")
    .executeTakeFirstOrThrow()
  return { id, allotmentId }
}

/** Of each zone: what the till has to sell, and what everybody could have. Its places stay as they are until the end of the transaction. */
async function readStock(
  trx: Trx,
  allotmentId: string,
  zones: readonly ZoneToKeep[],
): Promise<Map<string, { kept: number; left: number }>> {
  const { rows } = await sql<{ zone_id: string; kept: number; left: number }>`
    with s as materialized (
      select * from zone_stock where organisation_id = current_organisation()
        and zone_id = any(${zones.map(({ zoneId }) => zoneId)}::bigint[]) order by zone_id for update)
    select s.zone_id, ${leftForAll} as left, coalesce((
      select o.capacity - o.taken from allotment_stock o where o.organisation_id = s.organisation_id
        and o.allotment_id = ${allotmentId} and o.zone_id = s.zone_id), 0) as kept
    from s`.execute(trx)
  return new Map(rows.map((row) => [row.zone_id, row]))
}

/** What the allotment has free and no code stands for yet. */
async function placesWithoutCode(
  trx: Trx,
  app: App,
  allotmentId: string,
  zones: readonly ZoneToKeep[],
): Promise<AdvancePlace[]> {
  const { rows } = await sql<{
    zone_id: string
    version_id: string | null
    missing: number
    seats: string[]
  }>`
    select o.zone_id, s.seating_version_id as version_id,
      (o.capacity - o.taken - (select count(*) from advance_tickets a where a.organisation_id = o.organisation_id
        and a.allotment_id = o.allotment_id and a.zone_id = o.zone_id and a.cart_id is null and a.voided_at is null))::int as missing,
      array(select t.seat_id from taken_seats t where t.organisation_id = o.organisation_id and t.allotment_id = o.allotment_id
        and t.performance_id = s.performance_id and t.zone_id = o.zone_id and t.cart_id is null
        and not exists (select from advance_tickets a where a.organisation_id = o.organisation_id
          and a.allotment_id = o.allotment_id and a.seat_id = t.seat_id and a.cart_id is null and a.voided_at is null)) as seats
    from allotment_stock o
    join zone_stock s on s.organisation_id = o.organisation_id and s.zone_id = o.zone_id
    where o.organisation_id = current_organisation() and o.allotment_id = ${allotmentId} order by o.zone_id`.execute(
    trx,
  )
  const places: AdvancePlace[] = []
  for (const { zone_id: zoneId, version_id, missing, seats } of rows) {
    if (seats.length > 0 && version_id !== null) {
      const hall = await app.seatBoards.hall(trx, version_id)
      const order = [...seats].sort((a, b) => (hall.hall.slotOf.get(a) ?? 0) - (hall.hall.slotOf.get(b) ?? 0))
      for (const id of order) places.push({ zoneId, seat: { id, label: seatName(hall, id) } })
    } else if (version_id === null && zones.length > 0)
      for (let n = 0; n < missing; n++) places.push({ zoneId, seat: null })
  }
  return places
}
