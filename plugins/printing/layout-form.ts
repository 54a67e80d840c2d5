import { cleanText } from "../../server/clean-text.ts"
import { type FormBody, FormReader } from "../../server/form-reader.ts"
import type { FieldError } from "../../server/problem.ts"
import type { Locale } from "../../templates/locale.ts"
import { type Layout, type LayoutField, layoutPapers, layoutSizes } from "../tickets/layout/layout.ts"
import { fieldNames, mandatoryFields } from "../tickets/ticket-fields.ts"
import { texts } from "./texts.ts"

/** A row of the form: one thing that a ticket may say, or one of its lines across. */
export interface LayoutRow {
  /** As the form names it: "title", "rule-1". */
  name: string
  field: LayoutField["field"]
  shown: boolean
  /** It can't be taken off. */
  locked: boolean
  size: NonNullable<LayoutField["size"]>
  strong: boolean
}

const ruleNames = ["rule-1", "rule-2", "rule-3"]

/** The rows of a form: what the layout says in its order, then what else might be said. */
export function rowsOf(layout: Layout): LayoutRow[] {
  const rules = [...ruleNames]
  const shown = layout.fields.flatMap(({ field, size = "normal", strong = false }): LayoutRow[] => {
    const name = field === "rule" ? rules.shift() : field
    return name ? [{ name, field, shown: true, locked: isLocked(field), size, strong }] : []
  })
  const more = fieldNames.filter((name) => !shown.some(({ field }) => field === name))
  const rest = { shown: false, size: "normal", strong: false } as const
  return [
    ...shown,
    ...more.map((field) => ({ ...rest, name: field, field, locked: isLocked(field) })),
    ...rules.map((name) => ({ ...rest, name, field: "rule" as const, locked: false })),
  ]
}

function isLocked(field: LayoutField["field"]): boolean {
  return field !== "rule" && mandatoryFields.has(field)
}

/**
 * Reads the form of a layout. A mandatory mention that it lacks is an error at its row; the layout that is read has it all
 * the same, so that the page that refuses shows it.
 */
export function readLayoutForm(
  body: FormBody,
  locale: Locale,
): { layout: Layout; rows: LayoutRow[]; errors: FieldError[] } {
  const t = texts[locale].layout
  const form = new FormReader(body, locale)
  const all = [...fieldNames, ...ruleNames].map((name, index) => {
    const field = (name.startsWith("rule-") ? "rule" : name) as LayoutField["field"]
    const locked = isLocked(field)
    const asked = form.typed(`shown-${name}`) === "on"
    if (locked && !asked) form.refuse(`shown-${name}`, t.mustStay(t.fields[field]))
    const typed = form.typed(`rank-${name}`).trim()
    const rank = /^\d{1,2}$/.test(typed) ? Number(typed) : 0
    if (rank < 1 && (asked || locked)) form.refuse(`rank-${name}`, t.wrongRank(t.fields[field]))
    const size = layoutSizes.find((one) => one === form.typed(`size-${name}`)) ?? "normal"
    const strong = form.typed(`strong-${name}`) === "on"
    const row = { name, field, shown: asked || locked, locked, size, strong }
    return { rank: rank || 99, index, row }
  })
  const rows = all.sort((a, b) => a.rank - b.rank || a.index - b.index).map(({ row }) => row)
  const message = cleanText(form.typed("message"))
  if (message.length > 300) form.refuse("message", t.messageLong)
  const paper = layoutPapers.find((one) => one === form.typed("paper"))
  const layout: Layout = {
    ...(paper ? { paper } : {}),
    logo: form.typed("logo") === "on",
    ...(message ? { message: message.slice(0, 300) } : {}),
    fields: rows
      .filter(({ shown }) => shown)
      .map(({ field, size, strong }) => ({
        ...{ field, size, strong },
        // On a roll, who it is stands in the middle.
        ...(field === "organiser" || field === "licences" ? { centred: true } : {}),
      })),
  }
  return { layout, rows, errors: form.errors }
}
