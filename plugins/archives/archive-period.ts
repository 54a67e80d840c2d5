import { sql } from "kysely"
import { DateTime } from "luxon"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Period } from "../ledger/periods.ts"
import { type Closing, readClosings } from "../ledger/read-closings.ts"

export interface Range {
  first: number
  /** Before `first` when there is none. */
  last: number
}

/** What an archive holds: closed days one after the other, and what of each chain belongs to them. */
export interface ArchivePeriod {
  /** "2026-11", "2026", "2026-11-27" or "2026-11-01_2026-11-15". */
  name: string
  firstDay: string
  lastDay: string
  operations: Range
  closings: Range
  journal: Range
  /** The closed days whose operations it holds, oldest first. */
  days: Closing[]
  /** When the last of them ended. */
  until: string
}

const mostDays = 366
const lengths: Record<number, Period> = { 10: "day", 7: "month", 4: "year" }

/**
 * Finds what the archive of "2026", "2026-11", "2026-11-27" or "2026-11-01_2026-11-15" holds. Only what is closed is
 * archived, for an archive is fixed: what is open is read in the back office, or closed first.
 * @throws 422 invalid_request for no such period or one of more than a year; 409 period_open, nothing_to_archive.
 */
export async function archivePeriod(db: Db, name: string): Promise<ArchivePeriod> {
  const { firstDay, lastDay, kind } = readName(name)
  const dayClosings = await readClosings(db, { period: "day", oldestFirst: true, limit: 100_000 })
  const whole = kind && (await readClosings(db, { period: kind, date: name, limit: 1 }))[0]
  if (kind && !whole) throw problem(409, "period_open")
  if ((dayClosings.at(-1)?.date ?? "") < lastDay && !whole) throw problem(409, "period_open")
  const within = ({ date }: Closing) => date >= firstDay && date <= lastDay
  // A month closed before its end holds the days since the month before: what counts is which operations they hold.
  const held = ({ first, last, number }: Closing, { first: from, last: to, number: end }: Closing) =>
    last >= first && first >= from && last <= to && number < end
  const days = dayClosings.filter((day) =>
    whole && day.last >= day.first ? held(day, whole) : within(day) && (!whole || day.number < whole.number),
  )
  const [oldest] = days
  const newest = days.at(-1)
  if (!oldest || !newest) throw problem(409, "nothing_to_archive")
  const before = dayClosings.filter((day) => day.number < oldest.number).at(-1)
  const numbers = [...days, ...(whole ? [whole] : [])].map(({ number }) => number)
  return {
    name,
    firstDay,
    lastDay,
    operations: { first: oldest.first, last: newest.last },
    closings: { first: Math.min(...numbers), last: Math.max(...numbers) },
    journal: await journalBetween(db, before?.until, newest.until),
    days,
    until: newest.until,
  }
}

function readName(name: string): { firstDay: string; lastDay: string; kind: Period | undefined } {
  const wrong = (message: string) =>
    problem(422, "invalid_request", undefined, [{ path: "/period", message }])
  const [from = "", to = from, ...more] = name.split("_")
  const parts = [from, to].map((part) => DateTime.fromISO(part, { zone: "utc" }))
  const [first, last] = parts as [DateTime, DateTime]
  const kind = lengths[from.length]
  const written = kind && (from === to || kind === "day") && more.length === 0 && from.length === to.length
  if (!written || !first.isValid || !last.isValid || !/^\d{4}(-\d\d){0,2}$/.test(from))
    throw wrong("is no period: 2026, 2026-11, 2026-11-27 or 2026-11-01_2026-11-15")
  const firstDay = first.toISODate()
  const lastDay = last.endOf(kind).toISODate()
  if (!firstDay || !lastDay || firstDay > lastDay) throw wrong("ends before it begins")
  if (last.diff(first, "days").days >= mostDays) throw wrong("is longer than a year")
  return { firstDay, lastDay, kind: kind === "day" ? undefined : kind }
}

/** The lines of the technical journal from the end of the days before to the end of these. */
async function journalBetween(db: Db, from: string | undefined, until: string): Promise<Range> {
  const { rows } = await sql<Range>`
    select coalesce(max(number) filter (where at < ${from ?? "-infinity"}::timestamptz), 0)::int + 1 as first,
      coalesce(max(number) filter (where at < ${until}::timestamptz), 0)::int as last
    from ledger_lines where organisation_id = current_organisation() and chain = 'journal'`.execute(db)
  return rows[0] as Range
}
