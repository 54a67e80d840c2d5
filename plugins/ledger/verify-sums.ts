import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { recountBalance } from "./balance.ts"
import type { SealedLine } from "./read-lines.ts"
import type { Fault } from "./verify-chain.ts"

/** Which orders have something open, from the lines themselves: only those are kept in memory. */
export class OpenOrders {
  readonly #open = new Map<string, number>()

  add({ sealed }: SealedLine): void {
    const [, , , , , , orderId = "", total, paid] = sealed.split("\n", 9)
    const amount = Number(total) - Number(paid)
    if (orderId === "" || amount === 0) return
    const open = (this.#open.get(orderId) ?? 0) + amount
    if (open === 0) this.#open.delete(orderId)
    else this.#open.set(orderId, open)
  }

  /** Compares what is kept of debts with the lines of the orders that have, or should have, one: in one picture. */
  async compare(db: Db): Promise<Fault | null> {
    const { rows } = await sql<{ number: number | null }>`
      with asked as (
        select unnest(${[...this.#open.keys()]}::bigint[]) as order_id
        union select order_id from ledger_debts where organisation_id = current_organisation()),
      summed as (
        select a.order_id, min(l.number) as first, coalesce(sum(l.total - l.paid), 0) as amount
        from asked a left join ledger_lines l
          on l.organisation_id = current_organisation() and l.chain = 'operations' and l.order_id = a.order_id
        group by a.order_id)
      select coalesce(s.first, 1)::float as number from summed s
      left join ledger_debts d on d.organisation_id = current_organisation() and d.order_id = s.order_id
      where coalesce(d.amount, 0) <> s.amount order by 1 limit 1`.execute(db)
    const number = rows[0]?.number
    return number == null ? null : { chain: "operations", number, kind: "index" }
  }
}

/** The sales again, from the tickets: those that are valid are worth what was sold and not given up. */
export async function compareTickets(db: Db, head: bigint): Promise<Fault | null> {
  const { sales, tickets } = await recountBalance(db)
  return sales === tickets ? null : { chain: "operations", number: Number(head), kind: "tickets" }
}
