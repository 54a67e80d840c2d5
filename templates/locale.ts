/** The languages the interface speaks. French is the reference, English says the same. */
export const locales = ["fr", "en"] as const

export type Locale = (typeof locales)[number]

/** Whether a string from outside (a path, a cookie, a header) names one of our languages. */
export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale)
}
