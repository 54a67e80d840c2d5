import { clean, type Setting, widthInEm, widthOf } from "./set-text.ts"
import type { Face } from "./typeface.ts"

/** Height of the capitals of both families, in em: a box of text is measured from their top to the last baseline. */
export const capitals = 0.655

/** What may depend on the size of the text. */
type BySize = number | ((size: number) => number)

function at(size: number, value: BySize): number {
  return typeof value === "number" ? value : value(size)
}

/** A box to set text in. Lengths in points. */
export interface TextBox {
  face: Face
  /** The one wished for first. */
  sizes: readonly number[]
  width: number
  height: BySize
  /** Baseline to baseline, in em. */
  leading: BySize
  /** More space between paragraphs, in em. */
  paragraphGap?: number
  tracking?: number
  /** Evens the lines, down to this share of the width: no lone word on the last one. */
  balanced?: number
}

export interface FittedText {
  face: Face
  size: number
  tracking?: number
  /** `offset` is the distance from the first baseline, in points. */
  lines: { words: string; offset: number }[]
  /** False when words were broken or cut to fit. */
  whole: boolean
}

/**
 * Sets text in a box: the largest of `sizes` at which all of it fits without breaking a word. At the last size words
 * break where they must, and what still has no room is cut with an ellipsis: nothing ever leaves the box.
 */
export function fitText(words: string, box: TextBox): FittedText {
  const { face, tracking } = box
  const paragraphs = words
    .split(/\r\n?|\n/)
    .map(clean)
    .filter(Boolean)
    .map((paragraph) => measured(paragraph, face, tracking))
  for (const size of box.sizes) {
    const filled = paragraphs.map((pieces) => fill(pieces, box.width / size, box))
    const lines = spaced(
      filled.map((paragraph) => paragraph.lines),
      size,
      box,
    )
    if (filled.every((paragraph) => !paragraph.broken) && tall(lines, size) <= at(size, box.height) + 0.01) {
      if (!box.balanced) return { face, tracking, size, lines, whole: true }
      const even = paragraphs.map((pieces) => balance(pieces, box.width / size, box))
      return { face, tracking, size, lines: spaced(even, size, box), whole: true }
    }
    if (size === box.sizes.at(-1)) {
      return { face, tracking, size, lines: cut(lines, { face, tracking, size }, box), whole: false }
    }
  }
  throw new RangeError("a text box needs a size")
}

/** One line that fits: the largest of `sizes` that does, else cut with an ellipsis at the smallest. */
export function fitLine(words: string, face: Face, sizes: readonly number[], width: number): FittedText {
  return fitText(clean(words), { face, sizes, width, height: 0, leading: 1 })
}

interface Piece {
  words: string
  /** Widths in em, with and without the space after it. */
  full: number
  bare: number
}

/**
 * A line may end at a space or after a hyphen inside a word; not after a lone letter or a number that belongs to what
 * follows ("à la", "1 place"), nor before a dash or the number that ends a phrase ("rang 4, place 12").
 */
const breaks =
  /(?<= )(?<!(?:^|[\s’'(])(?:\p{L}|\p{N}{1,5}) )(?![–—-] |\p{N}{1,4}(?:[,.;)]|$))|(?<=\p{Ll}[-–—/])(?=\p{L})/u

function measured(words: string, face: Face, tracking = 0): Piece[] {
  const space = widthInEm(" ", face, tracking)
  return words.split(breaks).map((piece) => {
    const bare = widthInEm(piece.trimEnd(), face, tracking)
    return { words: piece, bare, full: piece.endsWith(" ") ? bare + space : bare }
  })
}

/** Fills lines of `room` em, one after another. A piece wider than a line alone has to be broken. */
function fill(
  pieces: Piece[],
  room: number,
  { face, tracking }: TextBox,
): { lines: string[]; broken: boolean } {
  const lines: string[] = []
  let line = ""
  let width = 0
  let broken = false
  const add = (words: string, bare: number, full: number) => {
    if (line !== "" && width + bare > room) {
      lines.push(line.trimEnd())
      line = ""
      width = 0
    }
    line += words
    width += full
  }
  for (const { words, bare, full } of pieces) {
    if (bare <= room) {
      add(words, bare, full)
      continue
    }
    broken = true
    for (const letter of words) {
      const advance = widthInEm(letter, face, tracking)
      add(letter, advance, advance)
    }
  }
  if (line.trim() !== "") lines.push(line.trimEnd())
  return { lines, broken }
}

/** The narrowest setting that has as many lines. */
function balance(pieces: Piece[], room: number, box: TextBox): string[] {
  let best = fill(pieces, room, box).lines
  let low = room * (box.balanced ?? 1)
  let high = room
  for (let step = 0; step < 7 && best.length > 1; step++) {
    const middle = (low + high) / 2
    const { lines, broken } = fill(pieces, middle, box)
    if (lines.length <= best.length && !broken) {
      best = lines
      high = middle
    } else low = middle
  }
  return best
}

function spaced(paragraphs: string[][], size: number, box: TextBox): FittedText["lines"] {
  const leading = at(size, box.leading)
  let offset = 0
  return paragraphs.flatMap((lines, paragraph) =>
    lines.map((words, index) => {
      if (index > 0) offset += leading * size
      else if (paragraph > 0) offset += (leading + (box.paragraphGap ?? 0)) * size
      return { words, offset }
    }),
  )
}

function tall(lines: FittedText["lines"], size: number): number {
  return lines.length > 1 ? (lines.at(-1)?.offset ?? 0) + size * capitals : 0
}

function cut(lines: FittedText["lines"], setting: Setting, box: TextBox): FittedText["lines"] {
  const height = at(setting.size, box.height) + 0.01
  const kept = lines.filter(({ offset }) => offset === 0 || offset + setting.size * capitals <= height)
  const last = kept.at(-1)
  if (!last || kept.length === lines.length) return lines
  let letters = [...last.words]
  const shortened = () => `${letters.join("").replace(/[\s.,;:]+$/, "")}…`
  while (letters.length > 0 && widthOf(shortened(), setting) > box.width) letters = letters.slice(0, -1)
  return [...kept.slice(0, -1), { ...last, words: shortened() }]
}
