import type { FglFont } from "./fgl.ts"
import type { Slip, SlipLine, SlipSize } from "./slip.ts"
import { wrap } from "./wrap.ts"

/** A line of text in its place, in dots from the upper left corner of the room. */
export interface PlacedLine {
  words: string
  font: FglFont
  inverted: boolean
  row: number
  column: number
}

interface Room {
  width: number
  height: number
  /** How many times larger letters are. */
  scale: number
  say(words: string): string
}

const small: FglFont = { name: "F9", scale: 1, width: 15, height: 25 }
const normal: FglFont = { name: "F3", scale: 1, width: 20, height: 37 }
const large: FglFont = { name: "F3", scale: 2, width: 40, height: 70 }
const smallDouble: FglFont = { name: "F9", scale: 2, width: 30, height: 46 }
const huge: FglFont = { name: "F3", scale: 3, width: 60, height: 104 }

/**
 * Smaller and smaller until all is there: one column, then two. What may be left out goes before what must be said gets
 * shorter than it is.
 */
const steps: { fonts: Record<SlipSize, FglFont>; columns: number; optional: boolean }[] = [
  { fonts: { small, normal, large, huge }, columns: 1, optional: true },
  { fonts: { small, normal, large, huge }, columns: 2, optional: true },
  { fonts: { small, normal, large: smallDouble, huge: large }, columns: 2, optional: true },
  { fonts: { small, normal: small, large: normal, huge: smallDouble }, columns: 2, optional: true },
  { fonts: { small, normal: small, large: small, huge: normal }, columns: 2, optional: true },
  { fonts: { small, normal: small, large: smallDouble, huge: large }, columns: 2, optional: false },
  { fonts: { small, normal: small, large: small, huge: small }, columns: 2, optional: false },
]

const gutter = 24

/** Places the lines of a paper in columns. @throws RangeError when what must be said finds no room */
export function flow(slip: Slip, marks: readonly string[], room: Room): PlacedLine[] {
  for (const step of steps) {
    const placed = place(slip, marks, room, step)
    if (placed) return placed
  }
  throw new RangeError("the stock is too small for what a ticket must say")
}

function place(
  slip: Slip,
  marks: readonly string[],
  { width, height, scale, say }: Room,
  { fonts, columns, optional }: (typeof steps)[number],
): PlacedLine[] | undefined {
  const columnWidth = Math.floor((width - (columns - 1) * gutter) / columns)
  const blocks = [
    ...marks.map((words) => ({ words: ` ${words} `, font: fonts.normal, inverted: true })),
    ...slip.lines.flatMap((line) => blockOf(line, fonts, optional, say)),
  ]
  const placed: PlacedLine[] = []
  let [column, row] = [0, 0]
  for (const { words, font: drawn, inverted } of blocks) {
    const font = {
      ...{ name: drawn.name, scale: drawn.scale * scale },
      ...{ width: drawn.width * scale, height: drawn.height * scale },
    }
    const room = Math.floor(columnWidth / font.width)
    if (room < 8) return undefined
    for (const line of wrap(words, room)) {
      if (row + font.height > height) {
        column += 1
        row = 0
        if (column === columns || font.height > height) return undefined
      }
      placed.push({ words: line, font, inverted, row, column: column * (columnWidth + gutter) })
      row += font.height
    }
  }
  return placed
}

function blockOf(
  line: SlipLine,
  fonts: Record<SlipSize, FglFont>,
  optional: boolean,
  say: (words: string) => string,
): { words: string; font: FglFont; inverted: boolean }[] {
  if (line.kind === "rule" || line.kind === "code" || (line.optional && !optional)) return []
  const font = fonts[line.size ?? "normal"]
  const label = line.kind === "pair" ? `${say(line.label)}: ` : ""
  return line.words.split("\n").map((words, index) => ({
    words: index === 0 ? label + say(words) : say(words),
    ...{ font, inverted: false },
  }))
}
