import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { HallPicture } from "../seating/hall-picture.ts"
import type { Seat } from "../seating/seating-plan.ts"
import type { SeatBoard } from "./seat-board.ts"
import type { SeatBoards } from "./seat-boards.ts"

export interface SeatedPerformance {
  board: SeatBoard
  /** The zone of each category of the plan that is for sale here. */
  zoneOf: ReadonlyMap<string, string>
  /** The allotments that the public may buy from. */
  sells: ReadonlySet<string>
  /** Those of its seats, in the order of the plan. */
  seats: readonly Seat[]
}

/**
 * The numbered seats of a performance that the public may see.
 * @throws 404 not_found, also for a draft and for free seating
 */
export async function seatedPerformance(db: Db, boards: SeatBoards, id: string): Promise<SeatedPerformance> {
  const rows = /^\d{1,18}$/.test(id)
    ? await db
        .selectFrom("performances as f")
        .innerJoin("events as e", (join) =>
          join.onRef("e.organisation_id", "=", "f.organisation_id").onRef("e.id", "=", "f.event_id"),
        )
        .innerJoin("zones as z", (join) =>
          join.onRef("z.organisation_id", "=", "f.organisation_id").onRef("z.performance_id", "=", "f.id"),
        )
        .select(["f.seating_version_id as versionId", "z.id", "z.ref"])
        .select((query) =>
          query
            .selectFrom("allotments as a")
            .select(sql<string[]>`coalesce(array_agg(a.id::text), '{}')`.as("sells"))
            .whereRef("a.organisation_id", "=", "f.organisation_id")
            .whereRef("a.performance_id", "=", "f.id")
            .where("a.released_at", "is", null)
            .where(sql<boolean>`'web' = any(a.channels)`)
            .as("sells"),
        )
        .where("f.id", "=", id)
        .where("e.status", "=", "published")
        .where("f.seating_version_id", "is not", null)
        .execute()
    : []
  const versionId = rows[0]?.versionId
  if (!versionId) throw problem(404, "not_found")
  const board = await boards.board(db, id, versionId)
  const zoneOf = new Map(rows.map((row) => [row.ref, row.id]))
  const sells = new Set(rows[0]?.sells)
  return { board, zoneOf, sells, seats: board.hall.plan.seats.filter(({ category }) => zoneOf.has(category)) }
}

/** One bit a seat, the first in the highest, 1 when it is taken; base64. */
export function takenBits(seats: readonly Seat[], { hall, taken }: HallPicture): string {
  const bits = Buffer.alloc(Math.ceil(seats.length / 8))
  for (const [index, { guid }] of seats.entries())
    if (taken[hall.slotOf.get(guid) ?? -1]) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7))
  return bits.toString("base64")
}

/** Whether a performance that the public may see is numbered by this version of a plan. */
export async function isPublicPlan(db: Db, versionId: string): Promise<boolean> {
  if (!/^\d{1,18}$/.test(versionId)) return false
  const found = await db
    .selectFrom("performances as f")
    .innerJoin("events as e", (join) =>
      join.onRef("e.organisation_id", "=", "f.organisation_id").onRef("e.id", "=", "f.event_id"),
    )
    .select("f.id")
    .where("f.seating_version_id", "=", versionId)
    .where("e.status", "=", "published")
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
