import { deflateSync } from "node:zlib"
import { type PDFDict, type PDFDocument, PDFName, PDFRawStream, type PDFRef } from "pdf-lib"
import { embedFont } from "./embed-font.ts"
import type { FontPart } from "./font-part.ts"
import type { PdfPaper } from "./pdf-paper.ts"

/** The fonts that papers name, in one dictionary for all of their pages. */
export async function embedAll(document: PDFDocument, papers: readonly PdfPaper[]): Promise<PDFRef> {
  const named: Record<string, PDFRef> = {}
  const parts = new Set<FontPart>(papers.flatMap((paper) => [...paper.fonts]))
  for (const part of parts) named[part.name] = await embedFont(document.context, part)
  return document.context.register(document.context.obj(named))
}

/** What a paper holds, compressed, under the properties given. */
export function streamOf(document: PDFDocument, paper: PdfPaper, dict: PDFDict): PDFRef {
  dict.set(PDFName.of("Filter"), PDFName.of("FlateDecode"))
  return document.context.register(PDFRawStream.of(dict, deflateSync(paper.contents())))
}

/** The same document gives the same bytes. */
export const saving = {
  useObjectStreams: false,
  addDefaultPage: false,
  updateFieldAppearances: false,
  objectsPerTick: Number.POSITIVE_INFINITY,
}
