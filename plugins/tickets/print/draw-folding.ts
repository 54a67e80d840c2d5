import type { Locale } from "../../../templates/locale.ts"
import { column, running } from "./columns.ts"
import { faint, grey, ink, tint } from "./palette.ts"
import { type Paper, pageHeight, pageWidth, type Rectangle } from "./paper.ts"
import { texts } from "./sheet-texts.ts"
import { drawStack } from "./stack.ts"

const mark = { colour: faint, width: 0.5 }
const fold = { colour: grey, width: 0.6, dashed: true }
const edge = { colour: grey, width: 0.6 }
const sheetSize = { width: 25.4, height: 36 }

/** Ticks at the edges and a small cross in the middle show where the page folds to A6. */
export function drawFoldMarks(paper: Paper): void {
  const [x, y] = [pageWidth / 2, pageHeight / 2]
  paper.line([x, 0], [x, 22], mark)
  paper.line([x, pageHeight - 22], [x, pageHeight], mark)
  paper.line([0, y], [22, y], mark)
  paper.line([pageWidth - 22, y], [pageWidth, y], mark)
  paper.line([x - 4, y], [x + 4, y], mark)
  paper.line([x, y - 4], [x, y + 4], mark)
}

/** Three small sheets show the two folds, what goes behind shaded, and what remains in front. */
export function drawFolding(paper: Paper, locale: Locale, left: number, top: number): void {
  const t = texts[locale]
  const { width, height } = sheetSize
  const step = column.width / 3
  drawStack(paper, [running(t.folding, 0, { face: "strong", sizes: [8.2] })], left, top)
  const sheetTop = top + 15
  const sheets = [
    { caption: t.foldBack, size: [width, height], behind: [0, height / 2, width, height / 2] },
    { caption: t.foldAgain, size: [width, height / 2], behind: [width / 2, 0, width / 2, height / 2] },
    { caption: t.folded, size: [width / 2, height / 2], behind: undefined },
  ] as const
  for (const [index, { caption, size, behind }] of sheets.entries()) {
    const x = left + index * step
    if (behind) {
      const [fromX, fromY, wide, high] = behind
      paper.fill([[x + fromX, sheetTop + fromY, wide, high]], tint)
      const end = fromY > 0 ? [x + wide, sheetTop + fromY] : [x + fromX, sheetTop + high]
      paper.line([x + fromX, sheetTop + fromY], [end[0] ?? x, end[1] ?? sheetTop], fold)
    }
    outline(paper, [x, sheetTop, ...size])
    paper.fill([[x + 2.6, sheetTop + height / 2 - 8.4, 5.8, 5.8]], ink)
    const room = { width: step - 6, sizes: [7.2, 6.6, 6], height: 16, leading: 1.2 }
    drawStack(paper, [running(caption, 0, room)], x, sheetTop + height + 8)
  }
}

function outline(paper: Paper, [x, y, width, height]: Rectangle): void {
  const corners = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as const
  for (const [index, corner] of corners.entries()) {
    paper.line(corner, corners[(index + 1) % 4] ?? corner, edge)
  }
}
