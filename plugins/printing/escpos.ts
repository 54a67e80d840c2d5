import type ReceiptPrinterEncoder from "@point-of-sale/receipt-printer-encoder"
import { plainText } from "./plain-text.ts"
import type { RollFamily } from "./printer.ts"
import type { Slip, SlipLine, SlipSize } from "./slip.ts"
import type { Manners } from "./talk.ts"
import { texts } from "./texts.ts"
import { wrap } from "./wrap.ts"

const sizes: Record<SlipSize, number> = { small: 1, normal: 1, large: 2, huge: 3 }

/** The letters of French and its neighbours are in the first; the others are asked of printers that have them all. */
const tables = ["windows1252"] as const
const moreTables = ["windows1250", "cp866", "windows1253"] as const

/** Puts papers in ESC/POS, the language of receipt printers. The library is loaded when something is printed. */
export async function escposEncoder(printer: { columns: number; family: RollFamily }) {
  const { default: Encoder } = await import("@point-of-sale/receipt-printer-encoder")
  return (slip: Slip): Uint8Array => {
    const paper = new Encoder({
      language: "esc-pos",
      columns: printer.columns,
      codepageMapping: printer.family,
      codepageCandidates: [...tables, ...(printer.family === "epson" ? moreTables : [])],
      errors: "relaxed",
      feedBeforeCut: 4,
    })
    paper.initialize().codepage("auto")
    const marks = [...slip.marks, ...(slip.doubtful ? [texts[slip.locale].paper.doubtful] : [])]
    for (const mark of marks)
      paper
        .align("center")
        .bold(true)
        .invert(true)
        .line(` ${plainText(mark)} `)
        .invert(false)
        .bold(false)
    for (const line of slip.lines) write(paper, line, printer.columns)
    return paper.cut("partial").encode()
  }
}

function write(paper: ReceiptPrinterEncoder, line: SlipLine, columns: number): void {
  if (line.kind === "rule") {
    paper.align("left").rule({ style: "single" })
    return
  }
  if (line.kind === "code") {
    // 41 modules of 5 or 6 dots: an inch and more, within the narrowest rolls.
    paper
      .align("center")
      .qrcode(line.code, { model: 2, size: columns < 40 ? 5 : 6, errorlevel: "m" })
      .align("left")
    return
  }
  const scale = sizes[line.size ?? "normal"]
  const strong = line.strong === true
  const room = Math.floor(columns / scale)
  const words = line.words.split("\n").flatMap((one) => wrap(plainText(one), room))
  if (line.kind === "pair") {
    const label = `${plainText(line.label)} : `
    paper.align("left")
    if (scale === 1 && label.length + (words[0]?.length ?? 0) <= columns) paper.text(label)
    else paper.line(label.trimEnd())
  } else paper.align(line.centred ? "center" : "left")
  const small = line.size === "small" && line.kind === "text"
  if (small) paper.font("B")
  paper.size(scale, scale).bold(strong)
  for (const one of words) paper.line(one)
  paper.size(1, 1).bold(false)
  if (small) paper.font("A")
}

/** "How are you?" (DLE EOT 2, after the reports it makes by itself are turned off), and "tell me once all that is out" (GS r 1). */
export const escposManners: Manners = {
  greeting: Uint8Array.of(0x1d, 0x61, 0, 0x10, 0x04, 2),
  closing: Uint8Array.of(0x1d, 0x72, 1),
  read(answer) {
    // An answer to DLE EOT has its bits 1 and 4 set, and 0 and 7 not; one to GS r has neither 4 nor 7.
    if ((answer & 0x93) === 0x12) {
      if (answer & 0x04) return "cover_open"
      if (answer & 0x20) return "no_paper"
      return answer & 0x40 ? "out_of_order" : "fine"
    }
    return (answer & 0x90) === 0 ? "fine" : undefined
  },
}
