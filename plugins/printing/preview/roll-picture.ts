import { create } from "qrcode"
import { pictureOf, type Shape } from "./shapes.ts"

/** The box of a letter in the two fonts of a receipt printer, in dots of 203 an inch. */
const cells = { A: { width: 12, height: 24 }, B: { width: 9, height: 17 } } as const
const lineGap = 6

interface Run {
  words: string
  font: keyof typeof cells
  wide: number
  high: number
  strong: boolean
  inverted: boolean
}

/**
 * What comes out of a receipt printer that is sent these bytes, as a picture: it is read from the very commands that are
 * printed, so that what is shown is what comes out. Understands what escpos.ts sends, on printers that follow Epson.
 */
export function rollPicture(bytes: Uint8Array, columns: number): string {
  const width = columns * cells.A.width
  const margin = 24
  const shapes: Shape[] = []
  let y = margin
  let runs: Run[] = []
  let table = 0
  let align = 0
  const style = { font: "A" as Run["font"], wide: 1, high: 1, strong: false, inverted: false }
  let stored = ""
  let side = 6
  const endLine = () => {
    const high = Math.max(cells.A.height, ...runs.map(({ font, high }) => cells[font].height * high))
    const wide = runs.reduce((sum, { words, font, wide }) => sum + words.length * cells[font].width * wide, 0)
    let x = margin + Math.round(((width - wide) * align) / 2)
    for (const { words, font, wide, high: times, strong, inverted } of runs) {
      const cell = { width: cells[font].width * wide, height: cells[font].height * times }
      shapes.push({
        ...{ kind: "text", words, x, y: y + high - cell.height, ...cell, strong, inverted },
      })
      x += words.length * cell.width
    }
    y += high + lineGap
    runs = []
  }
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at++] ?? 0
    const next = () => bytes[at++] ?? 0
    if (byte === 0x0a) endLine()
    else if (byte === 0x1b) {
      const command = String.fromCharCode(next())
      if (command === "@") continue
      const value = next()
      if (command === "t") table = value
      else if (command === "a") align = value % 48
      else if (command === "E") style.strong = (value & 1) === 1
      else if (command === "M") style.font = value % 48 === 1 ? "B" : "A"
    } else if (byte === 0x1d) {
      const command = String.fromCharCode(next())
      if (command === "!") {
        const value = next()
        style.wide = (value >> 4) + 1
        style.high = (value & 15) + 1
      } else if (command === "B") style.inverted = (next() & 1) === 1
      else if (command === "V") next()
      else if (command === "(") {
        next()
        const length = next() + next() * 256
        const data = bytes.subarray(at, at + length)
        at += length
        if (data[1] === 0x43) side = data[2] ?? side
        else if (data[1] === 0x50) stored = Buffer.from(data.subarray(3)).toString("latin1")
        else if (data[1] === 0x51) {
          const { modules } = create(stored, { errorCorrectionLevel: "M" })
          const size = modules.size * side
          const x = margin + Math.round(((width - size) * align) / 2)
          shapes.push({ kind: "code", x, y, unit: side, modules })
          y += size + lineGap
        }
      } else next()
    } else if (byte === 0x1c) next()
    else if (byte >= 0x20) {
      const words = letterOf(byte, table)
      const last = runs.at(-1)
      const same =
        last && last.font === style.font && last.wide === style.wide && last.strong === style.strong
      if (same && last.inverted === style.inverted && last.high === style.high) last.words += words
      else runs.push({ words, ...style })
    }
  }
  return pictureOf(shapes, width + 2 * margin, y + margin)
}

const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
const tables: Record<number, string> = { 17: "ibm866", 45: "windows-1250", 47: "windows-1253" }

function letterOf(byte: number, table: number): string {
  if (byte < 0x80) return String.fromCharCode(byte)
  // Rules are drawn with the lines of the first table.
  if (table === 0) return "─"
  if (table === 16) return byte < 0xa0 ? (windows[byte - 0x80] ?? "") : String.fromCharCode(byte)
  return new TextDecoder(tables[table] ?? "windows-1252").decode(Uint8Array.of(byte))
}
