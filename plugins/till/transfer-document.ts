import type { Organisation } from "../../server/access.ts"
import type { DocumentPart } from "../../templates/document-parts.ts"
import { formatDateLong, formatDayLong, formatMoney } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { methodNamed } from "./methods.ts"
import { officeTexts } from "./office-texts.ts"
import type { Transfer, TransferPaper } from "./read-transfers.ts"
import { denominationsPart } from "./report-document.ts"

/** What a transfer slip says, for its page and its PDF. */
export function transferParts(
  slip: Transfer,
  { locale, organisation }: { locale: Locale; organisation: Organisation },
): DocumentPart[] {
  const t = officeTexts[locale]
  const money = (cents: number) => formatMoney(cents, organisation.currency, locale)
  const clock = { locale, timeZone: organisation.timezone }
  const label = (method: string) => methodNamed(method)?.label[locale] ?? method
  const methods = Object.entries(slip.by_method)
  const opened = slip.sessions.map(({ openedAt }) => openedAt.getTime())
  const closed = slip.sessions.map(({ closedAt }) => closedAt.getTime())
  const day = (time: number) => formatDayLong(new Date(time), clock)
  const parts: DocumentPart[] = [
    {
      kind: "facts",
      items: [
        [t.organisation, organisation.name],
        [t.number, String(slip.number)],
        [t.date, formatDateLong(slip.at, clock)],
        [t.periodLabel, t.period(day(Math.min(...opened)), day(Math.max(...closed)))],
        [t.by, slip.person],
        ...(slip.note ? [[t.note, slip.note] as const] : []),
      ],
    },
    {
      kind: "facts",
      heading: t.cash,
      items: [
        [t.keptBefore, money(slip.kept_before)],
        [t.collected, money(slip.collected)],
        [t.available, money(slip.kept_before + slip.collected)],
        [t.transferred_cash, money(slip.cash)],
        [t.kept, money(slip.kept)],
      ],
    },
    {
      kind: "table",
      heading: t.sessionsOf,
      columns: [
        { label: t.till, share: 3 },
        { label: t.person, share: 3 },
        { label: t.closedAt, share: 4 },
        { label: t.cash, share: 2, numeric: true },
        { label: t.total, share: 2, numeric: true },
      ],
      rows: slip.sessions.map((session) => [
        t.session(session.till, session.number),
        session.person,
        formatDateLong(session.closedAt, clock),
        money(session.cash),
        money(session.total),
      ]),
      foot: [
        t.total,
        "",
        "",
        money(slip.collected),
        money(slip.sessions.reduce((sum, { total }) => sum + total, 0)),
      ],
    },
    {
      kind: "table",
      heading: t.methods,
      columns: [
        { label: t.method, share: 5 },
        { label: t.amount, share: 3, numeric: true },
      ],
      rows: methods.map(([method, amount]) => [label(method), money(amount)]),
      foot: [t.total, money(methods.reduce((sum, [, amount]) => sum + amount, 0))],
    },
  ]
  if (slip.denominations) parts.push(denominationsPart(slip.denominations, locale, money))
  const papers = (heading: string, some: readonly TransferPaper[], faces: boolean): DocumentPart => ({
    kind: "table",
    heading,
    columns: [
      { label: t.method, share: 3 },
      { label: t.reference, share: 4 },
      { label: t.orders, share: 2 },
      ...(faces ? [{ label: t.faceValue, share: 2, numeric: true }] : []),
      { label: t.amount, share: 2, numeric: true },
    ],
    rows: some.map(({ method, reference, order, faceValue, amount }) => [
      label(method),
      reference ?? "",
      order ?? "",
      ...(faces ? [faceValue === null ? "" : money(faceValue)] : []),
      money(amount),
    ]),
    foot: [t.total, "", "", ...(faces ? [""] : []), money(some.reduce((sum, { amount }) => sum + amount, 0))],
  })
  const cheques = slip.papers.filter(({ method }) => method === "cheque")
  const vouchers = slip.papers.filter(({ method }) => method !== "cheque")
  if (cheques.length > 0) parts.push(papers(t.cheques, cheques, false))
  if (vouchers.length > 0) parts.push(papers(t.vouchers, vouchers, true))
  parts.push({ kind: "signatures", labels: [t.signRegisseur, t.signComptable] })
  return parts
}

/** The same for a spreadsheet: one row for the cash, each other method, each cheque and each voucher. Amounts in units. */
export function transferRows(slip: Transfer, locale: Locale): (string | number)[][] {
  const t = officeTexts[locale]
  const label = (method: string) => methodNamed(method)?.label[locale] ?? method
  const rows: (string | number)[][] = [
    [t.number, t.date, t.sessionNumber, t.method, t.reference, t.orders, t.faceValue, t.amount],
  ]
  const start = [slip.number, slip.at.toISOString()]
  for (const { till, number, cash } of slip.sessions)
    rows.push([...start, t.session(till, number), label("cash"), "", "", "", cash / 100])
  for (const { method, reference, order, faceValue, amount } of slip.papers)
    rows.push([
      ...start,
      "",
      label(method),
      reference ?? "",
      order ?? "",
      faceValue === null ? "" : faceValue / 100,
      amount / 100,
    ])
  const listed = new Set(["cash", ...slip.papers.map(({ method }) => method)])
  for (const [method, amount] of Object.entries(slip.by_method))
    if (!listed.has(method)) rows.push([...start, "", label(method), "", "", "", amount / 100])
  rows.push([...start, "", t.transferred_cash, "", "", "", slip.cash / 100])
  rows.push([...start, "", t.kept, "", "", "", slip.kept / 100])
  return rows
}
