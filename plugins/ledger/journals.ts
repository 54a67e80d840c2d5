import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { OperationKind } from "./operation.ts"
import type { Numbers } from "./operations-between.ts"

/** Who did something and where. */
interface Done {
  channel: string
  /** "user:12" or "device:3"; null: the buyer. */
  by: string | null
  tillSession: string | null
}

/** What was sold and given up of one tariff at one rate, by one person at one place. Amounts in cents. */
export interface SalesSum extends Done {
  tariff: string
  rate: number
  free: boolean
  issued: number
  cancelled: number
  gross: number
  net: number
  vat: number
}

/** What was received and given back by one method, by one person at one place. */
export interface CashSum extends Done {
  method: string
  received: number
  returned: number
  amount: number
}

interface Entry extends Done {
  number: number
  at: Date
  kind: OperationKind
  /** Of the order. */
  order: string | null
}

export interface SalesEntry extends Entry {
  title: string
  starts: string
  venue: string
  zone: string
  tariff: string
  quantity: number
  unit: number
  rate: number
  gross: number
  net: number
  vat: number
}

export interface CashEntry extends Entry {
  method: string
  amount: number
}

/** Whose entries: everybody's when null. */
type Whose = string | null

const operations = ({ first, last }: Numbers, by: Whose) => sql`
  select l.number, l.at, l.kind, l.order_id, l.content::json as content from ledger_lines l
  where l.organisation_id = current_organisation() and l.chain = 'operations' and l.number between ${first} and ${last}
    and (l.total <> 0 or l.paid <> 0 or l.kind not in ('entry', 'reprint'))
    and (${by}::text is null or l.content::json ->> 'by' = ${by})`

const done = sql`o.content ->> 'channel' as channel, o.content ->> 'by' as by, o.content ->> 'tillSession' as "tillSession"`
const line = sql`json_to_recordset(o.content -> 'lines') as line(title text, starts text, venue text, zone text,
  tariff text, quantity bigint, unit bigint, rate bigint, gross bigint, net bigint, vat bigint)`
const payment = sql`json_to_recordset(o.content -> 'payments') as payment(method text, amount bigint)`
const entry = sql`o.number::float as number, o.at, o.kind, orders.number as "order", ${done}`
const withOrder = sql`left join orders on orders.organisation_id = current_organisation() and orders.id = o.order_id`

/** The sales of some operations, added up by all that a journal tells apart. */
export async function salesSums(db: Db, numbers: Numbers, by: Whose): Promise<SalesSum[]> {
  const { rows } = await sql<SalesSum>`
    select ${done}, tariff, rate::int, unit = 0 as free,
      coalesce(sum(quantity) filter (where quantity > 0), 0)::int as issued,
      coalesce(-sum(quantity) filter (where quantity < 0), 0)::int as cancelled,
      sum(gross)::float as gross, sum(net)::float as net, sum(vat)::float as vat
    from (${operations(numbers, by)}) o cross join lateral ${line}
    where quantity <> 0 group by 1, 2, 3, 4, 5, 6 order by 4, 5`.execute(db)
  return rows
}

export async function cashSums(db: Db, numbers: Numbers, by: Whose): Promise<CashSum[]> {
  const { rows } = await sql<CashSum>`
    select ${done}, method, coalesce(sum(amount) filter (where amount > 0), 0)::float as received,
      coalesce(-sum(amount) filter (where amount < 0), 0)::float as returned, sum(amount)::float as amount
    from (${operations(numbers, by)}) o cross join lateral ${payment}
    where amount <> 0 group by 1, 2, 3, 4 order by 4`.execute(db)
  return rows
}

/** The entries themselves, in order. */
export async function salesEntries(db: Db, numbers: Numbers, by: Whose): Promise<SalesEntry[]> {
  const { rows } = await sql<SalesEntry>`
    select ${entry}, title, starts, line.venue, zone, tariff, quantity::int, unit::int, rate::int, gross::float, net::float,
      vat::float
    from (${operations(numbers, by)}) o cross join lateral ${line} ${withOrder}
    where quantity <> 0 order by o.number`.execute(db)
  return rows
}

export async function cashEntries(db: Db, numbers: Numbers, by: Whose): Promise<CashEntry[]> {
  const { rows } = await sql<CashEntry>`
    select ${entry}, method, amount::float
    from (${operations(numbers, by)}) o cross join lateral ${payment} ${withOrder}
    where amount <> 0 order by o.number`.execute(db)
  return rows
}
