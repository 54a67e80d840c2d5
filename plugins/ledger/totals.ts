import type { OperationContent, OperationLine } from "./operation.ts"

export interface RateTotal {
  /** Hundredths of a percent. */
  rate: number
  gross: number
  net: number
  vat: number
}

export interface TariffTotal {
  tariff: string
  issued: number
  cancelled: number
  gross: number
  net: number
  vat: number
}

export interface MethodTotal {
  method: string
  received: number
  /** Positive. */
  returned: number
  amount: number
}

/** What operations add up to. Amounts in cents; `gross` and `paid` go down where something was given up or back. */
export interface Totals {
  operations: number
  byKind: Record<string, number>
  issued: number
  cancelled: number
  /** Tickets at no price, given up ones taken off. */
  free: number
  entries: number
  gross: number
  net: number
  vat: number
  paid: number
  /** The sum of what was sold and of what was given up, each as a positive amount. */
  absolute: number
  byRate: RateTotal[]
  byTariff: TariffTotal[]
  byMethod: MethodTotal[]
}

export const nothing = (): Totals => ({
  operations: 0,
  byKind: {},
  issued: 0,
  cancelled: 0,
  free: 0,
  entries: 0,
  gross: 0,
  net: 0,
  vat: 0,
  paid: 0,
  absolute: 0,
  byRate: [],
  byTariff: [],
  byMethod: [],
})

/** Adds one operation to `totals`. */
export function addOperation(
  totals: Totals,
  kind: string,
  { lines, payments }: Partial<OperationContent>,
): void {
  totals.operations++
  totals.byKind[kind] = (totals.byKind[kind] ?? 0) + 1
  if (kind === "entry") totals.entries++
  for (const line of lines ?? []) addLine(totals, line)
  for (const { method, amount } of payments ?? []) {
    totals.paid += amount
    addTo(
      totals.byMethod,
      { method },
      { received: Math.max(amount, 0), returned: Math.max(-amount, 0), amount },
    )
  }
}

function addLine(totals: Totals, { tariff, quantity, unit, rate, gross, net, vat }: OperationLine): void {
  if (quantity === 0) return
  const issued = Math.max(quantity, 0)
  const cancelled = Math.max(-quantity, 0)
  totals.issued += issued
  totals.cancelled += cancelled
  if (unit === 0) totals.free += quantity
  totals.gross += gross
  totals.net += net
  totals.vat += vat
  totals.absolute += Math.abs(gross)
  if (unit !== 0) addTo(totals.byRate, { rate }, { gross, net, vat })
  addTo(totals.byTariff, { tariff }, { issued, cancelled, gross, net, vat })
}

/** Adds `more` to `totals`. */
export function addTotals(totals: Totals, more: Totals): void {
  for (const key of [
    "operations",
    "issued",
    "cancelled",
    "free",
    "entries",
    "gross",
    "net",
    "vat",
    "paid",
    "absolute",
  ] as const)
    totals[key] += more[key]
  for (const [kind, count] of Object.entries(more.byKind))
    totals.byKind[kind] = (totals.byKind[kind] ?? 0) + count
  for (const { rate, ...sums } of more.byRate) addTo(totals.byRate, { rate }, sums)
  for (const { tariff, ...sums } of more.byTariff) addTo(totals.byTariff, { tariff }, sums)
  for (const { method, ...sums } of more.byMethod) addTo(totals.byMethod, { method }, sums)
}

/** Adds sums to the row of this key, which is made where there is none. Rows stay in the order of their keys. */
export function addTo<Key extends Record<string, string | number>, Sums extends Record<string, number>>(
  rows: (Key & Sums)[],
  key: Key,
  sums: Sums,
): void {
  const same = (row: Key) => Object.entries(key).every(([name, value]) => row[name] === value)
  const known = rows.find(same)
  if (known) {
    for (const [name, value] of Object.entries(sums))
      (known as Record<string, number>)[name] = (known[name] as number) + value
    return
  }
  rows.push({ ...key, ...sums })
  rows.sort((a, b) =>
    compare(
      Object.keys(key).map((name) => a[name]),
      Object.keys(key).map((name) => b[name]),
    ),
  )
}

function compare(a: unknown[], b: unknown[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index]
    if (value === other) continue
    return typeof value === "number"
      ? value - (other as number)
      : String(value).localeCompare(String(other), "fr")
  }
  return 0
}
