import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { ByMethod } from "./tables.ts"

export interface SessionTotals {
  /** Cash that should be in the drawer: float + sales - refunds + in - out. */
  expected: number
  /** What came by each method, refunds taken off. */
  byMethod: ByMethod
  /** Cash put in and taken out by hand. */
  cashIn: number
  cashOut: number
  sales: number
}

/** What went through the till of a session until now; all amounts in cents. */
export async function sessionTotals(db: Db | Trx, sessionId: string): Promise<SessionTotals> {
  const { rows } = await sql<SessionTotals>`
    with sums as (
      select kind, method, sum(amount)::int as amount, count(distinct order_id)::int as orders from till_movements
      where organisation_id = current_organisation() and session_id = ${sessionId} group by kind, method)
    select
      (s.float_amount + coalesce((select sum(amount) from sums where method = 'cash'), 0))::int as expected,
      coalesce((select jsonb_object_agg(method, amount order by method) from (
        select method, sum(amount) as amount from sums where kind in ('sale', 'refund') group by method) m), '{}') as "byMethod",
      coalesce((select sum(amount) from sums where kind = 'in'), 0)::int as "cashIn",
      coalesce((select -sum(amount) from sums where kind = 'out'), 0)::int as "cashOut",
      (select count(distinct order_id)::int from till_movements m
        where m.organisation_id = s.organisation_id and m.session_id = s.id and m.kind = 'sale') as sales
    from till_sessions s where s.organisation_id = current_organisation() and s.id = ${sessionId}`.execute(db)
  const [totals] = rows
  if (!totals) throw new Error("no session")
  return totals
}
