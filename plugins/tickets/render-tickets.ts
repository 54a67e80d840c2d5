import { deflateSync } from "node:zlib"
import { type PDFDict, PDFDocument, PDFName, PDFRawStream, type PDFRef } from "pdf-lib"
import { drawBack } from "./print/draw-back.ts"
import { drawFront } from "./print/draw-front.ts"
import { drawLowerHalf } from "./print/draw-order.ts"
import { embedFont } from "./print/embed-font.ts"
import type { FontPart } from "./print/font-part.ts"
import { pageHeight, pageWidth } from "./print/paper.ts"
import { PdfPaper } from "./print/pdf-paper.ts"
import { clean } from "./print/set-text.ts"
import { texts } from "./print/sheet-texts.ts"
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
  const papers = sheet.tickets.map((ticket) => {
    const paper = new PdfPaper()
    drawFront(paper, sheet, ticket)
    drawBack(paper, sheet, ticket)
    paper.place("LowerHalf")
    return paper
  })

  const fonts = await embedAll(document, new Set([shared, ...papers].flatMap((paper) => [...paper.fonts])))
  const { context } = document
  const form = context.obj({
    Type: "XObject",
    Subtype: "Form",
    BBox: [0, 0, pageWidth, pageHeight],
    Resources: { Font: fonts },
  })
  const lowerHalf = stream(document, shared, form)
  const resources = context.register(context.obj({ Font: fonts, XObject: { LowerHalf: lowerHalf } }))
  for (const paper of papers) {
    const page = document.addPage([pageWidth, pageHeight])
    page.node.set(PDFName.of("Contents"), stream(document, paper, context.obj({})))
    page.node.set(PDFName.of("Resources"), resources)
  }
  return document.save({
    useObjectStreams: false,
    addDefaultPage: false,
    updateFieldAppearances: false,
    objectsPerTick: Number.POSITIVE_INFINITY,
  })
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

async function embedAll(document: PDFDocument, parts: Set<FontPart>): Promise<PDFRef> {
  const named: Record<string, PDFRef> = {}
  for (const part of parts) named[part.name] = await embedFont(document.context, part)
  return document.context.register(document.context.obj(named))
}

function stream(document: PDFDocument, paper: PdfPaper, dict: PDFDict): PDFRef {
  dict.set(PDFName.of("Filter"), PDFName.of("FlateDecode"))
  return document.context.register(PDFRawStream.of(dict, deflateSync(paper.contents())))
}
