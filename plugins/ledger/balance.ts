import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { lastClosing } from "./read-closings.ts"

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
  /** The largest first, a hundred at most. */
  unsettled: Debt[]
}

/**
 * Sales line by line and cash payment by payment, from the perpetual totals of the last day that was closed and what
 * came since; debts from what each order has open. So it costs the same after ten years as in the first week.
 */
export async function balanceOf(db: Db): Promise<Balance> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const closed = await lastClosing(trx, "day")
      const since = await sumsAfter(trx, closed?.last ?? 0)
      const sales = (closed?.perpetual.gross ?? 0) + since.sales
      const cash = (closed?.perpetual.paid ?? 0) + since.cash
      const { rows: open } = await sql<Debt & { all: number }>`
        select d.order_id as "orderId", o.number, d.amount::float as amount, sum(d.amount) over ()::float as all
        from ledger_debts d
        left join orders o on o.organisation_id = d.organisation_id and o.id = d.order_id
        where d.organisation_id = current_organisation()
        order by abs(d.amount) desc, d.order_id limit 100`.execute(trx)
      const debts = open[0]?.all ?? 0
      const unsettled = open.map(({ all: _, ...debt }) => debt)
      // What lines say they are worth must be what they hold.
      const held = since.total - since.sales || since.paid - since.cash
      return { sales, cash, debts, difference: sales - cash - debts || held, unsettled }
    })
}

/** `total` and `paid` as the lines say; `sales` and `cash` as their contents add up to. */
interface Sums {
  total: number
  paid: number
  sales: number
  cash: number
}

/** What was sold and paid by the operations after a number. */
async function sumsAfter(db: Db, number: number): Promise<Sums> {
  const { rows } = await sql<Sums>`
    with since as materialized (
      select total, paid, content::json as content from ledger_lines
      where organisation_id = current_organisation() and chain = 'operations' and number > ${number})
    select (select coalesce(sum(total), 0)::float from since) as total,
      (select coalesce(sum(paid), 0)::float from since) as paid,
      (select coalesce(sum(line.gross), 0)::float from since
        cross join lateral json_to_recordset(content -> 'lines') as line(gross bigint)) as sales,
      (select coalesce(sum(payment.amount), 0)::float from since
        cross join lateral json_to_recordset(content -> 'payments') as payment(amount bigint)) as cash`.execute(
    db,
  )
  return rows[0] ?? { total: 0, paid: 0, sales: 0, cash: 0 }
}

/** The same from the first operation of all, without anything that was kept; and the valid tickets, which are worth the sales. */
export async function recountBalance(
  db: Db,
): Promise<{ sales: number; cash: number; debts: number; tickets: number }> {
  const { rows } = await sql<{ sales: number; cash: number; debts: number; tickets: number }>`
    select
      (select coalesce(sum(total), 0)::float from ledger_lines
        where organisation_id = current_organisation() and chain = 'operations') as sales,
      (select coalesce(sum(paid), 0)::float from ledger_lines
        where organisation_id = current_organisation() and chain = 'operations') as cash,
      (select coalesce(sum(total - paid), 0)::float from ledger_lines
        where organisation_id = current_organisation() and chain = 'operations' and order_id is not null) as debts,
      (select coalesce(sum(amount), 0)::float from tickets
        where organisation_id = current_organisation() and status = 'valid') as tickets`.execute(db)
  return rows[0] ?? { sales: 0, cash: 0, debts: 0, tickets: 0 }
}
