import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"

/** The cash takings that are not paid in: of all tills, floats left out. Cents. */
export interface CashOnHand {
  /** Left by the last slip. */
  kept: number
  /** Of closed sessions that no slip has. */
  counted: number
  /** In tills that are open. */
  open: number
  total: number
}

/** What must be paid in some day, now: the balance of the cash of a régie. */
export async function cashOnHand(db: Db | Trx): Promise<CashOnHand> {
  const { rows } = await sql<Omit<CashOnHand, "total">>`
    select
      coalesce((select kept from till_transfers where organisation_id = current_organisation()
        order by number desc limit 1), 0)::int as kept,
      coalesce((select sum(c.counted - s.float_amount) from till_closings c
        join till_sessions s on s.organisation_id = c.organisation_id and s.id = c.session_id
        where c.organisation_id = current_organisation() and not exists (select from till_transfer_sessions x
          where x.organisation_id = c.organisation_id and x.session_id = c.session_id)), 0)::int as counted,
      coalesce((select sum(m.amount) from till_sessions s
        join till_movements m on m.organisation_id = s.organisation_id and m.session_id = s.id and m.method = 'cash'
        where s.organisation_id = current_organisation() and s.closed_at is null), 0)::int as open`.execute(
    db,
  )
  const { kept = 0, counted = 0, open = 0 } = rows[0] ?? {}
  return { kept, counted, open, total: kept + counted + open }
}
