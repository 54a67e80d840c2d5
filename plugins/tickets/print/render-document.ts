import { PDFDocument, PDFName } from "pdf-lib"
import type { DocumentPart } from "../../../templates/document-parts.ts"
import { formatDateLong } from "../../../templates/format.ts"
import type { Locale } from "../../../templates/locale.ts"
import { capitals, fitText } from "./fit-text.ts"
import { faint, grey, ink, tint } from "./palette.ts"
import { pageHeight, pageWidth } from "./paper.ts"
import { PdfPaper } from "./pdf-paper.ts"
import { embedAll, saving, streamOf } from "./pdf-parts.ts"
import { clean, widthOf } from "./set-text.ts"
import { drawStack, type Layer } from "./stack.ts"
import { drawTrainingMark } from "./training-mark.ts"

/** A paper of the office: a report, a statement, a slip. */
export interface OfficeDocument {
  title: string
  subtitle?: string
  organiser: { name: string; siret?: string | null; licences: readonly string[]; address?: string | null }
  locale: Locale
  timeZone: string
  /** When it was edited: it says so on each page. */
  madeAt: Date
  /** Of a training organisation: each page is marked. */
  training?: boolean
  parts: readonly DocumentPart[]
}

const left = 48
const width = pageWidth - 2 * left
const top = 56
const bottom = pageHeight - 54
const cellGap = 10

const words = {
  fr: {
    edited: "Édité le",
    page: (n: number, of: number) => `Page ${n} sur ${of}`,
    siret: "SIRET",
    licences: "Licences",
  },
  en: {
    edited: "Edited on",
    page: (n: number, of: number) => `Page ${n} of ${of}`,
    siret: "SIRET",
    licences: "Licences",
  },
} satisfies Record<Locale, unknown>

/** Makes the PDF of an office paper, on as many A4 pages as it needs; heads of tables come again on each. */
export async function renderDocument(content: OfficeDocument): Promise<Uint8Array> {
  const sheets = new Sheets(content)
  drawHead(sheets, content)
  for (const part of content.parts) drawPart(sheets, part)
  const { papers } = sheets
  papers.forEach((paper, index) => {
    drawFoot(paper, content, index + 1, papers.length)
  })

  const document = await PDFDocument.create({ updateMetadata: false })
  document.setTitle(clean(content.title), { showInWindowTitleBar: true })
  document.setAuthor(clean(content.organiser.name))
  document.setLanguage(content.locale)
  document.setCreator("Parterre")
  document.setCreationDate(content.madeAt)
  const { context } = document
  const resources = context.register(context.obj({ Font: await embedAll(document, papers) }))
  for (const paper of papers) {
    const page = document.addPage([pageWidth, pageHeight])
    page.node.set(PDFName.of("Contents"), streamOf(document, paper, context.obj({})))
    page.node.set(PDFName.of("Resources"), resources)
  }
  return document.save(saving)
}

/** Pages that fill from above: what has no room begins the next one. */
class Sheets {
  readonly papers: PdfPaper[] = []
  readonly #training: boolean
  y = top

  constructor({ training = false }: OfficeDocument) {
    this.#training = training
    this.turn()
  }

  get paper(): PdfPaper {
    return this.papers.at(-1) as PdfPaper
  }

