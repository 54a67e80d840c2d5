import { sql } from "kysely"
import type { Fill, FillReader } from "../catalogue/performance-fill.ts"

/** How full performances are: all their zones together, held places included and what is set aside left out. */
export const readFill: FillReader = async (db, performanceIds) => {
  const { rows } = await sql<Fill & { id: string }>`
    select s.performance_id as id, sum(s.capacity)::int as capacity, (sum(s.taken) - coalesce(sum(o.left), 0))::int as taken
    from zone_stock s left join lateral (
      select sum(a.capacity - a.taken) as left from allotment_stock a
      where a.organisation_id = s.organisation_id and a.zone_id = s.zone_id) as o on true
    where s.organisation_id = current_organisation() and s.performance_id = any(${[...performanceIds]}::bigint[])
    group by s.performance_id`.execute(db)
  return new Map(rows.map(({ id, capacity, taken }) => [id, { capacity, taken }]))
}
