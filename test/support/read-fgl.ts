import jsqr from "jsqr"

export interface FglText {
  words: string
  row: number
  column: number
  /** In dots. */
  width: number
  height: number
  inverted: boolean
}

export interface FglTicket {
  texts: FglText[]
  /** What the code that is drawn in dots holds. */
  code: string | undefined
  /** The rows and columns beyond which nothing is drawn. */
  height: number
  width: number
}

const heights: Record<string, number> = { F3: 31, F9: 20 }

/**
 * Reads what a Boca printer is sent, by Boca's guide of FGL and not by the code that wrote it: texts with their places, and
 * the code drawn in dots, which a reader of QR codes has to make out.
 * @throws at a command it does not know
 */
export function readFgl(bytes: Uint8Array, table = "latin1"): FglTicket[] {
  const source = Buffer.from(bytes).toString("latin1")
  const tickets: FglTicket[] = []
  let texts: FglText[] = []
  let dots = new Map<string, true>()
  let [row, column, font, scale, box, inverted] = [0, 0, "F3", 1, [21, 34], false]
  let at = 0
  while (at < source.length) {
    if (source[at] !== "<") {
      const end = source.indexOf("<", at)
      const raw = source.slice(at, end < 0 ? undefined : end)
      at += raw.length
      const words = table === "latin1" ? raw : new TextDecoder(table).decode(Buffer.from(raw, "latin1"))
      const width = raw.length * (box[0] ?? 0) * scale
      texts.push({ words, row, column, width, height: (heights[font] ?? 0) * scale, inverted })
      continue
    }
    const end = source.indexOf(">", at)
    const command = source.slice(at + 1, end)
    at = end + 1
    const numbers = /^RC(\d+),(\d+)$/.exec(command) ?? /^BS(\d+),(\d+)$/.exec(command)
    if (command.startsWith("RC") && numbers) [row, column] = [Number(numbers[1]), Number(numbers[2])]
    else if (command.startsWith("BS") && numbers) box = [Number(numbers[1]), Number(numbers[2])]
    else if (/^HW(\d+),\1$/.test(command)) scale = Number(command.slice(2).split(",")[0])
    else if (command === "F3" || command === "F9") font = command
    else if (command === "EI" || command === "DI") inverted = command === "EI"
    else if (/^g\d+$/.test(command)) {
      const digits = source.slice(at, at + Number(command.slice(1)))
      at += digits.length
      if (!/^([0-9A-F]{2})+$/.test(digits)) throw new Error("dots that are no hexadecimal digits")
      for (let x = 0; x < digits.length / 2; x++)
        for (let bit = 0; bit < 8; bit++)
          if (Number.parseInt(digits.slice(2 * x, 2 * x + 2), 16) & (0x80 >> bit))
            dots.set(`${row + bit},${column + x}`, true)
    } else if (command === "p") {
      const places = [...dots.keys()].map((key) => key.split(",").map(Number) as [number, number])
      tickets.push({
        texts,
        code: readDots(places),
        height: most([...texts.map((one) => one.row + one.height), ...places.map(([y]) => y + 1)]),
        width: most([...texts.map((one) => one.column + one.width), ...places.map(([, x]) => x + 1)]),
      })
      texts = []
      dots = new Map()
    } else if (command !== "NR") throw new Error(`the command <${command}>`)
  }
  return tickets
}

/** There are more dots than a call takes arguments. */
function most(numbers: number[]): number {
  return numbers.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
}

function readDots(places: [number, number][]): string | undefined {
  if (places.length === 0) return undefined
  const margin = 24
  const top = -most(places.map(([y]) => -y)) - margin
  const left = -most(places.map(([, x]) => -x)) - margin
  const size = most(places.map(([y]) => y - top)) + margin + 1
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
  for (const [y, x] of places)
    pixels.fill(0, ((y - top) * size + x - left) * 4, ((y - top) * size + x - left) * 4 + 3)
  return jsqr.default(pixels, size, size)?.data
}
