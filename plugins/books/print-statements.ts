import type { Organisation } from "../../server/access.ts"
import type { DocumentPart } from "../../templates/document-parts.ts"
import { formatDateLong, formatMoney, formatNumber, formatRate } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import type { StatementLine, StatementPart } from "../ledger/statement.ts"
import { addTo, type RateTotal } from "../ledger/totals.ts"
import { renderDocument } from "../tickets/print/render-document.ts"
import { texts } from "./texts.ts"

export interface PrintedStatements {
  organisation: Organisation
  /** Of one performance, or of all that the operations of a day are about. */
  parts: readonly StatementPart[]
  /** "Bordereaux · vendredi 15 janvier 2027", for a day. */
  heading?: string
  locale: Locale
  editedAt: Date
  /** Of Parterre and of the books. */
  version: string
}

/** Recipe statements as a PDF: what CGI annexe IV 50 sexies H asks for, and when it was edited. */
export function printStatements(input: PrintedStatements): Promise<Uint8Array> {
  const { organisation, parts, heading, locale, editedAt, version } = input
  const t = texts[locale]
  const { legal, name, address, timezone } = organisation
  const [only] = parts
  return renderDocument({
    title: heading ?? `${t.statement} · ${only?.performance.title ?? ""}`,
    subtitle: [legal.vatLiable ? "" : t.noVat, `Parterre ${version}`].filter(Boolean).join(" · "),
    organiser: { name, siret: legal.siret ?? null, licences: legal.licences, address },
    ...{ locale, timeZone: timezone, madeAt: editedAt, training: organisation.trainingOf !== null },
    parts:
      parts.length === 0
        ? [{ kind: "text", words: t.nothingSold }]
        : parts.flatMap((part) => drawn(part, input, heading !== undefined)),
  })
}

function drawn(
  part: StatementPart,
  { organisation, locale }: PrintedStatements,
  named: boolean,
): DocumentPart[] {
  const t = texts[locale]
  const { performance, lines, totals, entries } = part
  const money = (cents: number) => formatMoney(cents, organisation.currency, locale)
  const count = (value: number) => formatNumber(value, locale)
  const figures = (label: string, share: number) => ({ label, share, numeric: true })
  const sold = lines.filter(({ free }) => !free)
  const free = lines.filter((line) => line.free)
  const sum = (of: (line: StatementLine) => number) => sold.reduce((total, line) => total + of(line), 0)
  const byRate: RateTotal[] = []
  for (const { rate, gross, net, vat } of sold) addTo(byRate, { rate }, { gross, net, vat })
  const when = formatDateLong(new Date(performance.startsAt), { locale, timeZone: organisation.timezone })
  const documented: DocumentPart[] = [
    {
      kind: "facts",
      ...(named ? { heading: performance.title } : {}),
      items: [
        [t.performance, `${when}, ${performance.venue}`],
        [t.entries, count(entries)],
      ],
    },
    {
      kind: "table",
      columns: [
        { label: t.zone, share: 15 },
        { label: t.tariff, share: 15 },
        ...[figures(t.unit, 10), figures(t.issued, 8), figures(t.cancelled, 8), figures(t.gross, 13)],
        ...[figures(t.rate, 7), figures(t.net, 13), figures(t.vat, 12)],
      ],
      rows: sold.map((line) => [
        ...[line.zone, line.tariff, money(line.unit), count(line.issued), count(line.cancelled)],
        ...[money(line.gross), formatRate(line.rate, locale), money(line.net), money(line.vat)],
      ]),
      foot: [
        ...[t.total, "", "", count(sum((line) => line.issued)), count(sum((line) => line.cancelled))],
        ...[money(totals.gross), "", money(totals.net), money(totals.vat)],
      ],
    },
  ]
  if (byRate.length > 1)
    documented.push({
      kind: "table",
      columns: [{ label: t.byRate, share: 30 }, figures(t.gross, 12), figures(t.net, 12), figures(t.vat, 12)],
      rows: byRate.map(({ rate, gross, net, vat }) => [
        ...[formatRate(rate, locale), money(gross), money(net), money(vat)],
      ]),
    })
  if (free.length > 0)
    documented.push({
      kind: "table",
      columns: [
        ...[
          { label: t.free, share: 30 },
          { label: t.tariff, share: 30 },
        ],
        ...[figures(t.issued, 15), figures(t.cancelled, 15)],
      ],
      rows: free.map((line) => [line.zone, line.tariff, count(line.issued), count(line.cancelled)]),
      foot: [t.total, "", count(totals.free.issued), count(totals.free.cancelled)],
    })
  return documented
}
