import { type FormBody, FormReader, readDay } from "../../../server/form-reader.ts"
import type { FieldError } from "../../../server/problem.ts"
import type { Locale } from "../../../templates/locale.ts"
import type { CopyDate } from "./duplicate-performance.ts"
import { texts } from "./texts.ts"

/** How many date fields the form has, beside its list. */
export const dateFields = 6

/** The dates a performance is copied to: those chosen, then those of the list, each with the field it came from. */
export function readCopyDates(body: FormBody, locale: Locale) {
  const t = texts[locale]
  const form = new FormReader(body, locale)
  const dates: { date: CopyDate; field: string }[] = []
  for (let at = 0; at < dateFields; at++) {
    const field = `dates/${at}`
    const day = form.day(field, { label: t.dateNumber(at + 1), optional: true })
    if (day) dates.push({ date: { day }, field })
  }
  const errors: FieldError[] = [...form.errors]
  const lines = form.typed("list").split(/[\n;]/)
  for (const line of lines.map((text) => text.trim()).filter(Boolean)) {
    const date = readLine(line)
    if (date) dates.push({ date, field: "list" })
    else errors.push({ path: "/list", message: t.unreadable(line.slice(0, 60)) })
  }
  return { dates, errors }
}

/** "16/01/2027", "2027-01-16", each with "15:00", "15h" or "15 h 30" after it. */
function readLine(line: string): CopyDate | null {
  const [, dayText = "", hour, minute] =
    /^(\S+?)(?:[ T,]+(?:à |at )?(\d{1,2})(?:\s*[:hH]\s*(\d{2})?)?)?$/.exec(
      line.replace(/[\u00a0\u202f]/g, " "),
    ) ?? []
  const day = readDay(dayText)
  if (!day) return null
  if (hour === undefined) return { day }
  if (Number(hour) > 23 || Number(minute ?? 0) > 59) return null
  return { day, time: `${hour.padStart(2, "0")}:${minute ?? "00"}` }
}
