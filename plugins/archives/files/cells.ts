import { DateTime } from "luxon"
import { csvCell } from "../../../server/csv.ts"

/** A cell as it stands in the file, quoted where it must be. */
export type Cell = string

/**
 * Words. A line of the file is a row, so that any tool counts and compares them: line feeds become spaces. No cell is one
 * that a spreadsheet would run as a formula; the JSON lines hold every text to the letter.
 */
export function words(value: string | null | undefined): Cell {
  return csvCell((value ?? "").replace(/[\r\n\u2028\u2029]+/g, " "))
}

export function count(value: number | string | null | undefined): Cell {
  return value === null || value === undefined ? "" : String(value)
}

export function yesNo(value: boolean): Cell {
  return value ? "oui" : "non"
}

/** Amounts and times as French spreadsheets read them. */
export class Writing {
  readonly #digits: number
  readonly #zone: string
  /** Minutes from UTC by quarter of an hour: luxon is asked once for each, not for each of a million lines. */
  readonly #offsets = new Map<number, number>()

  constructor({ currency, timezone }: { currency: string; timezone: string }) {
    this.#digits =
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ??
      2
    this.#zone = timezone
  }

  /** "24,00" */
  readonly money = (cents: number | string): Cell =>
    (Number(cents) / 10 ** this.#digits).toFixed(this.#digits).replace(".", ",")

  /** "5,50", from hundredths of a percent. */
  readonly rate = (hundredths: number): Cell => (hundredths / 100).toFixed(2).replace(".", ",")

  /** "2026-11-27 20:30:00", in the time zone of the organisation. */
  readonly local = (utc: string | null | undefined): Cell => {
    if (!utc) return ""
    const at = Date.parse(utc)
    if (Number.isNaN(at)) return ""
    const quarter = Math.floor(at / 900_000)
    let offset = this.#offsets.get(quarter)
    if (offset === undefined) {
      offset = DateTime.fromMillis(at, { zone: this.#zone }).offset
      if (this.#offsets.size > 100_000) this.#offsets.clear()
      this.#offsets.set(quarter, offset)
    }
    return new Date(at + offset * 60_000).toISOString().slice(0, 19).replace("T", " ")
  }
}
