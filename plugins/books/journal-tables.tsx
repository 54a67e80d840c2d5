import { type Column, DataTable, Money, Section } from "../../templates/components/index.ts"
import { formatNumber, formatRate } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import type { CashSum, SalesSum } from "../ledger/journals.ts"
import { texts } from "./texts.ts"

interface Words {
  /** Who "user:12" is. */
  name: (by: string | null) => string
  /** Which till, or where else. */
  place: (done: { channel: string; tillSession: string | null }) => string
  locale: Locale
}

interface Group {
  key: string
  sums: Record<string, number>
}

/** Sums by one thing: rows of the same key are one, in the order of the keys. */
function grouped<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  totals: (row: Row) => Record<string, number>,
): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const name = key(row)
    const group = groups.get(name) ?? { key: name, sums: {} }
    for (const [what, value] of Object.entries(totals(row)))
      group.sums[what] = (group.sums[what] ?? 0) + value
    groups.set(name, group)
  }
  return [...groups.values()].sort((a, b) => a.key.localeCompare(b.key, "fr", { numeric: true }))
}

export function SalesTables({ sums, name, place, locale }: { sums: readonly SalesSum[] } & Words) {
  const t = texts[locale]
  const by = (title: string, label: string, key: (row: SalesSum) => string, rows = sums) => (
    <Section title={title}>
      <DataTable
        caption={title}
        rows={grouped(rows, key, ({ issued, cancelled, gross, net, vat }) => ({
          issued,
          cancelled,
          gross,
          net,
          vat,
        }))}
        columns={[
          { key: "key", label, cell: ({ key }) => key, main: true },
          ...(["issued", "cancelled"] as const).map((column) => ({
            ...{ key: column, label: t[column], numeric: true },
            cell: ({ sums }: Group) => formatNumber(sums[column] ?? 0, locale),
          })),
          ...amounts(["gross", "net", "vat"], t),
        ]}
      />
    </Section>
  )
  return (
    <>
      {by(
        t.byRate,
        t.rate,
        ({ rate }) => formatRate(rate, locale),
        sums.filter(({ free }) => !free),
      )}
      {by(t.byTariff, t.tariff, ({ tariff }) => tariff)}
      {by(t.byOperator, t.operator, (row) => name(row.by))}
      {by(t.byPlace, t.place, place)}
    </>
  )
}

export function CashTables({ sums, name, place, locale }: { sums: readonly CashSum[] } & Words) {
  const t = texts[locale]
  const by = (title: string, label: string, key: (row: CashSum) => string) => (
    <Section title={title}>
      <DataTable
        caption={title}
        rows={grouped(sums, key, ({ received, returned, amount }) => ({ received, returned, amount }))}
        columns={[
          { key: "key", label, cell: ({ key }) => key, main: true },
          ...amounts(["received", "returned", "amount"], t),
        ]}
      />
    </Section>
  )
  return (
    <>
      {by(t.byMethod, t.method, ({ method }) => t.methods[method] ?? method)}
      {by(t.byOperator, t.operator, (row) => name(row.by))}
      {by(t.byPlace, t.place, place)}
    </>
  )
}

function amounts(
  keys: readonly ("gross" | "net" | "vat" | "received" | "returned" | "amount")[],
  t: (typeof texts)["fr"],
): Column<Group>[] {
  return keys.map((key) => ({
    ...{ key, label: t[key], numeric: true },
    cell: ({ sums }) => <Money cents={sums[key] ?? 0} />,
  }))
}
