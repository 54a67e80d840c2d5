import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Ledger } from "./ledger.ts"
import type { OperationContent } from "./operation.ts"
import { type Days, dayOf, daysOf, endOfDay, lastDay, nameOf, next, type Period } from "./periods.ts"
import { type Closing, type ClosingContent, lastClosing, readClosings } from "./read-closings.ts"
import { firstOperationAt, readLines } from "./read-lines.ts"
import { recordLine } from "./record-line.ts"
import { genesis } from "./seal.ts"
import { addOperation, addTotals, nothing, type Totals } from "./totals.ts"

export interface CloseInput {
  organisationId: string
  period: Period
  /** "2027-01-15", "2027-01" or "2027": it is closed, and what is open before it, each period by itself. */
  date: string
  now: Date
  /** "user:12"; null: by the clock. */
  by: string | null
}

interface Closer extends Omit<CloseInput, "period" | "date"> {
  trx: Trx
  ledger: Pick<Ledger, "seals" | "version">
  days: Days
  /** What the technical journal tells of, at the end: whoever writes to it waits for no closing. */
  made: { period: Period; date: string; operations: number }[]
}

type Content = Omit<ClosingContent, "until" | "version" | "by">

/**
 * Closes a period; a year closes its months first, a month its days. What is committed later, whatever its date, is of
 * the next period. Sales go on meanwhile.
 * @throws 409 already_closed; 422 invalid_request for a period that has not begun.
 */
export async function closePeriods(
  trx: Trx,
  ledger: Pick<Ledger, "seals" | "version">,
  input: CloseInput,
): Promise<Closing> {
  const { period, date, ...rest } = input
  // One closing at a time in an organisation, until the commit; its lines are added at once, to be read by the next.
  await sql`select pg_advisory_xact_lock(7276584, hashint8(current_organisation()))`.execute(trx)
  await sql`set constraints ledger_append immediate`.execute(trx)
  const closer = { ...rest, trx, ledger, days: await daysOf(trx, input.organisationId), made: [] }
  if (date > nameOf(period, dayOf(input.now, closer.days)))
    throw problem(422, "invalid_request", undefined, [{ path: "/date", message: "has not begun" }])
  const last = await lastClosing(trx, period)
  if (last && last.date >= date) throw problem(409, "already_closed")
  await closeUpTo(closer, period, date)
  for (const about of closer.made)
    await recordLine(trx, ledger.seals, {
      ...{ organisationId: input.organisationId, chain: "journal", kind: "closing" },
      content: { by: input.by, about },
    })
  const closing = await lastClosing(trx, period)
  if (!closing) throw new Error(`the ${period} ${date} was not closed`)
  return closing
}

async function closeUpTo(closer: Closer, period: Period, upTo: string): Promise<void> {
  const { trx } = closer
  const last = await lastClosing(trx, period)
  const first = last ? next(period, last.date) : nameOf(period, await firstDay(closer))
  const from = first > upTo && !last ? upTo : first
  const below = period === "day" ? [] : await closeBelow(closer, period, upTo, last)
  let previous: Content | undefined = last
  for (let date = from; date <= upTo; date = next(period, date)) {
    previous =
      period === "day"
        ? await dayContent(closer, date, previous)
        : mergedContent(
            takeUntil(below, (one) => nameOf(period, one.date) > date),
            date,
            previous,
          )
    const until = Math.min(endOfDay(lastDay(period, date), closer.days).getTime(), closer.now.getTime())
    await recordLine(trx, closer.ledger.seals, {
      organisationId: closer.organisationId,
      chain: "closings",
      kind: period,
      content: {
        ...previous,
        until: new Date(until).toISOString(),
        version: closer.ledger.version,
        by: closer.by,
      },
    })
    closer.made.push({ period, date, operations: previous.totals.operations })
  }
}

/**
 * What a month or a year is made of: the closings below it that no period of its kind holds yet. Days of the next month may
 * have been closed before the month was.
 */
async function closeBelow(
  closer: Closer,
  period: "month" | "year",
  upTo: string,
  last: Closing | undefined,
): Promise<Closing[]> {
  const below = period === "year" ? "month" : "day"
  const [day = ""] = [dayOf(closer.now, closer.days), lastDay(period, upTo)].sort()
  await closeUpTo(closer, below, nameOf(below, day))
  return readClosings(closer.trx, {
    period: below,
    beside: last,
    limit: 100_000,
    oldestFirst: true,
  })
}

/** Takes the first ones off the list, up to one that is `beyond`. */
function takeUntil<One>(list: One[], beyond: (one: One) => boolean): One[] {
  const index = list.findIndex(beyond)
  return list.splice(0, index === -1 ? list.length : index)
}

/** The day of the first operation of all; today when there is none. */
async function firstDay({ trx, days, now }: Closer): Promise<string> {
  return dayOf((await firstOperationAt(trx)) ?? now, days)
}

async function dayContent(closer: Closer, date: string, previous: Content | undefined): Promise<Content> {
  const first = (previous?.last ?? 0) + 1
  const { rows } = await sql<{ last: string | null }>`
    select max(number) as last from ledger_lines where organisation_id = current_organisation() and chain = 'operations'
      and number >= ${first} and at < ${endOfDay(date, closer.days)}`.execute(closer.trx)
  const last = Number(rows[0]?.last ?? first - 1)
  const totals = nothing()
  let lastMac = previous?.lastMac ?? genesis.toString("hex")
  const batch = 1000
  for (let from = first; from <= last; from += batch)
    for (const line of await readLines(
      closer.trx,
      "operations",
      BigInt(from),
      BigInt(Math.min(last, from + batch - 1)),
    )) {
      addOperation(totals, line.kind, JSON.parse(line.content) as Partial<OperationContent>)
      lastMac = line.mac
    }
  return { date, first, last, lastMac, totals, perpetual: perpetualOf(previous, totals) }
}

function mergedContent(parts: readonly Content[], date: string, previous: Content | undefined): Content {
  const totals = nothing()
  for (const part of parts) addTotals(totals, part.totals)
  const end = parts.at(-1) ?? previous
  return {
    date,
    first: parts[0]?.first ?? (previous?.last ?? 0) + 1,
    last: end?.last ?? 0,
    lastMac: end?.lastMac ?? genesis.toString("hex"),
    totals,
    perpetual: perpetualOf(previous, totals),
  }
}

function perpetualOf(previous: Content | undefined, { gross, absolute, paid }: Totals) {
  const before = previous?.perpetual ?? { gross: 0, absolute: 0, paid: 0 }
  return { gross: before.gross + gross, absolute: before.absolute + absolute, paid: before.paid + paid }
}
