import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"
import { getPerformance, type PerformanceInContext } from "../../catalogue/performances/get-performance.ts"
import { seatName } from "../../seating/seat-name.ts"
import type { SeatBoards } from "../seat-boards.ts"
import { rowsOf, type SeatRows } from "./typed-seats.ts"

export interface Stock {
  performance: PerformanceInContext
  /** Free: what is for everybody. */
  zones: { id: string; name: string; capacity: number; free: number; numbered: boolean }[]
  /** The numbered seats that are sold here, by part of the hall. */
  sections: SeatRows[]
  /** Numbered seats that are for everybody and free. */
  isFree(seatId: string): boolean
  nameOf(seatId: string): string
}

/** What a performance has left for everybody, seat by seat. @throws 404 not_found */
export async function readStock(
  db: Db,
  boards: SeatBoards,
  input: { organisationId: string; id: string },
): Promise<Stock> {
  const performance = await getPerformance(db, input)
  const { rows } = await sql<{ id: string; capacity: number; free: number; numbered: boolean }>`
    select zone_id as id, capacity, capacity - taken as free, seating_version_id is not null as numbered from zone_stock
    where organisation_id = current_organisation() and performance_id = ${input.id}`.execute(db)
  const stock = new Map(rows.map((row) => [row.id, row]))
  const zones = performance.zones.map(({ id, name, capacity }) => ({
    ...{ id, name, capacity, free: capacity, numbered: false },
    ...stock.get(id),
  }))
  const versionId = performance.seatingVersionId
  if (!versionId) return { performance, zones, sections: [], isFree: () => false, nameOf: (id) => id }
  const board = await boards.board(db, input.id, versionId)
  await board.now()
  const { hall, taken } = board.picture()
  const refs = new Set(performance.zones.map(({ ref }) => ref))
  return {
    ...{ performance, zones },
    sections: rowsOf(board.hall.plan, (category) => refs.has(category)),
    isFree: (id) => taken[hall.slotOf.get(id) ?? -1] === 0,
    nameOf: (id) => seatName(board.hall, id),
  }
}

export interface SetAside {
  id: string
  title: PerformanceInContext["event"]["title"]
  venue: string
  timezone: string
  startsAt: Date
  allotments: number
  places: number
  taken: number
}

/** Performances that are not over, in the order of time, with what is set aside of each. */
export async function listSetAside(db: Db): Promise<SetAside[]> {
  const { rows } = await sql<SetAside>`
    select f.id, e.title, v.name as venue, v.timezone, f.starts_at as "startsAt",
      (select count(*)::int from allotments a where a.organisation_id = f.organisation_id and a.performance_id = f.id
        and a.released_at is null) as allotments,
      coalesce(o.places, 0)::int as places, coalesce(o.taken, 0)::int as taken
    from performances f
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    left join lateral (
      select sum(s.capacity) as places, sum(s.taken) as taken from allotment_stock s
      join allotments a on a.organisation_id = s.organisation_id and a.id = s.allotment_id
      where a.organisation_id = f.organisation_id and a.performance_id = f.id) o on true
    where f.organisation_id = current_organisation() and f.ends_at > now() and f.status = 'scheduled'
    order by f.starts_at, f.id limit 200`.execute(db)
  return rows
}
