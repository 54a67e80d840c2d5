import type { Organisation } from "../../server/access.ts"
import type { DocumentPart } from "../../templates/document-parts.ts"
import { formatDate, formatDateLong, formatMoney, formatNumber, formatTime } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { methodNamed } from "./methods.ts"
import { officeTexts } from "./office-texts.ts"
import type { TillReport } from "./read-report.ts"

interface Reading {
  locale: Locale
  organisation: Organisation
  fiscalVersion: string
}

/** What a till report says, for its page and its PDF. */
export function reportParts(
  report: TillReport,
  { locale, organisation, fiscalVersion }: Reading,
): DocumentPart[] {
  const t = officeTexts[locale]
  const money = (cents: number) => formatMoney(cents, organisation.currency, locale)
  /** What went out. */
  const minus = (cents: number) => money(0 - cents)
  const count = (value: number) => formatNumber(value, locale)
  const clock = { locale, timeZone: organisation.timezone }
  const { closing, methods, moves, free, tickets } = report
  const cash = methods.find(({ method }) => method === "cash")
  const total = (of: (one: TillReport["methods"][number]) => number) =>
    methods.reduce((sum, one) => sum + of(one), 0)
  const parts: DocumentPart[] = [
    {
      kind: "facts",
      items: [
        [t.organisation, organisation.name],
        [t.sessionNumber, t.session(report.till, report.number)],
        [t.operator, report.person],
        [t.openedAt, formatDateLong(report.openedAt, clock)],
        [t.closedAt, report.closedAt ? formatDateLong(report.closedAt, clock) : t.isOpen],
        ...(closing && closing.by !== report.person ? [[t.closedBy, closing.by] as const] : []),
        [t.orders, count(report.sales)],
        [t.fiscalVersion, fiscalVersion],
        ...(report.transfer ? [[t.transfer, t.transferred(report.transfer)] as const] : []),
      ],
    },
    {
      kind: "facts",
      heading: t.cash,
      items: [
        [t.float, money(report.float)],
        [t.cashSales, money(cash?.sales ?? 0)],
        [t.cashRefunds, minus(cash?.refunds ?? 0)],
        [t.cashIn, money(report.cashIn)],
        [t.cashOut, minus(report.cashOut)],
        [t.expected, money(report.expected)],
        ...(closing
          ? ([
              [t.counted, money(closing.counted)],
              [t.difference, money(closing.difference)],
            ] as const)
          : []),
        ...(closing && closing.difference !== 0
          ? [[t.explained, closing.reason ?? `${t.toExplain} ${".".repeat(60)}`] as const]
          : []),
      ],
    },
  ]
  if (methods.length > 0)
    parts.push({
      kind: "table",
      heading: t.methods,
      columns: [
        { label: t.method, share: 3 },
        { label: t.sales, share: 2, numeric: true },
        { label: t.refunds, share: 2, numeric: true },
        { label: t.net, share: 2, numeric: true },
        { label: t.countedMethod, share: 2, numeric: true },
      ],
      rows: methods.map(({ method, sales, refunds, counted }) => [
        methodNamed(method)?.label[locale] ?? method,
        money(sales),
        minus(refunds),
        money(sales - refunds),
        counted === null ? "" : money(counted),
      ]),
      foot: [
        t.total,
        money(total((one) => one.sales)),
        minus(total((one) => one.refunds)),
        money(total((one) => one.sales - one.refunds)),
        "",
      ],
    })
  if (moves.length > 0)
    parts.push({
      kind: "table",
      heading: t.moves,
      columns: [
        { label: t.at, share: 1 },
        { label: t.reason, share: 4 },
        { label: t.amount, share: 2, numeric: true },
      ],
      rows: moves.map(({ at, amount, reason }) => [formatTime(at, clock), reason, money(amount)]),
    })
  if (free.length > 0)
    parts.push({
      kind: "table",
      heading: t.free,
      columns: [
        { label: t.at, share: 1 },
        { label: t.reason, share: 6 },
      ],
      rows: free.map(({ at, reason }) => [formatTime(at, clock), reason]),
    })
  if (closing?.denominations) parts.push(denominationsPart(closing.denominations, locale, money))
  if (tickets.length === 0) parts.push({ kind: "text", heading: t.tickets, words: t.none })
  else
    parts.push({
      kind: "table",
      heading: t.tickets,
      columns: [
        { label: t.performance, share: 5 },
        { label: t.tariff, share: 3 },
        { label: t.unit, share: 2, numeric: true },
        { label: t.issued, share: 1.4, numeric: true },
        { label: t.cancelled, share: 1.6, numeric: true },
        { label: t.reprinted, share: 1.7, numeric: true },
      ],
      rows: tickets.map(({ title, startsAt, timezone, tariff, unit, issued, cancelled, reprinted }) => [
        // A paper is read on other days too: its dates are not told from today.
        `${title}, ${formatDate(startsAt, { locale, timeZone: timezone, now: new Date(0) })}`,
        tariff,
        unit === 0 ? t.freePrice : money(unit),
        count(issued),
        count(cancelled),
        count(reprinted),
      ]),
      foot: [
        t.total,
        "",
        "",
        ...(["issued", "cancelled", "reprinted"] as const).map((kind) =>
          count(tickets.reduce((sum, one) => sum + one[kind], 0)),
        ),
      ],
    })
  if (report.closedAt) parts.push({ kind: "signatures", labels: [t.signOperator, t.signManager] })
  return parts
}

/** Coins and notes with what they make. */
export function denominationsPart(
  counted: Readonly<Record<string, number>>,
  locale: Locale,
  money: (cents: number) => string,
): DocumentPart {
  const t = officeTexts[locale]
  const coins = Object.entries(counted)
    .map(([cents, quantity]) => ({ cents: Number(cents), quantity }))
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => b.cents - a.cents)
  return {
    kind: "table",
    heading: t.denominations,
    columns: [
      { label: t.denomination, share: 3 },
      { label: t.quantity, share: 2, numeric: true },
      { label: t.amount, share: 3, numeric: true },
    ],
    rows: coins.map(({ cents, quantity }) => [
      money(cents),
      formatNumber(quantity, locale),
      money(cents * quantity),
    ]),
    foot: [t.total, "", money(coins.reduce((sum, { cents, quantity }) => sum + cents * quantity, 0))],
  }
}
