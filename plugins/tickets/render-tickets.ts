import { PDFDocument, type PDFImage, PDFName } from "pdf-lib"
import type { Layout } from "./layout/layout.ts"
import { drawBack } from "./print/draw-back.ts"
import { drawFront } from "./print/draw-front.ts"
import { drawLayout } from "./print/draw-layout.ts"
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
 * With a layout, its front, or the whole of an A6 page, is that. The same sheet gives the same bytes. Throws when a code has characters that a QR cannot hold in alphanumeric mode.
 */
export async function renderTickets(
  sheet: TicketSheet,
  layout?: Layout,
  logo?: TicketLogo,
): Promise<Uint8Array> {
  if (sheet.tickets.length === 0) throw new RangeError("an order without tickets has nothing to print")
  const document = await PDFDocument.create({ updateMetadata: false })
  describe(document, sheet)
  const picture = layout?.logo && logo ? await embedLogo(document, logo) : undefined
  const shared = new PdfPaper()
  drawLowerHalf(shared, sheet)
  if (sheet.training) drawTrainingMark(shared, pageHeight / 2 + 8)
  const papers = sheet.tickets.map((ticket) => {
    const paper = new PdfPaper()
    if (layout) {
      const room = drawLayout(paper, sheet, ticket, layout, picture && picture.width / picture.height)
      if (room) paper.image("Logo", room)
    } else drawFront(paper, sheet, ticket)
    if (sheet.training) drawTrainingMark(paper, 8)
    if (layout?.paper === "a6") return paper
    drawBack(paper, sheet, ticket)
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
  const resources = context.register(
    context.obj({
      Font: fonts,
      XObject: { LowerHalf: lowerHalf, ...(picture ? { Logo: picture.ref } : {}) },
    }),
  )
  for (const paper of papers) {
    const page = document.addPage([pageWidth, pageHeight])
    if (layout?.paper === "a6") page.setMediaBox(0, pageHeight / 2, pageWidth / 2, pageHeight / 2)
    page.node.set(PDFName.of("Contents"), streamOf(document, paper, context.obj({})))
    page.node.set(PDFName.of("Resources"), resources)
  }
  return document.save(saving)
}

/** Of the organisation: a PNG or a JPEG. */
export interface TicketLogo {
  type: string
  bytes: Uint8Array
}

/** PDF knows no other types; one that can't be read is left out rather than the tickets. */
async function embedLogo(document: PDFDocument, { type, bytes }: TicketLogo): Promise<PDFImage | undefined> {
  try {
    if (type === "image/png") return await document.embedPng(bytes)
    return type === "image/jpeg" ? await document.embedJpg(bytes) : undefined
  } catch {
    return undefined
  }
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
