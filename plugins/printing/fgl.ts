import { create } from "qrcode"
import { flow, type PlacedLine } from "./fgl-flow.ts"
import { plainText } from "./plain-text.ts"
import type { Slip } from "./slip.ts"
import { texts } from "./texts.ts"

export interface FglStock {
  widthMm: number
  lengthMm: number
  dpi: number
  /** The table of letters of its fonts; "ascii": letters lose their accents. */
  letters: "cp437" | "cp850" | "windows1252" | "ascii"
}

/**
 * A font that every Boca printer has, and the box of a letter in it, in dots. FGL's own names: `<F9>` and `<F3>`, stretched
 * by `<HWheight,width>`.
 */
export interface FglFont {
  name: string
  scale: number
  /** From one letter to the next, and from one line to the next. */
  width: number
  height: number
}

/** Writes the letters of a table as bytes; null: without accents. */
type Encode = ((words: string) => Uint8Array) | null

/** White at the edges, in millimetres: stock is never cut to the dot. */
const marginMm = 2
/** A module of the code is half a millimetre wide. */
const moduleMm = 0.5

/**
 * Puts a paper in FGL, the language of Boca's ticket printers. What is used of it, all of it in every version since FGL22:
 *
 * | command           | what it does                                                            |
 * |-------------------|-------------------------------------------------------------------------|
 * | `<NR>`            | text runs along the ticket                                              |
 * | `<RCrow,column>`  | where the next thing begins, in dots from the upper left corner         |
 * | `<F3>`, `<F9>`    | a resident font of 17 × 31 dots, of 13 × 20                             |
 * | `<HWh,w>`         | each letter as many times higher and wider                              |
 * | `<BSw,h>`         | the box of a letter, so that lines are as wide as was reckoned          |
 * | `<EI>`, `<DI>`    | white on black, and no more                                             |
 * | `<gN>`            | N hexadecimal digits of dots: columns of eight, the uppermost bit first |
 * | `<p>`             | print it and cut it off                                                 |
 *
 * The QR code is drawn in dots, so that old printers without one of their own print it too. Text can't hold "<", ">" or "~",
 * which mean something to the printer.
 * @throws RangeError when what must be said finds no room on the stock
 */
export async function fglEncoder(stock: FglStock): Promise<(slip: Slip) => Uint8Array> {
  const { default: Tables } = await import("@point-of-sale/codepage-encoder")
  const { letters } = stock
  const encode = letters === "ascii" ? null : (words: string) => Tables.encode(words, letters)
  return (slip) => fglPaper(slip, stock, encode)
}

function fglPaper(slip: Slip, stock: FglStock, encode: Encode): Uint8Array {
  const dots = (mm: number) => Math.round((mm * stock.dpi) / 25.4)
  const margin = dots(marginMm)
  const [width, height] = [dots(stock.lengthMm) - 2 * margin, dots(stock.widthMm) - 2 * margin]
  const code = slip.lines.find((line) => line.kind === "code")
  const qr = code && qrDots(code.code, Math.max(2, Math.round(dots(moduleMm))))
  // Four modules stay white around it.
  const left = qr ? qr.side + 4 * qr.unit : 0
  const marks = [...slip.marks, ...(slip.doubtful ? [texts[slip.locale].paper.doubtful] : [])]
  // Its fonts have so many dots whatever their size: at 600 an inch they would be half as high.
  const scale = stock.dpi >= 600 ? 2 : 1
  const lines = flow(slip, marks.map(say), { width: width - left, height, scale, say })
  const parts: Uint8Array[] = [ascii("<NR>")]
  for (const line of lines)
    parts.push(...textAt(line, { row: margin + line.row, column: margin + left + line.column }, encode))
  if (qr) parts.push(...drawnAt(qr, margin + Math.max(0, Math.floor((height - qr.side) / 2)), margin))
  parts.push(ascii("<p>"))
  return Buffer.concat(parts)
}

function say(words: string): string {
  return plainText(words)
    .replace(/</g, "(")
    .replace(/>/g, ")")
    .replace(/~/g, "-")
    .replace(/€/g, "EUR")
    .replace(/œ/g, "oe")
    .replace(/Œ/g, "OE")
    .replace(/[–—]/g, "-")
    .replace(/…/g, "...")
    .replace(/[“”]/g, '"')
}

function textAt(
  { words, font, inverted }: PlacedLine,
  at: { row: number; column: number },
  encode: Encode,
): Uint8Array[] {
  const { name, scale, width, height } = font
  const box = `<BS${Math.round(width / scale)},${Math.round(height / scale)}>`
  const head = `<${name}><HW${scale},${scale}>${box}<RC${at.row},${at.column}>`
  return [ascii(`${head}${inverted ? "<EI>" : ""}`), encoded(words, encode), ascii(inverted ? "<DI>" : "")]
}

/** A letter that the table lacks is better without its accent than a question mark. */
function encoded(words: string, encode: Encode): Uint8Array {
  return Buffer.concat(
    [...words].map((letter) => {
      const bytes = encode?.(letter)
      if (bytes && (bytes[0] !== 0x3f || letter === "?")) return bytes
      const base = letter.normalize("NFD").charAt(0)
      return ascii(/[ -~]/.test(base) ? base : "?")
    }),
  )
}

interface Dots {
  side: number
  unit: number
  at(row: number, column: number): boolean
}

function qrDots(code: string, unit: number): Dots {
  const { modules } = create([{ data: code, mode: "alphanumeric" }], { errorCorrectionLevel: "M" })
  return {
    ...{ side: modules.size * unit, unit },
    at: (row, column) => Boolean(modules.get(Math.floor(row / unit), Math.floor(column / unit))),
  }
}

/** Strips of eight rows, each byte a column of it. */
function drawnAt({ side, at }: Dots, row: number, column: number): Uint8Array[] {
  const strips: Uint8Array[] = []
  for (let top = 0; top < side; top += 8) {
    let digits = ""
    for (let x = 0; x < side; x++) {
      let byte = 0
      for (let bit = 0; bit < 8; bit++) if (top + bit < side && at(top + bit, x)) byte |= 0x80 >> bit
      digits += byte.toString(16).padStart(2, "0").toUpperCase()
    }
    strips.push(ascii(`<RC${row + top},${column}><g${digits.length}>${digits}`))
  }
  return strips
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, "latin1")
}
