import { DateTime } from "luxon"
import type { Locale } from "../templates/locale.ts"
import { cleanLine, cleanText } from "./clean-text.ts"
import type { FieldError } from "./problem.ts"

/** What a page's form sends: each name with what was typed, several times for several boxes ticked. */
export type FormBody = Record<string, string | string[]>

const texts = {
  fr: {
    missing: (label: string) => `${label} : à remplir`,
    tooLong: (label: string, max: number) => `${label} : ${max} caractères au plus`,
    number: (label: string, min: number, max: number) =>
      `${label} : un nombre entier, de ${min.toLocaleString("fr-FR")} à ${max.toLocaleString("fr-FR")}`,
    money: (label: string) => `${label} : un montant comme 24,50`,
    moneyTooHigh: (label: string) => `${label} : un montant plus petit`,
    time: (label: string) => `${label} : un jour et une heure`,
    noSuchTime: (label: string) => `${label} : cette heure n’existe pas ce jour-là (changement d’heure)`,
    day: (label: string) => `${label} : un jour comme 15/01/2027`,
    choice: (label: string) => `${label} : choisissez dans la liste`,
  },
  en: {
    missing: (label: string) => `${label}: please fill in`,
    tooLong: (label: string, max: number) => `${label}: at most ${max} characters`,
    number: (label: string, min: number, max: number) =>
      `${label}: a whole number, from ${min.toLocaleString("en-GB")} to ${max.toLocaleString("en-GB")}`,
    money: (label: string) => `${label}: an amount such as 24.50`,
    moneyTooHigh: (label: string) => `${label}: a smaller amount`,
    time: (label: string) => `${label}: a day and a time`,
    noSuchTime: (label: string) => `${label}: this time does not exist on that day (the clocks change)`,
    day: (label: string) => `${label}: a day such as 15/01/2027`,
    choice: (label: string) => `${label}: choose from the list`,
  },
} satisfies Record<Locale, unknown>

interface Named {
  /** What the field is called on the page: an error begins with it. */
  label: string
  optional?: boolean
}

/**
 * Reads a page's form field by field. What can't be read is an error at its field, in the words of the page, and reads
 * as null or empty: read everything, then look at `errors`.
 */
export class FormReader {
  readonly errors: FieldError[] = []
  readonly #body: Readonly<FormBody>
  readonly #texts: (typeof texts)["fr"]

  constructor(body: Readonly<FormBody>, locale: Locale) {
    this.#body = body
    this.#texts = texts[locale]
  }

  /** As it was typed: what a refused form shows again. */
  typed(name: string): string {
    const value = Object.hasOwn(this.#body, name) ? this.#body[name] : undefined
    return (Array.isArray(value) ? value.at(-1) : value) ?? ""
  }

  /** Every value that came under one name. */
  all(name: string): string[] {
    return Object.hasOwn(this.#body, name) ? [this.#body[name] ?? []].flat() : []
  }

  refuse(name: string, message: string): null {
    this.errors.push({ path: `/${name}`, message })
    return null
  }

  line(name: string, options: Named & { max: number }): string {
    return this.#text(name, cleanLine(this.typed(name)), options)
  }

  paragraphs(name: string, options: Named & { max: number }): string {
    return this.#text(name, cleanText(this.typed(name)), options)
  }

  whole(name: string, options: Named & { min: number; max: number }): number | null {
    const text = this.typed(name).replace(/\s/gu, "")
    if (text === "") return options.optional ? null : this.refuse(name, this.#texts.missing(options.label))
    const value = /^-?\d{1,12}$/.test(text) ? Number(text) : Number.NaN
    if (value >= options.min && value <= options.max) return value
    return this.refuse(name, this.#texts.number(options.label, options.min, options.max))
  }

  /** The smallest unit of `currency` (cents): "24,50", "24.5" and "24" are understood, with or without the sign. */
  money(name: string, options: Named & { max: number; currency: string }): number | null {
    const text = this.typed(name).replace(/[\s€$£]/gu, "")
    if (text === "") return options.optional ? null : this.refuse(name, this.#texts.missing(options.label))
    const [, whole, cents = ""] = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text) ?? []
    const digits = currencyDigits(options.currency)
    if (whole === undefined || cents.length > digits)
      return this.refuse(name, this.#texts.money(options.label))
    const amount = Number(whole) * 10 ** digits + Number(cents.padEnd(digits, "0"))
    return amount <= options.max ? amount : this.refuse(name, this.#texts.moneyTooHigh(options.label))
  }

  /** The instant of a `datetime-local` field, read in the zone given. */
  localTime(name: string, zone: string, options: Named): Date | null {
    const text = this.typed(name).trim()
    if (text === "") return options.optional ? null : this.refuse(name, this.#texts.missing(options.label))
    const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$/.test(text)
      ? DateTime.fromISO(text.replace(" ", "T"), { zone })
      : DateTime.fromFormat(text, "dd/MM/yyyy HH:mm", { zone })
    if (!time.isValid || time.year < 1900 || time.year > 2199)
      return this.refuse(name, this.#texts.time(options.label))
    // In the hour that is skipped in spring, Luxon moves on: nobody meant that.
    if (!text.includes(time.toFormat("HH:mm")))
      return this.refuse(name, this.#texts.noSuchTime(options.label))
    return time.toJSDate()
  }

  /** "2027-01-15" from a `date` field, or typed as people do. */
  day(name: string, options: Named): string {
    const text = this.typed(name).trim()
    if (text === "") {
      if (!options.optional) this.refuse(name, this.#texts.missing(options.label))
      return ""
    }
    const iso = readDay(text)
    if (!iso) this.refuse(name, this.#texts.day(options.label))
    return iso ?? ""
  }

  choice<Value extends string>(name: string, values: readonly Value[], options: Named): Value | null {
    const typed = this.typed(name)
    const value = values.find((one) => one === typed)
    if (value !== undefined) return value
    if (options.optional && typed === "") return null
    return this.refuse(name, this.#texts.choice(options.label))
  }

  #text(name: string, value: string, options: Named & { max: number }): string {
    if (value === "" && !options.optional) this.refuse(name, this.#texts.missing(options.label))
    if (value.length > options.max) this.refuse(name, this.#texts.tooLong(options.label, options.max))
    return value
  }
}

/** "2027-01-15" from "2027-01-15" or "15/01/2027"; null when there is no such day. */
export function readDay(text: string): string | null {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  const date = day
    ? DateTime.fromObject({ year: Number(year), month: Number(month), day: Number(day) }, { zone: "utc" })
    : /^\d{4}-\d\d-\d\d$/.test(text)
      ? DateTime.fromISO(text, { zone: "utc" })
      : null
  return date?.isValid && date.year >= 1900 && date.year < 2200 ? date.toFormat("yyyy-MM-dd") : null
}

/** An amount as a form shows it to be changed: "24,50" or "24.50". */
export function typedMoney(cents: number, currency: string, locale: Locale): string {
  const digits = currencyDigits(currency)
  const text = (cents / 10 ** digits).toFixed(digits)
  return locale === "fr" ? text.replace(".", ",") : text
}

function currencyDigits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
