import { formatNumber } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { texts } from "./texts.ts"

/** How long somebody waits, as one would say it: never more exact than it can be known. */
export function waitWords(seconds: number | null, locale: Locale): string {
  const t = texts[locale]
  if (seconds === null) return t.paused
  if (seconds < 50) return t.lessThanMinute
  const minutes = Math.ceil(seconds / 60)
  if (minutes <= 10) return t.minutes(minutes)
  if (minutes < 58) return t.minutes(Math.ceil(minutes / 5) * 5)
  const quarters = Math.ceil(minutes / 15)
  return quarters > 24 ? t.longest : t.hours(Math.floor(quarters / 4), (quarters % 4) * 15)
}

/** "341 personnes", "personne". */
export function peopleWords(count: number, locale: Locale): string {
  const t = texts[locale]
  return count === 0 ? t.nobody : t.people(count, formatNumber(count, locale))
}
