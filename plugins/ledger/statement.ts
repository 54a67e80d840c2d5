import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/** Tickets of one zone, tariff, price and rate. */
export interface StatementLine {
  zone: string
  tariff: string
  /** Cents, tax included. */
  unit: number
  /** Hundredths of a percent. */
  rate: number
  free: boolean
  issued: number
  cancelled: number
  gross: number
  net: number
  vat: number
}

export interface StatementTotals {
  issued: number
  cancelled: number
  gross: number
  net: number
  vat: number
  /** Of them, those at no price. */
  free: { issued: number; cancelled: number }
}

export interface StatementPart {
  performance: { id: string; title: string; startsAt: string; venue: string }
  lines: StatementLine[]
  totals: StatementTotals
  entries: number
}

interface Row extends StatementLine {
  id: string
  title: string
  starts: string
  venue: string
}

/** The recipe statement of a performance, from the operations about it. @throws 404 not_found */
export async function statementOf(db: Db, performanceId: string): Promise<StatementPart> {
  const { rows: known } = await sql<{ title: string; starts: Date; venue: string }>`
    select coalesce(e.title ->> 'fr', e.title ->> 'en') as title, f.starts_at as starts, v.name as venue
    from performances f
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    where f.organisation_id = current_organisation() and f.id = ${performanceId}`.execute(db)
  const [found] = known
  if (!found) throw problem(404, "not_found")
  const about = sql`
    select l.kind, l.content::json as content from ledger_performances p
    join ledger_lines l on l.organisation_id = p.organisation_id and l.chain = 'operations' and l.number = p.number
    where p.organisation_id = current_organisation() and p.performance_id = ${performanceId}`
  const [part] = await partsOf(db, about, performanceId)
  const { title, starts, venue } = found
  return (
    part ?? {
      performance: { id: performanceId, title, startsAt: starts.toISOString(), venue },
      lines: [],
      totals: totalsOf([]),
      entries: 0,
    }
  )
}

/** The same of all that the operations from one number to another are about: of a day, between two closings. */
export async function statementsBetween(db: Db, first: number, last: number): Promise<StatementPart[]> {
  const about = sql`
    select kind, content::json as content from ledger_lines
    where organisation_id = current_organisation() and chain = 'operations' and number between ${first} and ${last}`
  return partsOf(db, about, null)
}

async function partsOf(
  db: Db,
  operations: ReturnType<typeof sql>,
  only: string | null,
): Promise<StatementPart[]> {
  const { rows } = await sql<Row>`
    select performance as id, (array_agg(title order by starts desc))[1] as title, max(starts) as starts, max(venue) as venue,
      zone, tariff, unit::int, rate::int, unit = 0 as free,
      coalesce(sum(quantity) filter (where quantity > 0), 0)::int as issued,
      coalesce(-sum(quantity) filter (where quantity < 0), 0)::int as cancelled,
      sum(gross)::float as gross, sum(net)::float as net, sum(vat)::float as vat
    from (${operations}) o
    cross join lateral json_to_recordset(o.content -> 'lines') as line(performance text, title text, starts text, venue text,
      zone text, tariff text, quantity bigint, unit bigint, rate bigint, gross bigint, net bigint, vat bigint)
    where quantity <> 0 and (${only}::text is null or performance = ${only})
    group by performance, zone, tariff, unit, rate order by starts, performance, zone, unit desc, tariff`.execute(
    db,
  )
  const { rows: entered } = await sql<{ id: string; entries: number }>`
    select content ->> 'performance' as id, count(*)::int as entries from (${operations}) o where kind = 'entry' group by 1`.execute(
    db,
  )
  const entries = new Map(entered.map((row) => [row.id, row.entries]))
  const parts = new Map<string, StatementPart>()
  for (const { id, title, starts, venue, ...line } of rows) {
    const part = parts.get(id) ?? {
      performance: { id, title, startsAt: starts, venue },
      lines: [],
      totals: totalsOf([]),
      entries: entries.get(id) ?? 0,
    }
    part.lines.push(line)
    part.totals = totalsOf(part.lines)
    parts.set(id, part)
  }
  return [...parts.values()]
}

export function totalsOf(lines: readonly StatementLine[]): StatementTotals {
  const sum = (of: (line: StatementLine) => number, among = lines) =>
    among.reduce((total, line) => total + of(line), 0)
  const free = lines.filter((line) => line.free)
  return {
    issued: sum((line) => line.issued),
    cancelled: sum((line) => line.cancelled),
    gross: sum((line) => line.gross),
    net: sum((line) => line.net),
    vat: sum((line) => line.vat),
    free: { issued: sum((line) => line.issued, free), cancelled: sum((line) => line.cancelled, free) },
  }
}
