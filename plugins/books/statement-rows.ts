import { typedMoney } from "../../server/form-reader.ts"
import { formatRate } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import type { StatementPart } from "../ledger/statement.ts"
import { texts } from "./texts.ts"

/** Statements for a spreadsheet: a row for each category, tariff and price of each performance. */
export function statementRows(
  parts: readonly StatementPart[],
  { currency, locale }: { currency: string; locale: Locale },
): (string | number)[][] {
  const t = texts[locale]
  const money = (cents: number) => typedMoney(cents, currency, locale)
  const head = [t.performance, t.date, t.venue, t.zone, t.tariff, t.unit, t.issued, t.cancelled]
  return [
    [...head, t.gross, t.rate, t.net, t.vat],
    ...parts.flatMap(({ performance, lines }) =>
      lines.map((line) => [
        performance.title,
        performance.startsAt,
        performance.venue,
        line.zone,
        line.tariff,
        money(line.unit),
        line.issued,
        line.cancelled,
        money(line.gross),
        formatRate(line.rate, locale),
        money(line.net),
        money(line.vat),
      ]),
    ),
  ]
}
