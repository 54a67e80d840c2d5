import type { Locale } from "../../templates/locale.ts"
import type { Localised } from "./tables.ts"

/** The text in this language, else in the other one. */
export function inLocale(text: Localised | null, locale: Locale): string {
  return text?.[locale] ?? text?.[locale === "fr" ? "en" : "fr"] ?? ""
}
