import { sql } from "kysely"
import { prepared, type Trx } from "../../server/database.ts"
import type { Doing, PaymentDone } from "../orders/tables.ts"
import type { OperationKind } from "./operation.ts"
import type { Seals } from "./seal.ts"

export interface Recording {
  organisationId: string
  /** Undefined: a sale, or a free entry when nothing is to be paid. */
  kind?: Exclude<OperationKind, "entry">
  orderId: string
  /** The order that its tickets were sold with, where that is another. */
  soldWith?: string
  /** Tickets whose price is owed from now on, and those whose price is not any more. */
  issued?: readonly string[]
  cancelled?: readonly string[]
  /** Those that something happened to which changes no price. */
  reprinted?: readonly string[]
  /** Undefined: the payments of the order that are paid by now. */
  payments?: readonly PaymentDone[]
  doing?: Doing
}

/**
 * Tells the books of one operation, in one statement; the commit numbers and seals it. VAT is inside prices and is
 * rounded once a ticket, so that what is cancelled takes back to the cent what was sold. PostgreSQL parts the rows of
 * json_agg by line feeds, which a line of the books may not hold; within a text of JSON there is none.
 */
export async function recordOperation(trx: Trx, seals: Seals, recording: Recording): Promise<void> {
  const { organisationId, kind = null, orderId, payments, doing } = recording
  const { issued = [], cancelled = [], reprinted = [] } = recording
  const given =
    payments && JSON.stringify(payments.map(({ id = null, method, amount }) => ({ id, method, amount })))
  await sql`${prepared}
    with sealed as (select set_config('parterre.ledger_seal', ${seals.forTransaction(organisationId)}, true) as seal),
    taken as (
      select k.id, k.number, k.performance_id, k.event_title, k.zone_name, k.tariff_name, k.amount,
        case when k.id = any(${issued}::bigint[]) then 1 when k.id = any(${cancelled}::bigint[]) then -1 else 0 end as sign,
        case when o.vat_liable then k.vat_rate else 0 end as rate
      from tickets k join organisations o on o.id = k.organisation_id
      where k.organisation_id = current_organisation() and k.id = any(${[...issued, ...cancelled, ...reprinted]}::bigint[])),
    priced as (
      select *, (amount::bigint * 20000 + 10000 + rate) / (20000 + 2 * rate) as net from taken),
    grouped as (
      select performance_id, event_title, zone_name, tariff_name, amount, rate, net, sign, count(*) as tickets,
        array_agg(number order by id) as numbers, min(id) as first
      from priced group by performance_id, event_title, zone_name, tariff_name, amount, rate, net, sign),
    lines as (
      select g.performance_id, g.first, g.sign, g.sign * g.tickets * g.amount as gross, row_to_json(line) as line
      from grouped g
      join performances f on f.organisation_id = current_organisation() and f.id = g.performance_id
      join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
      cross join lateral (select g.performance_id::text as performance, g.event_title as title,
        to_char(f.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts, v.name as venue,
        g.zone_name as zone, g.tariff_name as tariff, g.sign * g.tickets as quantity, g.amount as unit, g.rate,
        g.sign * g.tickets * g.amount as gross, g.sign * g.tickets * g.net as net,
        g.sign * g.tickets * (g.amount - g.net) as vat, g.numbers as tickets) line),
    paid as (
      select p.id::text, p.method, p.amount from payments p
      where ${given ?? null}::json is null and p.organisation_id = current_organisation() and p.order_id = ${orderId} and p.status = 'paid'
      union all
      select p.id, p.method, p.amount from json_to_recordset(${given ?? null}::json) as p(id text, method text, amount bigint)),
    summed as (
      select coalesce((select sum(gross) from lines), 0) as total, coalesce((select sum(amount) from paid), 0) as paid)
    insert into ledger_drafts (organisation_id, chain, kind, order_id, total, paid, content, performances)
    select current_organisation(), 'operations',
      coalesce(${kind}::text, case when s.total = 0 and s.paid = 0 then 'free_entry' else 'sale' end), ${orderId}, s.total, s.paid,
      replace(row_to_json(content)::text, chr(10), ''), array(select distinct performance_id from lines)
    from summed s cross join sealed cross join lateral (select
      ${doing?.channel ?? "online"}::text as channel, ${doing?.by ?? null}::text as by, ${doing?.tillSessionId ?? null}::text as "tillSession", ${doing?.offlineAt?.toISOString() ?? null}::text as offline,
      (select min(l.number) from ledger_lines l where ${kind}::text is not null and l.organisation_id = current_organisation()
        and l.order_id = ${recording.soldWith ?? orderId} and l.chain = 'operations' and l.kind in ('sale', 'free_entry', 'split')) as "of",
      coalesce((select json_agg(line order by sign, first) from lines), '[]') as lines,
      coalesce((select json_agg(one) from paid one), '[]') as payments) content`.execute(trx)
}
