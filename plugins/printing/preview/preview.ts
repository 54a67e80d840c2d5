import type { Organisation } from "../../../server/access.ts"
import type { Db } from "../../../server/database.ts"
import type { Locale } from "../../../templates/locale.ts"
import { logoOf } from "../../accounts/logo.ts"
import type { Layout, LayoutFormat } from "../../tickets/layout/layout.ts"
import { drawBack } from "../../tickets/print/draw-back.ts"
import { drawLayout } from "../../tickets/print/draw-layout.ts"
import { drawLowerHalf } from "../../tickets/print/draw-order.ts"
import { pageHeight, pageWidth } from "../../tickets/print/paper.ts"
import { SvgPaper } from "../../tickets/print/svg-paper.ts"
import { drawTrainingMark, trainingMark } from "../../tickets/print/training-mark.ts"
import { texts as ticketTexts } from "../../tickets/texts.ts"
import type { PrintedTicket, TicketSheet } from "../../tickets/ticket-sheet.ts"
import { escposEncoder } from "../escpos.ts"
import { fglEncoder } from "../fgl.ts"
import { slipOfTicket } from "../slip-of-ticket.ts"
import { texts } from "../texts.ts"
import { rollPicture } from "./roll-picture.ts"
import { stockPicture } from "./stock-picture.ts"

/** What a preview is made for: a width of roll, a size of stock. */
export const previewSizes = {
  page: ["a4"],
  roll: ["42", "48", "32"],
  stock: ["51x140", "51x178", "83x203", "58x152"],
} as const satisfies Record<LayoutFormat, readonly string[]>

/**
 * A ticket that nobody bought, as it would come out by this layout, as an SVG: drawn by what draws the PDF, and for printers
 * read from the bytes they would be sent.
 */
export async function preview(
  system: Db,
  organisation: Organisation,
  { format, layout, size, locale }: { format: LayoutFormat; layout: Layout; size: string; locale: Locale },
): Promise<string> {
  const sheet = sampleSheet(organisation, locale)
  const [ticket] = sheet.tickets as [PrintedTicket]
  if (format === "page") {
    const paper = new SvgPaper()
    const logo = layout.logo ? await logoOf(system, organisation.id) : undefined
    const ratio = logo && ratioOf(logo.bytes, logo.type)
    const room = drawLayout(paper, sheet, ticket, layout, ratio)
    if (room && logo) paper.image(`data:${logo.type};base64,${logo.bytes.toString("base64")}`, room)
    if (sheet.training) drawTrainingMark(paper, 8)
    if (layout.paper === "a6") return paper.picture(pageWidth / 2, pageHeight / 2)
    drawBack(paper, sheet, ticket)
    drawLowerHalf(paper, sheet)
    return paper.picture()
  }
  const slip = slipOfTicket(sheet, ticket, layout)
  const marked = { ...slip, marks: [...(sheet.training ? [trainingMark] : []), ...slip.marks] }
  if (format === "roll") {
    const columns = Number(size)
    return rollPicture((await escposEncoder({ columns, family: "epson" }))(marked), columns)
  }
  const [widthMm = 51, lengthMm = 140] = size.split("x").map(Number)
  const stock = { widthMm, lengthMm, dpi: 300, letters: "windows1252" as const }
  return stockPicture((await fglEncoder(stock))(marked), stock)
}

/** As the documents of an order are made, with the organisation's own name, licences and conditions. */
function sampleSheet(organisation: Organisation, locale: Locale): TicketSheet {
  const t = texts[locale].layout.sample
  return {
    organiser: {
      name: organisation.name,
      licences: organisation.legal.licences,
      siret: organisation.legal.siret ?? null,
      address: organisation.address,
    },
    order: { number: "7K3M-92QX", purchasedAt: new Date("2027-01-04T17:12:00Z"), channel: "till" },
    locale,
    conditions: organisation.conditions ?? ticketTexts[locale].conditions,
    accent: organisation.accent,
    training: organisation.trainingOf !== null,
    tickets: [
      {
        ...{ number: "7K3M-92QX-1", operation: 1234, eventTitle: t.title, eventSubtitle: t.subtitle },
        // Long as codes are; it opens nothing.
        code: "6BF".padEnd(137, "PARTERRE"),
        startsAt: new Date("2027-01-15T19:30:00Z"),
        doorsAt: new Date("2027-01-15T19:00:00Z"),
        timezone: organisation.timezone,
        ...{ venueName: t.venue, venueAddress: t.address, zoneName: t.zone, seat: { label: t.seat } },
        ...{ tariffName: t.tariff, proof: t.proof, amount: 1650, currency: organisation.currency },
      },
    ],
  }
}

/** Width over height, from the head of a PNG or a JPEG; undefined for what the PDF can't hold. */
export function ratioOf(bytes: Buffer, type: string): number | undefined {
  if (type === "image/png" && bytes.length > 24) return bytes.readUInt32BE(16) / bytes.readUInt32BE(20)
  if (type !== "image/jpeg") return undefined
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (frame) return bytes.readUInt16BE(at + 7) / bytes.readUInt16BE(at + 5)
  }
  return undefined
}
