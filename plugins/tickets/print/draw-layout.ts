import type { Layout, LayoutSize } from "../layout/layout.ts"
import { mandatoryFields, sayField } from "../ticket-fields.ts"
import type { PrintedTicket, TicketSheet } from "../ticket-sheet.ts"
import { drawQr } from "./draw-qr.ts"
import { capitals, type FittedText, fitText } from "./fit-text.ts"
import { accentOf, black, grey, ink } from "./palette.ts"
import type { Paper, Rectangle } from "./paper.ts"
import { texts } from "./sheet-texts.ts"
import { drawStack } from "./stack.ts"

/** The front quarter, in points: that of the page as it is by default. */
const left = 34
const width = 229.6
const top = 34
const bottom = 408
const qrSide = 107
const beside = 16

const faces: Record<LayoutSize, { size: number; plain: "text" | "title"; strong: "strong" | "title" }> = {
  small: { size: 7.4, plain: "text", strong: "strong" },
  normal: { size: 9.4, plain: "text", strong: "strong" },
  large: { size: 16, plain: "title", strong: "strong" },
  huge: { size: 30, plain: "title", strong: "title" },
}

/** Closer, then smaller and smaller, until all is there; what may be left out goes before anything is cut. */
const steps = [
  ...[1.9, 1.6, 1.3, 1].map((gap) => ({ scale: 1, gap, optional: true, cut: false })),
  ...[0.92, 0.85, 0.78, 0.7].map((scale) => ({ scale, gap: 1, optional: true, cut: false })),
  ...[0.85, 0.7, 0.6, 0.52, 0.45].map((scale) => ({ scale, gap: 0.8, optional: false, cut: false })),
  { scale: 0.45, gap: 0.7, optional: false, cut: true },
]

interface Placed {
  texts: { text: FittedText; x: number; y: number; label: boolean }[]
  rules: { y: number; x: number; width: number }[]
  qr: { x: number; y: number; side: number } | undefined
  logo: Rectangle | undefined
}

/**
 * Draws the front by a layout. Answers where the logo goes, for whoever has its picture; `logo` is its width over its height.
 */
export function drawLayout(
  paper: Paper,
  sheet: TicketSheet,
  ticket: PrintedTicket,
  layout: Layout,
  logo?: number,
): Rectangle | undefined {
  const placed = steps.map((step) => () => place(sheet, ticket, layout, logo, step))
  for (const attempt of placed) {
    const found = attempt()
    if (!found) continue
    const accent = accentOf(sheet.accent)
    paper.fill([[left, top - 12, width, 2.4]], accent)
    if (ticket.duplicate) {
      const words = texts[sheet.locale].duplicate.toLocaleUpperCase(sheet.locale)
      paper.write(words, left, top - 16, { face: "strong", size: 7.4, tracking: 0.09, colour: ink })
    }
    for (const { text, x, y, label } of found.texts)
      drawStack(paper, [{ text, colour: label ? grey : ink, gap: 0 }], x, y)
    for (const { x, y, width } of found.rules) paper.line([x, y], [x + width, y], { colour: ink, width: 0.5 })
    if (found.qr) drawQr(paper, ticket.code, found.qr.x, found.qr.y, found.qr.side, black)
    return found.logo
  }
  throw new Error("the last step cuts what is too long")
}

function place(
  sheet: TicketSheet,
  ticket: PrintedTicket,
  layout: Layout,
  logo: number | undefined,
  { scale, gap, optional, cut }: (typeof steps)[number],
): Placed | undefined {
  const said = { ...sheet, message: layout.message ?? null }
  const placed: Placed = { texts: [], rules: [], qr: undefined, logo: undefined }
  let y = top
  let column = { x: left, width }
  let qrEnd = 0
  // Of the line before: large letters reach further below, and want more air above.
  let before = 0
  if (logo && layout.logo && optional) {
    const height = Math.min(34 * scale, 110 / logo)
    placed.logo = [left, y, height * logo, height]
    y += height + 8 * gap * scale
  }
  for (const { field, size = "normal", strong } of layout.fields) {
    if (!optional && field !== "rule" && !mandatoryFields.has(field)) continue
    if (qrEnd > 0 && y >= qrEnd - 6) {
      y = Math.max(y, qrEnd + 8 * scale)
      column = { x: left, width }
      qrEnd = before = 0
    }
    if (field === "rule") {
      const air = (before * 0.26 + 5) * gap * scale
      placed.rules.push({ ...column, y: y + air })
      y += air + 4 * gap * scale
      before = 0
      continue
    }
    if (field === "code") {
      const side = Math.max(80, qrSide * scale)
      // Four modules of the code stay white around it.
      y += 8 + before * 0.26
      placed.qr = { x: left, y, side }
      before = 0
      qrEnd = y + side + 8
      column = { x: left + side + beside, width: width - side - beside }
      continue
    }
    const what = sayField(field, said, ticket)
    if (!what) continue
    const { size: points, plain, strong: bold } = faces[size]
    const first = y === top || (qrEnd > 0 && before === 0)
    if (!first) y += (before * 0.22 + points * 0.2 + 2) * gap * scale
    before = points
    const box = { width: column.width, leading: 1.2, height: cut ? 2.4 * points * scale : 10_000 }
    if (what.label) {
      const label = fitText(what.label, { ...box, face: "text", sizes: [6.6 * Math.max(scale, 0.8)] })
      placed.texts.push({ text: label, x: column.x, y, label: true })
      y += heightOf(label) + 4 * scale
    }
    // A word that is wider than its column is set smaller before it is broken.
    const smaller = [1, 0.85, 0.7, 0.55].map((part) => Math.max(5, points * scale * part))
    const text = fitText(what.words, { ...box, face: strong ? bold : plain, sizes: smaller })
    placed.texts.push({ text, x: column.x, y, label: size === "small" && !strong })
    y += heightOf(text)
  }
  return Math.max(y, qrEnd) <= bottom + 4 || cut ? placed : undefined
}

function heightOf({ lines, size }: FittedText): number {
  const last = lines.at(-1)
  return last ? last.offset + size * capitals : 0
}
