import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Period } from "./periods.ts"
import type { Totals } from "./totals.ts"

/** What a closing keeps, as it is sealed. */
export interface ClosingContent {
  /** The period: "2027-01-15", "2027-01" or "2027". */
  date: string
  /** When it was closed: what comes later is of the next period. */
  until: string
  /** The operations it holds; `last` is before `first` when there are none. */
  first: number
  last: number
  /** Of the last operation before the end. */
  lastMac: string
  totals: Totals
  /** Since the first operation of all; never reset. Cents. */
  perpetual: { gross: number; absolute: number; paid: number }
  /** Of the ledger. */
  version: string
  by: string | null
}

export interface Closing extends ClosingContent {
  number: number
  period: Period
  at: Date
  mac: string
}

/** Closings from the newest, of one kind or of all. */
export async function readClosings(
  db: Db | Trx,
  options: {
    period?: Period
    date?: string
    /** What this longer closing does not hold: closed after it, or of a period that lies after its own. */
    beside?: { number: number; date: string } | undefined
    after?: number
    limit?: number
    oldestFirst?: boolean
  },
): Promise<Closing[]> {
  const { period = null, date = null, beside, after = 0, limit = 1000 } = options
  const { rows } = await sql<{ number: string; kind: Period; at: Date; content: string; mac: Buffer }>`
    select number, kind, at, content, mac from ledger_lines
    where organisation_id = current_organisation() and chain = 'closings' and number > ${after}
      and (${period}::text is null or kind = ${period}) and (${date}::text is null or content::json ->> 'date' = ${date})
      and (number > ${beside?.number ?? 0} or left(content::json ->> 'date', length(${beside?.date ?? ""}::text)) > ${beside?.date ?? ""})
    order by number ${sql.raw(options.oldestFirst ? "asc" : "desc")} limit ${limit}`.execute(db)
  return rows.map(({ number, kind, at, content, mac }) => ({
    number: Number(number),
    period: kind,
    at,
    mac: mac.toString("hex"),
    ...(JSON.parse(content) as ClosingContent),
  }))
}

export async function lastClosing(db: Db | Trx, period: Period): Promise<Closing | undefined> {
  return (await readClosings(db, { period, limit: 1 }))[0]
}
