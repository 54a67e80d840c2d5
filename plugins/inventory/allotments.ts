import { sql } from "kysely"
import { type Db, sqlState, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { movePlaces } from "./move-places.ts"
import type { Channel } from "./tables.ts"

export interface AllotmentInput {
  name: string
  /** Who may sell it. Empty: nobody, it is kept. */
  channels: Channel[]
  /** When what is left goes on; null: by hand only. */
  releaseAt: Date | null
  /** The allotment that what is left goes to; null: everybody. */
  overflowId: string | null
}

export interface Allotment extends AllotmentInput {
  id: string
  performanceId: string
  releasedAt: Date | null
  zones: { zoneId: string; name: string; capacity: number; taken: number }[]
  /** Its numbered seats that are free. */
  seats: string[]
}

/** The allotments of a performance, or one of them, with what they have. */
export async function listAllotments(
  db: Db | Trx,
  which: { performanceId: string } | { id: string },
): Promise<Allotment[]> {
  const { rows } = await sql<Allotment>`
    select a.id, a.performance_id as "performanceId", a.name, a.channels, a.release_at as "releaseAt",
      a.overflow_id as "overflowId", a.released_at as "releasedAt",
      (select coalesce(json_agg(json_build_object('zoneId', s.zone_id::text, 'name', z.name, 'capacity', s.capacity,
          'taken', s.taken) order by z.rank, z.id), '[]')
        from allotment_stock s join zones z on z.organisation_id = s.organisation_id and z.id = s.zone_id
        where s.organisation_id = a.organisation_id and s.allotment_id = a.id) as zones,
      (select coalesce(json_agg(t.seat_id order by t.seat_id), '[]') from taken_seats t
        where t.organisation_id = a.organisation_id and t.performance_id = a.performance_id and t.allotment_id = a.id
          and t.cart_id is null) as seats
    from allotments a where a.organisation_id = current_organisation()
      and ${"id" in which ? sql`a.id = ${which.id}` : sql`a.performance_id = ${which.performanceId}`}
    order by a.id`.execute(db)
  return rows
}

/** @throws 404 not_found */
export async function getAllotment(db: Db | Trx, id: string): Promise<Allotment> {
  const [found] = await listAllotments(db, { id })
  if (!found) throw problem(404, "not_found")
  return found
}

/**
 * Sets places of a performance aside.
 * @throws 404 not_found; 409 sold_out, seat_taken; 422 invalid_request
 */
export async function createAllotment(
  trx: Trx,
  organisationId: string,
  performanceId: string,
  input: AllotmentInput & {
    zones: readonly { zoneId: string; places: number }[]
    seats: readonly string[]
  },
): Promise<Allotment> {
  const { name, channels, releaseAt, overflowId, zones, seats } = input
  await checkOverflow(trx, performanceId, overflowId)
  const { id } = await trx
    .insertInto("allotments")
    .values({
      organisation_id: organisationId,
      performance_id: performanceId,
      name: name.trim(),
      channels,
      release_at: releaseAt,
      overflow_id: overflowId,
    })
    .returning("id")
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw sqlState(error) === "23503" ? problem(404, "not_found") : error
    })
  await movePlaces(trx, { performanceId, from: null, to: id, zones, seats })
  return getAllotment(trx, id)
}

/** @throws 404 not_found, also once it is released; 422 invalid_request */
export async function updateAllotment(
  trx: Trx,
  id: string,
  changes: Partial<AllotmentInput>,
): Promise<Allotment> {
  const before = await getAllotment(trx, id)
  const { name, channels, releaseAt, overflowId } = { ...before, ...changes }
  if (overflowId === id) throw noOverflow()
  await checkOverflow(trx, before.performanceId, overflowId)
  const changed = await trx
    .updateTable("allotments")
    .set({ name: name.trim(), channels, release_at: releaseAt, overflow_id: overflowId })
    .where("id", "=", id)
    .where("released_at", "is", null)
    .returning("id")
    .executeTakeFirst()
  if (!changed) throw problem(404, "not_found")
  return getAllotment(trx, id)
}

/**
 * What a till keeps is its own until it is released there: its codes are given out.
 * @throws 409 kept_by_till
 */
export async function refuseKept(db: Db | Trx, ids: readonly (string | null | undefined)[]): Promise<void> {
  const wanted = ids.filter((id) => id != null)
  if (wanted.length === 0) return
  const kept = await db
    .selectFrom("allotments")
    .select("id")
    .where("id", "in", wanted)
    .where(sql<boolean>`'offline' = any(channels)`)
    .executeTakeFirst()
  if (kept) throw problem(409, "kept_by_till")
}

async function checkOverflow(trx: Trx, performanceId: string, overflowId: string | null): Promise<void> {
  if (overflowId === null) return
  const other = await trx
    .selectFrom("allotments")
    .select("id")
    .where("id", "=", overflowId)
    .where("performance_id", "=", performanceId)
    .executeTakeFirst()
  if (!other) throw noOverflow()
}

function noOverflow() {
  return problem(422, "invalid_request", undefined, [
    { path: "/overflowId", message: "must be another allotment of the same performance" },
  ])
}