  turn(): void {
    const paper = new PdfPaper()
    if (this.#training) drawTrainingMark(paper, 14)
    this.papers.push(paper)
    this.y = top
  }

  /** True when a new page was begun for it. */
  need(height: number): boolean {
    if (this.y + height <= bottom) return false
    this.turn()
    return true
  }
}

function layer(
  text: string,
  size: number,
  face: "title" | "italic" | "text" | "strong",
  boxWidth = width,
): Layer {
  const box = { face, sizes: [size], width: boxWidth, height: 400, leading: 1.34 }
  return { text: fitText(text, box), colour: face === "text" ? grey : ink, gap: 0 }
}

function drawHead(sheets: Sheets, { organiser, title, subtitle, locale }: OfficeDocument): void {
  const t = words[locale]
  const { siret, licences } = organiser
  const who = [
    organiser.address,
    siret && `${t.siret} ${siret}`,
    licences.length > 0 && `${t.licences} ${licences.join(", ")}`,
  ]
  const layers = [
    layer(organiser.name, 10, "strong"),
    { ...layer(who.filter(Boolean).join(" · "), 8.4, "text"), gap: 6 },
    { ...layer(title, 22, "title"), gap: 18 },
    { ...layer(subtitle ?? "", 10.5, "text"), gap: 9 },
  ]
  sheets.y = drawStack(sheets.paper, layers, left, sheets.y) + 20
}

function drawPart(sheets: Sheets, part: DocumentPart): void {
  if (part.kind !== "signatures" && part.heading) {
    // A heading is never the last thing on a page.
    const below = part.kind === "text" ? heightOf(layer(part.words, 9, "text")) + 30 : 70
    sheets.need(below)
    sheets.y = drawStack(sheets.paper, [layer(part.heading, 14, "italic")], left, sheets.y) + 11
  }
  if (part.kind === "signatures") drawSignatures(sheets, part.labels)
  else if (part.kind === "facts") drawFacts(sheets, part.items)
  else if (part.kind === "table") drawTable(sheets, part)
  else {
    const text = layer(part.words, 9, "text")
    sheets.need(heightOf(text))
    sheets.y = drawStack(sheets.paper, [text], left, sheets.y) + 18
  }
}

function drawFacts(sheets: Sheets, items: readonly (readonly [string, string])[]): void {
  const labelWidth = 150
  for (const [label, value] of items) {
    const cells = [
      layer(label, 9, "text", labelWidth),
      layer(value, 9, "strong", width - labelWidth - cellGap),
    ]
    const tall = Math.max(...cells.map(heightOf))
    sheets.need(tall + 8)
    drawStack(sheets.paper, [cells[0] as Layer], left, sheets.y)
    drawStack(sheets.paper, [cells[1] as Layer], left + labelWidth + cellGap, sheets.y)
    sheets.y += tall + 8
  }
  sheets.y += 12
}

function heightOf({ text: { lines, size } }: Layer): number {
  const last = lines.at(-1)
  return last ? last.offset + size * capitals : 0
}

type Table = Extract<DocumentPart, { kind: "table" }>

function drawTable(sheets: Sheets, { columns, rows, foot }: Table): void {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const room = width - cellGap * (columns.length - 1)
  let at = left
  const placed = columns.map((column) => {
    const cell = { ...column, x: at, width: (room * column.share) / shares }
    at += cell.width + cellGap
    return cell
  })
  const set = (cells: readonly string[], face: "text" | "strong", size: number) =>
    placed.map((column, index) => layer(cells[index] ?? "", size, face, column.width))
  const draw = (layers: readonly Layer[], below: number) => {
    layers.forEach((one, index) => {
      const column = placed[index]
      if (!column) return
      const { size, face, lines } = one.text
      // Figures stand to the end of their column, line by line.
      if (column.numeric)
        for (const line of lines)
          sheets.paper.write(
            line.words,
            column.x + column.width - widthOf(line.words, { size, face }),
            sheets.y + size * capitals + line.offset,
            { size, face, colour: ink },
          )
      else drawStack(sheets.paper, [{ ...one, colour: ink }], column.x, sheets.y)
    })
    sheets.y += Math.max(0, ...layers.map(heightOf)) + below
  }
  const rule = (colour = faint) =>
    sheets.paper.line([left, sheets.y], [left + width, sheets.y], { colour, width: 0.5 })
  const head = () => {
    draw(
      set(
        columns.map(({ label }) => label),
        "strong",
        8,
      ),
      6,
    )
    rule(ink)
    sheets.y += 7
  }
  const row = (cells: readonly string[], face: "text" | "strong") => {
    const layers = set(cells, face, 8.8)
    if (sheets.need(Math.max(...layers.map(heightOf)) + 14)) head()
    draw(layers, 6)
  }
  sheets.need(46)
  head()
  for (const cells of rows) {
    row(cells, "text")
    rule(tint)
    sheets.y += 6
  }
  if (foot) row(foot, "strong")
  sheets.y += 16
}

function drawSignatures(sheets: Sheets, labels: readonly string[]): void {
  sheets.need(84)
  const each = (width - 24 * (labels.length - 1)) / labels.length
  labels.forEach((label, index) => {
    const x = left + index * (each + 24)
    drawStack(sheets.paper, [layer(label, 9, "text", each)], x, sheets.y)
    sheets.paper.line([x, sheets.y + 64], [x + each, sheets.y + 64], { colour: grey, width: 0.5 })
  })
  sheets.y += 84
}

function drawFoot(paper: PdfPaper, content: OfficeDocument, page: number, pages: number): void {
  const t = words[content.locale]
  const { locale, timeZone, madeAt } = content
  const edited = `${t.edited} ${formatDateLong(madeAt, { locale, timeZone })}`
  const style = { face: "text", size: 7.6, colour: grey } as const
  const y = pageHeight - 30
  paper.write(clean(`${edited} · Parterre`), left, y, style)
  const number = clean(t.page(page, pages))
  paper.write(number, left + width - widthOf(number, style), y, style)
}
