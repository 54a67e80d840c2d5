import { formatDayLong, formatTime, sentence } from "../../../templates/format.ts"
import type { PrintedTicket, TicketSheet } from "../ticket-sheet.ts"
import { drawQr } from "./draw-qr.ts"
import { capitals, fitLine, fitText } from "./fit-text.ts"
import { accentOf, black, grey, ink } from "./palette.ts"
import type { Paper } from "./paper.ts"
import { clean, widthOf } from "./set-text.ts"
import { texts } from "./sheet-texts.ts"
import { drawStack, type Layer, stackHeight } from "./stack.ts"
import { ticketDetails } from "./ticket-details.ts"
import { titleLayers } from "./title-layers.ts"

/** The front of the folded ticket is the upper left quarter of the page, 105 × 148.5 mm. All in points. */
const left = 34
const width = 229.6
const right = left + width
const band = { top: 47, height: 2.4 }
const titleTop = 67
const rule = 250
const qr = { top: 267, side: 107 }
const detailsLeft = left + qr.side + 23
const caption = 396

/** Draws what the door and the spectator need at a glance. */
export function drawFront(paper: Paper, sheet: TicketSheet, ticket: PrintedTicket): void {
  drawOrganiser(paper, sheet, ticket)
  paper.fill([[left, band.top, width, band.height]], accentOf(sheet.accent))

  const where = whereLayers(ticket)
  const whenY = rule - 14 - stackHeight(where) - 13
  drawStack(paper, titleLayers(ticket, width, whenY - 50 - titleTop), left, titleTop)
  drawWhen(paper, sheet, ticket, whenY)
  drawStack(paper, where, left, whenY + 13)

  paper.line([left, rule], [right, rule], { colour: ink, width: 0.5 })
  drawQr(paper, ticket.code, left, qr.top, qr.side, black)
  const room = { width: right - detailsLeft, height: caption - qr.top, wished: qr.side }
  drawStack(paper, ticketDetails(sheet, ticket, room), detailsLeft, qr.top)
  const number = fitLine(
    texts[sheet.locale].ticketNumber(ticket.number),
    "strong",
    [8.4, 7.6, 6.8],
    qr.side + 10,
  )
  drawStack(paper, [{ text: number, colour: ink, gap: 0 }], left, caption - number.size * capitals)
  if (ticket.operation) {
    const operation = texts[sheet.locale].operation(ticket.operation)
    paper.write(operation, left, caption + 9.5, { face: "text", size: 7, colour: grey })
  }
}

/** Greek capitals lose their accents, which the rules of the other languages would keep; these are the same for all. */
const capitalised = "el"

/** The name stands on the band and grows upwards when it needs a second line. */
function drawOrganiser(paper: Paper, sheet: TicketSheet, ticket: PrintedTicket): void {
  const spaced = { face: "strong", tracking: 0.09 } as const
  const duplicate = ticket.duplicate ? texts[sheet.locale].duplicate.toLocaleUpperCase(sheet.locale) : ""
  const mark = { ...spaced, size: 7.4, colour: ink }
  const markWidth = duplicate ? widthOf(duplicate, mark) - spaced.tracking * mark.size : 0
  const name = {
    text: fitText(clean(sheet.organiser.name).toLocaleUpperCase(capitalised), {
      ...spaced,
      sizes: [7.4, 7, 6.6, 6.2],
      width: width - (duplicate ? markWidth + 16 : 0),
      height: 14,
      leading: 1.3,
    }),
    colour: ink,
    gap: 0,
  }
  const baseline = band.top - 9
  drawStack(paper, [name], left, baseline - stackHeight([name]))
  if (duplicate) paper.write(duplicate, right - markWidth, baseline, mark)
}

/** The day, and under it the hour with its baseline at `y`. */
function drawWhen(paper: Paper, sheet: TicketSheet, ticket: PrintedTicket, y: number): void {
  const reading = { locale: sheet.locale, timeZone: ticket.timezone }
  const size = 17
  const day = fitLine(sentence(formatDayLong(ticket.startsAt, reading)), "title", [size, 16, 15, 14], width)
  drawStack(paper, [{ text: day, colour: ink, gap: 0 }], left, y - 21 - day.size * capitals)
  const time = sentence(formatTime(ticket.startsAt, reading))
  paper.write(time, left, y, { face: "title", size, colour: ink })
  if (!ticket.doorsAt) return
  const doors = texts[sheet.locale].doors(formatTime(ticket.doorsAt, reading))
  paper.write(doors, left + widthOf(time, { face: "title", size }) + 9, y, {
    face: "text",
    size: 8.4,
    colour: grey,
  })
}

function whereLayers(ticket: PrintedTicket): Layer[] {
  const venue = { face: "strong", sizes: [10, 9.2, 8.4, 7.6], width, height: 20, leading: 1.22 } as const
  const address = { face: "text", sizes: [8.4, 7.8, 7.2], width, height: 17, leading: 1.28 } as const
  return [
    { text: fitText(ticket.venueName, venue), colour: ink, gap: 0 },
    { text: fitText(ticket.venueAddress ?? "", address), colour: grey, gap: 5.5 },
  ]
}
