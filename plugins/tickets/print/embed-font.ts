import { type PDFContext, PDFName, PDFRawStream, type PDFRef, PDFString } from "pdf-lib"
import type { FontPart } from "./font-part.ts"
import type { FontProgram } from "./font-program.ts"
import { PreparedObject } from "./prepared-object.ts"

/** Symbolic (the glyphs are reached by number), and italic where it leans: ISO 32000-1, table 123. */
const flags = { symbolic: 4, italic: 64 }

const adobeIdentity = {
  Registry: PDFString.of("Adobe"),
  Ordering: PDFString.of("Identity"),
  Supplement: 0,
}

/**
 * Puts a font part in a document as a composite font (ISO 32000-1, 9.7) whose codes are its glyph numbers.
 * All that is heavy was made before: this adds six small objects that point to it.
 */
export async function embedFont(context: PDFContext, part: FontPart): Promise<PDFRef> {
  const program = await part.program()
  const name = PDFName.of(`PARTRR+${program.postscriptName}-${part.name}`)
  const file = PDFRawStream.of(
    context.obj({ Length1: program.fileLength, Filter: "FlateDecode" }),
    program.file,
  )
  const descriptor = context.obj({
    Type: "FontDescriptor",
    FontName: name,
    Flags: flags.symbolic | (program.italicAngle === 0 ? 0 : flags.italic),
    FontBBox: program.box,
    ItalicAngle: program.italicAngle,
    Ascent: program.ascent,
    Descent: program.descent,
    CapHeight: program.capHeight,
    StemV: 80,
    FontFile2: context.register(file),
  })
  const cidFont = context.obj({
    Type: "Font",
    Subtype: "CIDFontType2",
    BaseFont: name,
    CIDSystemInfo: adobeIdentity,
    FontDescriptor: context.register(descriptor),
    CIDToGIDMap: "Identity",
    W: context.register(widthsOf(program)),
  })
  const toUnicode = PDFRawStream.of(context.obj({ Filter: "FlateDecode" }), program.toUnicode)
  return context.register(
    context.obj({
      Type: "Font",
      Subtype: "Type0",
      BaseFont: name,
      Encoding: "Identity-H",
      DescendantFonts: [context.register(cidFont)],
      ToUnicode: context.register(toUnicode),
    }),
  )
}

const widths = new WeakMap<FontProgram, PreparedObject>()

function widthsOf(program: FontProgram): PreparedObject {
  let prepared = widths.get(program)
  if (!prepared) {
    prepared = new PreparedObject(`[0 [${program.widths.join(" ")}]]`)
    widths.set(program, prepared)
  }
  return prepared
}
