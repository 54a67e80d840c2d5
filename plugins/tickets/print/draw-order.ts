import { formatDayLong, formatMoney } from "../../../templates/format.ts"
import type { TicketSheet } from "../ticket-sheet.ts"
import { column, heading, running } from "./columns.ts"
import { drawFoldMarks } from "./draw-folding.ts"
import { fitText } from "./fit-text.ts"
import { faint, grey, ink } from "./palette.ts"
import type { Paper } from "./paper.ts"
import { clean, widthOf } from "./set-text.ts"
import { texts } from "./sheet-texts.ts"
import { drawStack, type Layer, stackHeight } from "./stack.ts"

const labelWidth = 76
const amountWidth = 62
const mostGroups = 6

/** Draws the lower half, the same on each ticket of an order: on the left the order, on the right the conditions. */
export function drawLowerHalf(paper: Paper, sheet: TicketSheet): void {
  drawFoldMarks(paper)
  drawOrder(paper, sheet)
  drawOrganiser(paper, sheet)
  drawConditions(paper, sheet)
}

function drawOrder(paper: Paper, sheet: TicketSheet): void {
  const t = texts[sheet.locale]
  const [first] = sheet.tickets
  if (!first) return
  const { channel, purchasedAt } = sheet.order
  const day = formatDayLong(purchasedAt, { locale: sheet.locale, timeZone: first.timezone })
  const purchased = channel ? `${day}, ${t.soldBy[channel]}` : day
  let y = drawStack(paper, [heading(t.order)], column.left, column.lowerTop) + 14
  for (const [label, value] of [
    [t.orderNumber, sheet.order.number],
    [t.purchasedAt, purchased],
  ] as const) {
    drawStack(paper, [running(label, 0, { width: labelWidth })], column.left, y)
    const text = running(value, 0, { width: column.width - labelWidth })
    y = drawStack(paper, [{ ...text, colour: ink }], column.left + labelWidth, y) + 8
  }
  drawReceipt(paper, sheet, first.currency, y + 8)
}

/** One line for each tariff and price, then the total. */
function drawReceipt(paper: Paper, sheet: TicketSheet, currency: string, top: number): void {
  const t = texts[sheet.locale]
  const groups = new Map<string, { tariff: string; count: number; sum: number }>()
  for (const { tariffName, amount } of sheet.tickets) {
    const group = groups.get(`${amount} ${tariffName}`) ?? { tariff: tariffName, count: 0, sum: 0 }
    groups.set(`${amount} ${tariffName}`, { ...group, count: group.count + 1, sum: group.sum + amount })
  }
  const total = sheet.tickets.reduce((sum, { amount }) => sum + amount, 0)
  const rows = [...groups.values()].map(({ tariff, count, sum }) => ({
    words: `${count} × ${clean(tariff)}`,
    sum,
  }))
  const listed =
    rows.length > mostGroups ? [{ words: t.ticketCount(sheet.tickets.length), sum: total }] : rows
  const amount = (cents: number) => (cents === 0 ? t.free : formatMoney(cents, currency, sheet.locale))
  const rule = (y: number) =>
    paper.line([column.left, y], [column.left + column.width, y], { colour: faint, width: 0.5 })
  rule(top)
  let y = top + 8
  for (const { words, sum } of listed) {
    const below = drawStack(paper, [running(words, 0, { width: column.width - amountWidth })], column.left, y)
    writeAmount(paper, amount(sum), y, "text")
    y = below + 8
  }
  rule(y)
  drawStack(paper, [running(t.total, 0, { face: "strong" })], column.left, y + 8)
  writeAmount(paper, amount(total), y + 8, "strong")
}

function writeAmount(paper: Paper, words: string, top: number, face: "text" | "strong"): void {
  const layer = running(words, 0, { face, width: amountWidth, height: 0 })
  const [line] = layer.text.lines
  if (!line) return
  const from = column.left + column.width - widthOf(line.words, layer.text)
  drawStack(paper, [{ ...layer, colour: ink }], from, top)
}

function drawOrganiser(paper: Paper, sheet: TicketSheet): void {
  const t = texts[sheet.locale]
  const { name, address, siret, licences } = sheet.organiser
  const layers: Layer[] = [
    heading(t.organiser),
    running(name, 13, { face: "strong" }),
    running(address, 6),
    running(siret ? `${t.siret} ${siret}` : "", 6),
    running(licences.length > 0 ? t.licences(licences.length, licences.map(clean).join(", ")) : "", 6, {
      height: 48,
    }),
  ]
  drawStack(paper, layers, column.left, column.lowerBottom - stackHeight(layers))
}

function drawConditions(paper: Paper, sheet: TicketSheet): void {
  const from = drawStack(paper, [heading(texts[sheet.locale].conditions)], column.right, column.lowerTop) + 14
  const text = fitText(sheet.conditions, {
    face: "text",
    sizes: [8.4, 7.8, 7.2, 6.6, 6, 5.5],
    width: column.width,
    height: column.lowerBottom - from,
    leading: 1.36,
    paragraphGap: 0.45,
  })
  drawStack(paper, [{ text, colour: grey, gap: 0 }], column.right, from)
}
