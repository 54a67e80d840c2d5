/** A paper as it came out of a receipt printer. */
export interface ReadPaper {
  text: string
  /** What its QR codes hold. */
  codes: string[]
  /** Words in white on black. */
  marks: string[]
  cut: boolean
}

/** Epson's numbers of the tables of letters, as far as the tests need them. */
const tables: Record<number, string> = {
  0: "ibm437",
  16: "windows-1252",
  17: "ibm866",
  45: "windows-1250",
  47: "windows-1253",
}

const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

/**
 * Reads the bytes of a receipt printer back, by Epson's reference of ESC/POS and not by the code that wrote them.
 * @throws at a command it does not know: nothing unexpected is sent to printers
 */
export function readEscpos(bytes: Uint8Array): ReadPaper[] {
  const papers: ReadPaper[] = []
  let paper: ReadPaper = { text: "", codes: [], marks: [], cut: false }
  let table = 0
  let inverted = false
  let stored = ""
  let at = 0
  let mark = ""
  const next = () => {
    const byte = bytes[at++]
    if (byte === undefined) throw new Error("a command is cut short")
    return byte
  }
  while (at < bytes.length) {
    const byte = next()
    if (byte === 0x0a || byte === 0x0d) {
      if (byte === 0x0a) paper.text += "\n"
    } else if (byte === 0x10) at += 2
    else if (byte === 0x1c) at += 1
    else if (byte === 0x1b) {
      const command = String.fromCharCode(next())
      if (command === "@") [table, inverted] = [0, false]
      else if (command === "t") table = next()
      else if ("MEaGdJ3-!".includes(command)) next()
      else if (command !== "2") throw new Error(`ESC ${command}`)
    } else if (byte === 0x1d) {
      const command = String.fromCharCode(next())
      if (command === "B") {
        const on = (next() & 1) === 1
        if (inverted && !on) paper.marks.push(mark.trim())
        mark = ""
        inverted = on
      } else if ("!ra".includes(command)) next()
      else if (command === "V") {
        const how = next()
        if (how >= 65) next()
        papers.push({ ...paper, cut: true })
        paper = { text: "", codes: [], marks: [], cut: false }
      } else if (command === "(") {
        if (next() !== 0x6b) throw new Error("GS ( that is no QR code")
        const length = next() + next() * 256
        const data = bytes.subarray(at, at + length)
        at += length
        if (data[0] === 0x31 && data[1] === 0x50) stored = Buffer.from(data.subarray(3)).toString("latin1")
        if (data[0] === 0x31 && data[1] === 0x51) paper.codes.push(stored)
      } else throw new Error(`GS ${command}`)
    } else if (byte < 0x20) throw new Error(`the control character ${byte}`)
    else {
      const letter = letterOf(byte, table)
      paper.text += letter
      if (inverted) mark += letter
    }
  }
  if (paper.text.trim() !== "" || paper.codes.length > 0) papers.push(paper)
  return papers
}

function letterOf(byte: number, table: number): string {
  if (byte < 0x80) return String.fromCharCode(byte)
  const name = tables[table]
  if (!name) throw new Error(`the table of letters ${table}`)
  // Node has no table 437, of which rules alone are drawn, and forgets what Windows put in the place of control codes.
  if (name === "ibm437") return "─"
  if (name === "windows-1252" && byte < 0xa0) return windows[byte - 0x80] ?? ""
  return new TextDecoder(name).decode(Uint8Array.of(byte))
}
