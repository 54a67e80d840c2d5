import { sql } from "kysely"
import { type Db, prepared, sqlState } from "../../server/database.ts"
import type { Line } from "./line.ts"

/** What a place that came in may do. */
export interface Pass {
  expiresAt: Date
  /** Carts it opened. */
  carts: number
}

/** So many carts may be opened with one place: enough to choose again, too few to share it. The table says the same. */
export const mostCarts = 5

/**
 * Lets a called number in, or finds that it was. However often a place is shown, and to however many processes, it
 * comes in once. Undefined when its turn went by, or it is not called yet.
 */
export async function comeIn(db: Db, line: Line, number: number): Promise<Pass | undefined> {
  const { rows } = await sql<Pass>`${prepared}
    with made as (
      insert into waiting_passes (organisation_id, line_id, round, number, expires_at)
      select organisation_id, id, round, ${number}::int, now() + make_interval(mins => pass_minutes)
      from waiting_lines
      where organisation_id = current_organisation() and id = ${line.id} and round = ${line.round}
        and ${number}::int < admitted and ${number}::int >= ${line.lapsed}::int
      on conflict do nothing returning expires_at, carts)
    select expires_at as "expiresAt", carts from made union all ${passOf(line, number)}`.execute(db)
  if (rows[0]) return rows[0]
  // Shown twice at once: the other one's row was not there yet when this statement began.
  return (await sql<Pass>`${prepared} ${passOf(line, number)}`.execute(db)).rows[0]
}

const passOf = (line: Line, number: number) => sql<Pass>`
  select expires_at as "expiresAt", carts from waiting_passes
  where organisation_id = current_organisation() and line_id = ${line.id} and round = ${line.round} and number = ${number}`

/** Counts one more cart on a pass. False when its time is over, or when it had as many as a place may have. */
export async function countCart(db: Db, line: Line, number: number): Promise<boolean> {
  try {
    const { rows } = await sql`${prepared}
      update waiting_passes set carts = carts + 1
      where organisation_id = current_organisation() and line_id = ${line.id} and round = ${line.round}
        and number = ${number} and expires_at > now() returning carts`.execute(db)
    return rows.length > 0
  } catch (error) {
    if (sqlState(error) === "23514") return false
    throw error
  }
}

/** Takes the count back: the places could not be had. */
export async function uncountCart(db: Db, line: Pick<Line, "id" | "round">, number: number): Promise<void> {
  await sql`${prepared}
    update waiting_passes set carts = carts - 1
    where organisation_id = current_organisation() and line_id = ${line.id} and round = ${line.round}
      and number = ${number}`.execute(db)
}

/** Forgets calls and passes that decide nothing any more; the last call of old stays, which says whose turn is over. */
export async function forgetPasses(db: Db): Promise<void> {
  await sql`
    delete from waiting_calls c where organisation_id = current_organisation() and exists (
      select from waiting_calls n
      where n.organisation_id = c.organisation_id and n.line_id = c.line_id and n.round = c.round
        and n.upto > c.upto and n.called_at < now() - interval '1 hour')`.execute(db)
  await sql`
    delete from waiting_passes where organisation_id = current_organisation()
      and expires_at < now() - interval '1 day'`.execute(db)
}
