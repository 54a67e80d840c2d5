import { sql } from "kysely"
import type { Fill, FillReader } from "../catalogue/performance-fill.ts"

/** How full performances are: all their zones together, held places included. */
export const readFill: FillReader = async (db, performanceIds) => {
  const { rows } = await sql<Fill & { id: string }>`
    select performance_id as id, sum(capacity)::int as capacity, sum(taken)::int as taken
    from zone_stock where organisation_id = current_organisation() and performance_id = any(${[...performanceIds]}::bigint[])
    group by performance_id`.execute(db)
  return new Map(rows.map(({ id, capacity, taken }) => [id, { capacity, taken }]))
}
