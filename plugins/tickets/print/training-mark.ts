import type { Colour, Paper } from "./paper.ts"
import { pageWidth } from "./paper.ts"
import { widthOf } from "./set-text.ts"

/** The words of the French rules on training; the same in every language, as an inspector looks for them. */
export const trainingMark = "FACTICE – simulation"

const height = 18
const band: Colour = [0.1, 0.09, 0.08]
const letters: Colour = [1, 1, 1]
const ink = { face: "strong", size: 9.5, tracking: 0.06, colour: letters } as const

/** A dark band across the page, the words in each half: no part of a folded page is without. */
export function drawTrainingMark(paper: Paper, top: number): void {
  paper.fill([[0, top, pageWidth, height]], band)
  const half = widthOf(trainingMark, ink) / 2
  for (const at of [pageWidth / 4, (pageWidth * 3) / 4]) paper.write(trainingMark, at - half, top + 12.5, ink)
}
