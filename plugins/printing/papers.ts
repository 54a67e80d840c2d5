import type { App } from "../../server/plugin.ts"
import { formatDateLong, formatMoney } from "../../templates/format.ts"
import { type LayoutFormat, usualLayouts } from "../tickets/layout/layout.ts"
import { readLayout } from "../tickets/layout/layouts.ts"
import { trainingMark } from "../tickets/print/training-mark.ts"
import { ticketsOf } from "../tickets/read-tickets.ts"
import { sheetOf } from "../tickets/sheet-of-order.ts"
import { methodNamed } from "../till/methods.ts"
import { sessionTotals } from "../till/session-totals.ts"
import { couponSlip } from "./coupon-slip.ts"
import type { Slip, SlipLine } from "./slip.ts"
import { slipOfTicket } from "./slip-of-ticket.ts"
import type { PrintJob } from "./tables.ts"
import { texts } from "./texts.ts"

/** All that the job was about was given up meanwhile. */
export class NothingToPrint extends Error {}

/**
 * The papers of a job, one for each of its tickets, or its coupon, or its report. They are read when they are printed: what
 * comes out is what is true then. Null: this ticket was given up meanwhile; those after it keep their place.
 * @throws NothingToPrint
 */
export async function papersOf(app: App, job: PrintJob, format: LayoutFormat): Promise<(Slip | null)[]> {
  const { trainingOf } = await app.identity.organisationById(job.organisation_id)
  const slips = await slipsOf(app, job, format)
  // Where people practise, each paper says that it is worth nothing.
  return trainingOf ? slips.map((slip) => slip && { ...slip, marks: [trainingMark, ...slip.marks] }) : slips
}

async function slipsOf(app: App, job: PrintJob, format: LayoutFormat): Promise<(Slip | null)[]> {
  if (job.kind === "test") return [await testPage(app, job)]
  if (job.kind === "till_report") return [await tillReport(app, job)]
  return job.kind === "cancellation" ? [await cancellationCoupon(app, job)] : ticketSlips(app, job, format)
}

async function orderOf(app: App, { organisation_id, order_id, ticket_ids }: PrintJob) {
  const db = app.databases.forOrganisation(organisation_id)
  const order = await db
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", String(order_id))
    .executeTakeFirstOrThrow()
  const [organisation, tickets, operations] = await Promise.all([
    app.identity.organisationById(organisation_id),
    ticketsOf(db, app.signingKeys, organisation_id, order.id),
    app.ticketOperations.of(db, order.id),
  ])
  const wanted = ticket_ids.flatMap((id) => tickets.find((ticket) => ticket.id === id) ?? [])
  return { order, organisation, tickets: wanted, operations }
}

async function ticketSlips(app: App, job: PrintJob, format: LayoutFormat): Promise<(Slip | null)[]> {
  const { order, organisation, tickets, operations } = await orderOf(app, job)
  if (!tickets.some(({ status }) => status === "valid")) throw new NothingToPrint()
  const sheet = sheetOf(organisation, { ...order, locale: job.locale }, tickets, operations)
  const db = app.databases.forOrganisation(organisation.id)
  const layout = (await readLayout(db, format)) ?? usualLayouts[format]
  return sheet.tickets.map((ticket, index) =>
    tickets[index]?.status === "valid"
      ? { ...slipOfTicket(sheet, ticket, layout), doubtful: job.again }
      : null,
  )
}

async function cancellationCoupon(app: App, job: PrintJob): Promise<Slip> {
  const { order, organisation, tickets, operations } = await orderOf(app, job)
  const cancelled = tickets.filter(({ status }) => status === "cancelled")
  if (cancelled.length === 0) throw new NothingToPrint()
  const numbers = new Set(cancelled.flatMap(({ number }) => operations.cancelled.get(number) ?? []))
  const slip = couponSlip({
    ...{ organisation, order, numbers: [...numbers], at: job.created_at, locale: job.locale },
    tickets: cancelled.map((ticket) => ({ ...ticket, timezone: ticket.venue.timezone })),
  })
  return { ...slip, doubtful: job.again }
}

async function tillReport(app: App, job: PrintJob): Promise<Slip> {
  const { locale, organisation_id, session_id } = job
  const db = app.databases.forOrganisation(organisation_id)
  const t = texts[locale].paper
  const organisation = await app.identity.organisationById(organisation_id)
  const session = await db
    .selectFrom("till_sessions as s")
    .innerJoin("tills as t", (join) =>
      join.onRef("t.organisation_id", "=", "s.organisation_id").onRef("t.id", "=", "s.till_id"),
    )
    .leftJoin("till_closings as c", (join) =>
      join.onRef("c.organisation_id", "=", "s.organisation_id").onRef("c.session_id", "=", "s.id"),
    )
    .innerJoin("users as u", "u.id", "s.user_id")
    .select([
      "s.number",
      "s.opened_at",
      "s.closed_at",
      "s.float_amount",
      "t.name as till",
      "u.name as person",
    ])
    .select(["c.expected", "c.counted", "c.reason"])
    .where("s.id", "=", String(session_id))
    .executeTakeFirst()
  if (!session) throw new NothingToPrint()
  const totals = await sessionTotals(db, String(session_id))
  const reading = { locale, timeZone: organisation.timezone }
  const money = (cents: number) => formatMoney(cents, organisation.currency, locale)
  const pair = (label: string, words: string, strong = false): SlipLine => ({
    ...{ kind: "pair", label, words, strong },
  })
  const lines: SlipLine[] = [
    { kind: "text", words: organisation.name, strong: true, centred: true },
    { kind: "text", words: session.till, size: "large", strong: true },
    { kind: "text", words: `${t.report} ${session.number}` },
    { kind: "text", words: session.person },
    pair(t.opened, formatDateLong(session.opened_at, reading)),
    ...(session.closed_at ? [pair(t.closed, formatDateLong(session.closed_at, reading))] : []),
    { kind: "rule" },
    pair(t.sales, String(totals.sales)),
    ...Object.entries(totals.byMethod).map(([method, amount]) =>
      pair(methodNamed(method)?.label[locale] ?? method, money(amount)),
    ),
    { kind: "rule" },
    pair(t.float, money(session.float_amount)),
    pair(t.cashIn, money(totals.cashIn)),
    pair(t.cashOut, money(0 - totals.cashOut)),
    pair(t.expected, money(session.expected ?? totals.expected), true),
    ...(session.counted === null
      ? []
      : [
          pair(t.counted, money(session.counted), true),
          pair(t.difference, money(session.counted - (session.expected ?? 0)), true),
        ]),
    ...(session.reason ? [{ kind: "text" as const, words: session.reason }] : []),
    { kind: "rule" },
    { kind: "text", words: t.edited(formatDateLong(job.created_at, reading)), size: "small" },
  ]
  return { marks: [], lines, locale, doubtful: job.again }
}

/** Letters that go wrong first, and a code to point a phone at. */
async function testPage(app: App, job: PrintJob): Promise<Slip> {
  const t = texts[job.locale].paper
  const organisation = await app.identity.organisationById(job.organisation_id)
  return {
    marks: [t.test],
    locale: job.locale,
    lines: [
      { kind: "text", words: job.printer_name, size: "large", strong: true },
      { kind: "text", words: "éèêëàâçùûïîôœŒæ ÉÈÀÇ € – « »" },
      { kind: "text", words: t.testHint, size: "small" },
      {
        ...{ kind: "text", size: "small" },
        words: formatDateLong(job.created_at, { locale: job.locale, timeZone: organisation.timezone }),
      },
      { kind: "code", code: "PARTERRE" },
    ],
  }
}
