import { PDFDocument, PDFName } from "pdf-lib"
import { drawBack } from "./print/draw-back.ts"
import { drawFront } from "./print/draw-front.ts"
import { drawLowerHalf } from "./print/draw-order.ts"
import { pageHeight, pageWidth } from "./print/paper.ts"
import { PdfPaper } from "./print/pdf-paper.ts"
import { embedAll, saving, streamOf } from "./print/pdf-parts.ts"
import { clean } from "./print/set-text.ts"
import { texts } from "./print/sheet-texts.ts"
import { drawTrainingMark } from "./print/training-mark.ts"
import type { TicketSheet } from "./ticket-sheet.ts"

/**
 * Makes the PDF of an order: one A4 page for each ticket, which also folds to A6 with the ticket itself in front.
 * The same sheet gives the same bytes. Throws when a code has characters that a QR cannot hold in alphanumeric mode.
 */
export async function renderTickets(sheet: TicketSheet): Promise<Uint8Array> {
  if (sheet.tickets.length === 0) throw new RangeError("an order without tickets has nothing to print")
  const document = await PDFDocument.create({ updateMetadata: false })
  describe(document, sheet)
  const shared = new PdfPaper()
  drawLowerHalf(shared, sheet)
  if (sheet.training) drawTrainingMark(shared, pageHeight / 2 + 8)
  const papers = sheet.tickets.map((ticket) => {
    const paper = new PdfPaper()
    drawFront(paper, sheet, ticket)
    drawBack(paper, sheet, ticket)
    if (sheet.training) drawTrainingMark(paper, 8)
    paper.place("LowerHalf")
    return paper
  })

  const fonts = await embedAll(document, [shared, ...papers])
  const { context } = document
  const form = context.obj({
    Type: "XObject",
    Subtype: "Form",
    BBox: [0, 0, pageWidth, pageHeight],
    Resources: { Font: fonts },
  })
  const lowerHalf = streamOf(document, shared, form)
  const resources = context.register(context.obj({ Font: fonts, XObject: { LowerHalf: lowerHalf } }))
  for (const paper of papers) {
    const page = document.addPage([pageWidth, pageHeight])
    page.node.set(PDFName.of("Contents"), streamOf(document, paper, context.obj({})))
    page.node.set(PDFName.of("Resources"), resources)
  }
  return document.save(saving)
}

function describe(document: PDFDocument, sheet: TicketSheet): void {
  const title = texts[sheet.locale].documentTitle(
    clean(sheet.tickets[0]?.eventTitle ?? ""),
    sheet.order.number,
  )
  document.setTitle(title, { showInWindowTitleBar: true })
  document.setAuthor(clean(sheet.organiser.name))
  document.setLanguage(sheet.locale)
  document.setCreator("Parterre")
  document.setCreationDate(sheet.order.purchasedAt)
}
