import { formatTime } from "../../../templates/format.ts"
import type { PrintedTicket, TicketSheet } from "../ticket-sheet.ts"
import { column, heading, running } from "./columns.ts"
import { drawFolding } from "./draw-folding.ts"
import type { Paper } from "./paper.ts"
import { clean } from "./set-text.ts"
import { texts } from "./sheet-texts.ts"
import { drawStack } from "./stack.ts"

const paragraph = 9.5

/** Draws the back of the folded ticket, the upper right quarter: the place, the door, how to fold. */
export function drawBack(paper: Paper, sheet: TicketSheet, ticket: PrintedTicket): void {
  const t = texts[sheet.locale]
  const reading = { locale: sheet.locale, timeZone: ticket.timezone }
  const layers = [
    heading(t.venue),
    running(ticket.venueName, 13, { face: "strong" }),
    running(ticket.venueAddress, 6),
    running(ticket.doorsAt ? t.doorsLong(formatTime(ticket.doorsAt, reading)) : "", 6),
    heading(t.entrance, 28),
    running(ticket.duplicate ? t.reprinted : "", 13),
    running(t.show, ticket.duplicate ? paragraph : 13),
    running(ticket.proof ? t.bring(clean(ticket.proof)) : "", paragraph),
    running(t.fallback(ticket.number), paragraph),
    running(ticket.holderName ? t.holder(clean(ticket.holderName)) : "", paragraph),
  ]
  drawStack(paper, layers, column.right, column.top)
  drawFolding(paper, sheet.locale, column.right, 318)
}
