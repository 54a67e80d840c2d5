import { promisify } from "node:util"
import { deflate } from "node:zlib"
import type { Font, Subset } from "@pdf-lib/fontkit"

const deflated = promisify(deflate)

/** What a PDF embeds of a part: made once in the life of the process, the same bytes in every document. */
export interface FontProgram {
  postscriptName: string
  italicAngle: number
  ascent: number
  descent: number
  capHeight: number
  box: [number, number, number, number]
  /** TrueType, deflated. */
  file: Uint8Array
  fileLength: number
  /** Advances by glyph number. */
  widths: number[]
  /** ToUnicode CMap, deflated. */
  toUnicode: Uint8Array
}

interface ProgramGlyph {
  id: number
  advance: number
  text: string
}

/** Writes the glyphs that `subset` holds. */
export async function makeProgram(font: Font, subset: Subset, glyphs: ProgramGlyph[]): Promise<FontProgram> {
  const file = await encoded(subset)
  const perMille = 1000 / font.unitsPerEm
  const { minX, minY, maxX, maxY } = font.bbox
  const widths: number[] = []
  for (const { id, advance } of glyphs) widths[id] = advance
  return {
    postscriptName: (font.postscriptName ?? "Font").replace(/[^A-Za-z0-9-]/g, ""),
    italicAngle: font.italicAngle,
    ascent: font.ascent * perMille,
    descent: font.descent * perMille,
    capHeight: font.capHeight * perMille,
    box: [minX * perMille, minY * perMille, maxX * perMille, maxY * perMille],
    file: await deflated(file, { level: 9 }),
    fileLength: file.length,
    // Pieces of composite glyphs have a number but are never shown.
    widths: Array.from(widths, (width) => width ?? 0),
    toUnicode: await deflated(toUnicode(glyphs), { level: 9 }),
  }
}

function encoded(subset: Subset): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    subset
      .encodeStream()
      .on("data", (chunk) => chunks.push(chunk))
      .on("end", () => resolve(Buffer.concat(chunks)))
  })
}

/** The CMap (ISO 32000-1, 9.10.3) that lets readers copy, search and speak the text. */
function toUnicode(glyphs: ProgramGlyph[]): string {
  const texts = new Map<number, string>()
  // Characters that share a drawing (μ and µ, hyphen and soft hyphen) read back as the first, the common one.
  for (const { id, text } of glyphs) if (!texts.has(id)) texts.set(id, text)
  const entries = [...texts].map(([id, text]) => {
    const utf16 = Buffer.from(text, "utf16le").swap16().toString("hex")
    return `<${id.toString(16).padStart(4, "0")}> <${utf16}>`
  })
  const blocks: string[] = []
  for (let from = 0; from < entries.length; from += 100) {
    const block = entries.slice(from, from + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join("\n")}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
}
