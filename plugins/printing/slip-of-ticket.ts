import type { Layout } from "../tickets/layout/layout.ts"
import { texts as sheetTexts } from "../tickets/print/sheet-texts.ts"
import { mandatoryFields, sayField } from "../tickets/ticket-fields.ts"
import type { PrintedTicket, TicketSheet } from "../tickets/ticket-sheet.ts"
import type { Slip, SlipLine } from "./slip.ts"

/** A ticket as a paper of a printer. */
export function slipOfTicket(sheet: TicketSheet, ticket: PrintedTicket, layout: Layout): Slip {
  const lines = layout.fields.flatMap(({ field, ...style }): SlipLine[] => {
    if (field === "rule") return [{ kind: "rule" }]
    const said = sayField(field, { ...sheet, message: layout.message ?? null }, ticket)
    if (!said) return []
    const optional = !mandatoryFields.has(field)
    if (field === "code") return [{ kind: "code", code: said.words }]
    return said.label
      ? [{ kind: "pair", label: said.label, words: said.words, ...style, optional }]
      : [{ kind: "text", words: said.words, ...style, optional }]
  })
  const { locale } = sheet
  const marks = ticket.duplicate ? [sheetTexts[locale].duplicate.toLocaleUpperCase(locale)] : []
  return { marks, lines, locale }
}
