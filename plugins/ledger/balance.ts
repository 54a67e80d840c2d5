import { sql } from "kysely"
import type { Db } from "../../server/database.ts"

/** An order that is not settled: positive, it is owed to the organisation; negative, the organisation owes it. */
export interface Debt {
  orderId: string
  number: string
  amount: number
}

/** Sales = cash + debts, since the first operation. Cents. */
export interface Balance {
  sales: number
  cash: number
  debts: number
  /** sales - cash - debts: 0, or the books are wrong. */
  difference: number
  /** What the valid tickets cost: the sales again, from the tickets themselves. */
  tickets: number
  /** The largest first, a hundred at most. */
  unsettled: Debt[]
}

/**
 * Each sum is found its own way: sales line by line and cash payment by payment, debts from what each order has open,
 * and the tickets from the tickets.
 */
export async function balanceOf(db: Db): Promise<Balance> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const sums = await sql<{ sales: number; cash: number; tickets: number }>`
      select
        (select coalesce(sum(line.gross), 0)::float from ledger_lines l
          cross join lateral json_to_recordset(l.content::json -> 'lines') as line(gross bigint)
          where l.organisation_id = current_organisation() and l.chain = 'operations' and l.total <> 0) as sales,
        (select coalesce(sum(payment.amount), 0)::float from ledger_lines l
          cross join lateral json_to_recordset(l.content::json -> 'payments') as payment(amount bigint)
          where l.organisation_id = current_organisation() and l.chain = 'operations' and l.paid <> 0) as cash,
        (select coalesce(sum(amount), 0)::float from tickets
          where organisation_id = current_organisation() and status = 'valid') as tickets`.execute(trx)
      const { rows: open } = await sql<Debt & { all: number }>`
      with open as (
        select order_id, sum(total - paid)::float as amount from ledger_lines
        where organisation_id = current_organisation() and chain = 'operations' and order_id is not null
        group by order_id having sum(total - paid) <> 0)
      select open.order_id as "orderId", o.number, open.amount, sum(open.amount) over () as all
      from open join orders o on o.organisation_id = current_organisation() and o.id = open.order_id
      order by abs(open.amount) desc, open.order_id limit 100`.execute(trx)
      const { sales = 0, cash = 0, tickets = 0 } = sums.rows[0] ?? {}
      const debts = open[0]?.all ?? 0
      const unsettled = open.map(({ all: _, ...debt }) => debt)
      return { sales, cash, debts, difference: sales - cash - debts, tickets, unsettled }
    })
}
