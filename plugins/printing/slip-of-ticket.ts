import { texts as sheetTexts } from "../tickets/print/sheet-texts.ts"
import { type FieldName, mandatoryFields, sayField } from "../tickets/ticket-fields.ts"
import type { PrintedTicket, TicketSheet } from "../tickets/ticket-sheet.ts"
import type { Slip, SlipLine, SlipSize } from "./slip.ts"

export type SlipField = {
  field: FieldName
  size?: SlipSize
  strong?: boolean
  centred?: boolean
}

/** What a ticket says on a roll and on ticket stock, and how, as long as nobody laid it out otherwise. */
export const usualFields: readonly (SlipField | "rule")[] = [
  { field: "organiser", strong: true, centred: true },
  { field: "licences", size: "small", centred: true },
  "rule",
  { field: "title", size: "large", strong: true },
  { field: "subtitle" },
  { field: "date", strong: true },
  { field: "time", size: "large", strong: true },
  { field: "doors", size: "small" },
  { field: "venue", strong: true },
  { field: "venueAddress", size: "small" },
  "rule",
  { field: "zone", strong: true },
  { field: "seat", size: "large", strong: true },
  { field: "tariff" },
  { field: "proof", size: "small" },
  { field: "price", size: "large", strong: true },
  { field: "code" },
  { field: "number", strong: true },
  { field: "operation", size: "small" },
  { field: "sale", size: "small" },
  { field: "order", size: "small" },
]

/** A ticket as a paper of a printer. */
export function slipOfTicket(
  sheet: TicketSheet,
  ticket: PrintedTicket,
  fields: readonly (SlipField | "rule")[] = usualFields,
): Slip {
  const lines = fields.flatMap((one): SlipLine[] => {
    if (one === "rule") return [{ kind: "rule" }]
    const { field, ...style } = one
    const said = sayField(field, sheet, ticket)
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
