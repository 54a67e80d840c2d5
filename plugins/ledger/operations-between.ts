import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { dayOf, daysOf } from "./periods.ts"
import { lastClosing } from "./read-closings.ts"
import { readHead } from "./read-lines.ts"

/** Numbers of operations, both included; none when `last` is before `first`. */
export interface Numbers {
  first: number
  last: number
}

/**
 * The operations of some days, as the closings have them: what came late is of the day it fell in, so that a journal adds
 * up to the closings of its days. Days that are not closed are all in the open period.
 */
export async function operationsBetween(
  db: Db,
  organisationId: string,
  { from, to, now = new Date() }: { from: string; to: string; now?: Date },
): Promise<Numbers> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min((content::json ->> 'first')::bigint)::float as first, max((content::json ->> 'last')::bigint)::float as last
    from ledger_lines where organisation_id = current_organisation() and chain = 'closings' and kind = 'day'
      and content::json ->> 'date' between ${from} and ${to}`.execute(db)
  const [found] = rows
  const closed = await lastClosing(db, "day")
  const today = dayOf(now, await daysOf(db, organisationId))
  const open = to > (closed?.date ?? "") && from <= today
  const first = found?.first ?? (closed?.last ?? 0) + 1
  const last = open ? Number((await readHead(db, "operations")).number) : (found?.last ?? first - 1)
  return { first, last }
}
