import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

export interface Attendance {
  /** Tickets that came in. */
  entered: number
  /** Tickets that may: those sold and not cancelled. */
  expected: number
}

/** How many came in, of how many. @throws 404 not_found */
export async function attendanceOf(db: Db, performanceId: string): Promise<Attendance> {
  const { rows } = await sql<Attendance>`
    select ${enteredIn(sql.ref("f.id"))} as entered, ${expectedIn(sql.ref("f.id"))} as expected
    from performances f where f.organisation_id = current_organisation() and f.id = ${performanceId}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  return row
}

export const enteredIn = (performanceId: unknown) => sql<number>`
  (select count(*)::int from entries where organisation_id = current_organisation() and performance_id = ${performanceId}
   and withdrawn_at is null)`

export const expectedIn = (performanceId: unknown) => sql<number>`
  (select count(*)::int from tickets
   where organisation_id = current_organisation() and performance_id = ${performanceId} and status = 'valid')`
