import { PDFDocument, PDFName } from "pdf-lib"
import type { Slip, SlipSize } from "../printing/slip.ts"
import { capitals, fitText } from "../tickets/print/fit-text.ts"
import { grey, ink } from "../tickets/print/palette.ts"
import { pageHeight, pageWidth } from "../tickets/print/paper.ts"
import { PdfPaper } from "../tickets/print/pdf-paper.ts"
import { embedAll, saving, streamOf } from "../tickets/print/pdf-parts.ts"
import { widthOf } from "../tickets/print/set-text.ts"

/** A roll of 80 mm prints 72 of them. */
const width = 204
const left = (pageWidth - width) / 2
const sizes: Record<SlipSize, number> = { small: 8, normal: 9.5, large: 14, huge: 20 }
const white = [1, 1, 1] as const

/** The paper of a roll printer on an A4 page, line by line as the printer is told. */
export async function drawSlip(slip: Slip): Promise<Uint8Array> {
  const paper = new PdfPaper()
  let y = 110
  const write = (
    words: string,
    { size = "normal", strong, centred }: { size?: SlipSize; strong?: boolean; centred?: boolean },
    x = left,
  ) => {
    const face = strong ? "strong" : "text"
    const text = fitText(words, {
      face,
      sizes: [sizes[size]],
      width: left + width - x,
      height: 200,
      leading: 1.3,
    })
    for (const line of text.lines) {
      const at = centred ? left + (width - widthOf(line.words, text)) / 2 : x
      paper.write(line.words, at, y + text.size * capitals + line.offset, {
        face,
        size: text.size,
        colour: ink,
      })
    }
    y += (text.lines.at(-1)?.offset ?? 0) + text.size * capitals + 6
  }
  for (const mark of slip.marks) {
    paper.fill([[left, y, width, 20]], ink)
    const style = { face: "strong", size: 12 } as const
    paper.write(mark, left + (width - widthOf(mark, style)) / 2, y + 14, { ...style, colour: white })
    y += 24
  }
  y += 6
  for (const line of slip.lines) {
    if (line.kind === "rule") {
      paper.line([left, y], [left + width, y], { colour: grey, width: 0.6 })
      y += 8
    } else if (line.kind === "text") write(line.words, line)
    else if (line.kind === "pair") write(`${line.label} : ${line.words}`, line)
  }
  const document = await PDFDocument.create({ updateMetadata: false })
  const { context } = document
  const page = document.addPage([pageWidth, pageHeight])
  const resources = context.register(context.obj({ Font: await embedAll(document, [paper]) }))
  page.node.set(PDFName.of("Contents"), streamOf(document, paper, context.obj({})))
  page.node.set(PDFName.of("Resources"), resources)
  return document.save(saving)
}
