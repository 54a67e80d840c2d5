import { formatDayLong, formatMonth, sentence } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import type { Closing } from "../ledger/read-closings.ts"

/** A closed period as people say it: "Vendredi 27 novembre 2026", "Novembre 2026", "2026". */
export function periodName({ period, date }: Pick<Closing, "period" | "date">, locale: Locale): string {
  if (period === "year") return date
  if (period === "month") return sentence(formatMonth(date, locale))
  return sentence(formatDayLong(new Date(`${date}T12:00:00Z`), { locale, timeZone: "UTC" }))
}
