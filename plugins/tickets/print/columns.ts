import { fitText, type TextBox } from "./fit-text.ts"
import { grey, ink } from "./palette.ts"
import { pageHeight, pageWidth } from "./paper.ts"
import type { Layer } from "./stack.ts"

/** The text columns of the four quarters, in points: the same margins in each, so that they align across the folds. */
export const column = {
  width: 229.6,
  left: 34,
  right: pageWidth / 2 + 34,
  top: 38,
  lowerTop: pageHeight / 2 + 38,
  lowerBottom: pageHeight - 36,
}

const body: TextBox = {
  face: "text",
  sizes: [8.8, 8.2, 7.6, 7],
  width: column.width,
  height: 36,
  leading: 1.36,
  balanced: 0.75,
}

export function heading(words: string, gap = 0): Layer {
  return {
    text: fitText(words, { ...body, face: "italic", sizes: [16], leading: 1.2 }),
    colour: ink,
    gap,
  }
}

/** Running text. Nothing to say takes no room. */
export function running(words: string | null | undefined, gap: number, box?: Partial<TextBox>): Layer {
  return { text: fitText(words ?? "", { ...body, ...box }), colour: box?.face === "strong" ? ink : grey, gap }
}
