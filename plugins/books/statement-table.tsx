import { DataTable, Money } from "../../templates/components/index.ts"
import { formatNumber, formatRate } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import type { StatementPart } from "../ledger/statement.ts"
import { texts } from "./texts.ts"

/** What a statement says: tickets and amounts by category, tariff and price, and their totals. */
export function StatementTable({ part, locale }: { part: StatementPart; locale: Locale }) {
  const t = texts[locale]
  const { totals } = part
  const count = (value: number) => formatNumber(value, locale)
  return (
    <DataTable
      caption={`${t.statement}, ${part.performance.title}`}
      rows={part.lines}
      columns={[
        { key: "tariff", label: t.tariff, cell: ({ tariff }) => tariff, main: true },
        { key: "zone", label: t.zone, cell: ({ zone }) => zone },
        { key: "unit", label: t.unit, numeric: true, cell: ({ unit }) => <Money cents={unit} orFree /> },
        { key: "issued", label: t.issued, numeric: true, cell: ({ issued }) => count(issued) },
        { key: "cancelled", label: t.cancelled, numeric: true, cell: ({ cancelled }) => count(cancelled) },
        { key: "gross", label: t.gross, numeric: true, cell: ({ gross }) => <Money cents={gross} /> },
        { key: "rate", label: t.rate, numeric: true, cell: ({ rate }) => formatRate(rate, locale) },
        { key: "net", label: t.net, numeric: true, cell: ({ net }) => <Money cents={net} /> },
        { key: "vat", label: t.vat, numeric: true, cell: ({ vat }) => <Money cents={vat} /> },
      ]}
      foot={{
        tariff: t.total,
        issued: count(totals.issued),
        cancelled: count(totals.cancelled),
        gross: <Money cents={totals.gross} />,
        net: <Money cents={totals.net} />,
        vat: <Money cents={totals.vat} />,
      }}
    />
  )
}
