import { degrees, PDFDocument, rgb, StandardFonts } from "pdf-lib"
import type { Facsimile } from "./facsimiles.ts"

const stamp = "SPECIMEN"
const size = 96

/** Puts the pages of each facsimile behind the document, each named at its head and crossed by SPECIMEN. */
export async function withFacsimiles(
  document: Uint8Array,
  facsimiles: readonly Facsimile[],
  now: Date,
): Promise<Uint8Array> {
  const whole = await PDFDocument.load(document, { updateMetadata: false })
  const bold = await whole.embedFont(StandardFonts.HelveticaBold)
  for (const { title, pdf } of facsimiles) {
    const other = await PDFDocument.load(pdf, { updateMetadata: false })
    for (const page of await whole.copyPages(other, other.getPageIndices())) {
      whole.addPage(page)
      const { width, height } = page.getSize()
      const length = bold.widthOfTextAtSize(stamp, size)
      const slope = Math.PI / 4
      page.drawText(stamp, {
        x: width / 2 - (length / 2) * Math.cos(slope) + (size / 3) * Math.sin(slope),
        y: height / 2 - (length / 2) * Math.sin(slope) - (size / 3) * Math.cos(slope),
        ...{ size, font: bold, rotate: degrees(45), color: rgb(0.75, 0.1, 0.1), opacity: 0.28 },
      })
      page.drawText(`${title.replace(/’/g, "'")} - ${stamp}`, {
        ...{ x: 34, y: height - 20, size: 9, font: bold, color: rgb(0.4, 0.4, 0.4) },
      })
    }
  }
  whole.setCreationDate(now)
  return whole.save({ useObjectStreams: false, updateFieldAppearances: false })
}
