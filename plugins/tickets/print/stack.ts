import { capitals, type FittedText } from "./fit-text.ts"
import type { Colour, Paper } from "./paper.ts"
import { leftBearing } from "./set-text.ts"

/** A block of text in a column; `gap` is the space above it in points, from baseline to the top of capitals. */
export interface Layer {
  text: FittedText
  colour: Colour
  gap: number
}

function heightOf({ lines, size }: FittedText): number {
  const last = lines.at(-1)
  return last ? last.offset + size * capitals : 0
}

/** From the top of the first capitals to the last baseline. Empty texts take no room, nor does the first gap. */
export function stackHeight(layers: Layer[]): number {
  const filled = layers.filter(({ text }) => text.lines.length > 0)
  return filled.reduce((sum, { text, gap }, index) => sum + heightOf(text) + (index > 0 ? gap : 0), 0)
}

/** From this size on the eye sees that a letter does not quite touch the margin. */
const display = 20

/** Writes the layers downwards from `top`. Gives the last baseline. */
export function drawStack(paper: Paper, layers: Layer[], x: number, top: number): number {
  let y = top
  for (const { text, colour, gap } of layers) {
    if (text.lines.length === 0) continue
    if (y !== top) y += gap
    const { face, size, tracking } = text
    for (const line of text.lines) {
      const shift = size >= display ? leftBearing(line.words, face) * size : 0
      paper.write(line.words, x - shift, y + size * capitals + line.offset, { face, size, tracking, colour })
    }
    y += heightOf(text)
  }
  return y
}
