import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { sessionTotals } from "./session-totals.ts"

export interface TillReport {
  id: string
  till: string
  number: number
  person: string
  openedAt: Date
  /** Null while it is open: the report is an X, afterwards a Z. */
  closedAt: Date | null
  /** Cents. */
  float: number
  expected: number
  cashIn: number
  cashOut: number
  /** How many orders. */
  sales: number
  methods: { method: string; sales: number; refunds: number; counted: number | null }[]
  /** Cash that was put in and taken out by hand. */
  moves: { at: Date; amount: number; reason: string }[]
  /** Sales at no price, with why. */
  free: { at: Date; reason: string }[]
  tickets: ReportedTickets[]
  closing: {
    by: string
    counted: number
    difference: number
    denominations: Record<string, number> | null
    reason: string | null
  } | null
  /** The slip by which it was paid in. */
  transfer: number | null
}

/** Tickets of one performance, tariff and price that went through the till. */
export interface ReportedTickets {
  title: string
  startsAt: Date
  timezone: string
  tariff: string
  unit: number
  issued: number
  cancelled: number
  reprinted: number
}

interface Head {
  id: string
  till: string
  number: number
  person: string
  openedAt: Date
  closedAt: Date | null
  float: number
  by: string | null
  counted: number | null
  /** As it was closed: a sale never comes later, but the report of a closing is what was closed. */
  closedExpected: number | null
  denominations: Record<string, number> | null
  countedMethods: Record<string, number> | null
  reason: string | null
  transfer: number | null
}

/** What went through the till of a session: until now while it is open, else all of it. @throws 404 not_found */
export async function readReport(db: Db | Trx, sessionId: string): Promise<TillReport> {
  const { rows } = await sql<Head>`
    select s.id, t.name as till, s.number, u.name as person, s.opened_at as "openedAt", s.closed_at as "closedAt",
      s.float_amount as float, cu.name as by, c.counted, c.expected as "closedExpected", c.denominations,
      c.counted_methods as "countedMethods", c.reason, x.transfer
    from till_sessions s
    join tills t on t.organisation_id = s.organisation_id and t.id = s.till_id
    join users u on u.id = s.user_id
    left join till_closings c on c.organisation_id = s.organisation_id and c.session_id = s.id
    left join users cu on cu.id = c.user_id
    left join till_transfer_sessions x on x.organisation_id = s.organisation_id and x.session_id = s.id
    where s.organisation_id = current_organisation() and s.id = ${sessionId}`.execute(db)
  const [head] = rows
  if (!head) throw problem(404, "not_found")
  const { id, till, number, person, openedAt, closedAt, float, transfer } = head
  const { expected, cashIn, cashOut, sales } = await sessionTotals(db, id)
  const methods = await byMethod(db, id)
  const named = await sql<{ at: Date; kind: string; amount: number; note: string | null }>`
    select at, kind, amount, note from till_movements
    where organisation_id = current_organisation() and session_id = ${id}
      and (kind in ('in', 'out') or method = 'free') order by id`.execute(db)
  return {
    ...{ id, till, number, person, openedAt, closedAt, float, cashIn, cashOut, sales, transfer },
    expected: head.closedExpected ?? expected,
    methods: methods.map((one) => ({ ...one, counted: head.countedMethods?.[one.method] ?? null })),
    moves: named.rows
      .filter(({ kind }) => kind === "in" || kind === "out")
      .map(({ at, amount, note }) => ({ at, amount, reason: note ?? "" })),
    free: named.rows
      .filter(({ kind }) => kind === "sale")
      .map(({ at, note }) => ({ at, reason: note ?? "" })),
    tickets: await ticketsOf(db, id),
    closing:
      head.counted === null
        ? null
        : {
            by: head.by ?? "",
            counted: head.counted,
            difference: head.counted - (head.closedExpected ?? 0),
            denominations: head.denominations,
            reason: head.reason,
          },
  }
}

async function byMethod(db: Db | Trx, sessionId: string) {
  const { rows } = await sql<{ method: string; sales: number; refunds: number }>`
    select method, coalesce(sum(amount) filter (where kind = 'sale'), 0)::int as sales,
      coalesce(-sum(amount) filter (where kind = 'refund'), 0)::int as refunds
    from till_movements
    where organisation_id = current_organisation() and session_id = ${sessionId} and kind in ('sale', 'refund') and amount <> 0
    group by method order by method`.execute(db)
  return rows
}

async function ticketsOf(db: Db | Trx, sessionId: string): Promise<ReportedTickets[]> {
  const { rows } = await sql<ReportedTickets>`
    select k.event_title as title, f.starts_at as "startsAt", v.timezone, k.tariff_name as tariff, k.amount as unit,
      count(*) filter (where x.kind = 'issued')::int as issued, count(*) filter (where x.kind = 'cancelled')::int as cancelled,
      count(*) filter (where x.kind = 'reprinted')::int as reprinted
    from till_tickets x
    join tickets k on k.organisation_id = x.organisation_id and k.id = x.ticket_id
    join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    where x.organisation_id = current_organisation() and x.session_id = ${sessionId}
    group by k.event_title, f.id, f.starts_at, v.timezone, k.tariff_name, k.amount
    order by f.starts_at, f.id, k.amount desc, k.tariff_name`.execute(db)
  return rows
}
