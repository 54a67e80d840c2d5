import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import fontkit from "@pdf-lib/fontkit"
import {
  concatTransformationMatrix,
  fill,
  PDFDocument,
  type PDFFont,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  rectangle,
  rgb,
  setCharacterSpacing,
  setFillingColor,
} from "pdf-lib"
import { drawBack } from "../plugins/tickets/print/draw-back.ts"
import { drawFront } from "../plugins/tickets/print/draw-front.ts"
import { drawLowerHalf } from "../plugins/tickets/print/draw-order.ts"
import type { Colour, Frame, Ink, Paper, Rectangle, Stroke } from "../plugins/tickets/print/paper.ts"
import { pageHeight, pageWidth } from "../plugins/tickets/print/paper.ts"
import { sfntOfWoff } from "../plugins/tickets/print/sfnt-of-woff.ts"
import type { Face } from "../plugins/tickets/print/typeface.ts"
import { renderTickets } from "../plugins/tickets/render-tickets.ts"
import { createSigningKey, loadPrivateKey } from "../plugins/tickets/signing-key.ts"
import { signTicketCode } from "../plugins/tickets/ticket-code.ts"
import type { TicketSheet } from "../plugins/tickets/ticket-sheet.ts"

/**
 * Tickets as PDF per second of processor time, so per core, of this renderer and of the naive way: a new pdf-lib
 * document for each order, in which every font is embedded and cut down to its letters, and text is drawn by drawText.
 * Both draw the same page by the same layout code. Where there is doubt the naive way has the advantage: its fonts are
 * already unpacked and hold Latin alone, and lines are broken by the measures of the other one.
 */
export async function run(): Promise<void> {
  for (const size of [1, 4]) {
    const naive = await measure(naiveTickets, size, 3000)
    const ours = await measure(renderTickets, size, 3000)
    const plural = size === 1 ? "1 ticket " : `${size} tickets`
    console.log(
      `tickets, orders of ${plural}: naive ${naive.perSecond.toFixed(1)} tickets/s/core (${kb(naive.bytes)}), ` +
        `ours ${ours.perSecond.toFixed(0)} tickets/s/core (${kb(ours.bytes)}), ` +
        `ratio ${(ours.perSecond / naive.perSecond).toFixed(1)} (at least 5)`,
    )
  }
}

/** Runs for so many milliseconds of processor time, after a warm-up; every order is another. */
async function measure(render: (sheet: TicketSheet) => Promise<Uint8Array>, size: number, budget: number) {
  let bytes = 0
  for (let order = 0; order < 5; order++) await render(sheetOf(order, size))
  let orders = 0
  let spent = 0
  while (spent < budget) {
    const sheet = sheetOf(orders, size)
    const start = process.cpuUsage()
    bytes = (await render(sheet)).length
    const { user, system } = process.cpuUsage(start)
    spent += (user + system) / 1000
    orders++
  }
  return { perSecond: (orders * size * 1000) / spent, bytes }
}

function kb(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`
}

const key = loadPrivateKey(createSigningKey().privateKey)
const titles = [
  "Le Malade imaginaire",
  "Phèdre",
  "La Nuit des rois",
  "Les Fourberies de Scapin",
  "Cyrano de Bergerac",
]
const names = ["Éloïse Le Goff", "Françoise Lévêque", "Noël Çelik", "Zoë Dupœux", "Gaëtan Maître"]

function sheetOf(order: number, size: number): TicketSheet {
  const pick = (list: string[]) => list[order % list.length] ?? ""
  const startsAt = new Date(Date.UTC(2027, 0, 1 + (order % 300), 19, 30))
  return {
    organiser: {
      name: "Théâtre municipal",
      licences: ["PLATESV-R-2027-004512", "PLATESV-R-2027-004513"],
      siret: "775 684 019 00014",
      address: "1 place du Théâtre, 29000 Quimper",
    },
    order: {
      number: `2027-${String(order).padStart(6, "0")}`,
      purchasedAt: new Date("2026-12-02T10:00:00Z"),
    },
    locale: order % 2 === 0 ? "fr" : "en",
    accent: "#a8123a",
    conditions:
      "Ce billet est valable pour la séance et le tarif qu’il porte. Il n’est ni repris, ni échangé, ni remboursé.\n" +
      "Les spectateurs arrivés en retard sont placés selon les possibilités de la salle.\n" +
      "Il est interdit de filmer, d’enregistrer et de photographier.",
    tickets: Array.from({ length: size }, (_, index) => ({
      number: `${order * size + index}`,
      code: signTicketCode(key, {
        keyId: 1,
        ticketId: String(order * size + index),
        performanceId: "7",
        validFrom: startsAt,
        validUntil: new Date(startsAt.getTime() + 7_200_000),
      }),
      eventTitle: pick(titles),
      eventSubtitle: "Mise en scène de Claire Lescœur",
      startsAt,
      doorsAt: new Date(startsAt.getTime() - 1_800_000),
      timezone: "Europe/Paris",
      venueName: "Grande salle",
      venueAddress: "1 place du Théâtre, 29000 Quimper",
      zoneName: "Placement libre",
      tariffName: "Tarif réduit",
      proof: "Carte étudiant",
      amount: 1600,
      currency: "EUR",
      holderName: pick(names),
    })),
  }
}

const require = createRequire(import.meta.url)
const load = (file: string) => sfntOfWoff(readFileSync(require.resolve(`@fontsource/${file}.woff`)))
const fontFiles: Record<Face, Buffer> = {
  title: load("eb-garamond/files/eb-garamond-latin-400-normal"),
  italic: load("eb-garamond/files/eb-garamond-latin-400-italic"),
  text: load("source-sans-3/files/source-sans-3-latin-400-normal"),
  strong: load("source-sans-3/files/source-sans-3-latin-600-normal"),
}

async function naiveTickets(sheet: TicketSheet): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  const embed = (face: Face) => document.embedFont(fontFiles[face], { subset: true })
  const fonts = {
    title: await embed("title"),
    italic: await embed("italic"),
    text: await embed("text"),
    strong: await embed("strong"),
  }
  for (const ticket of sheet.tickets) {
    const paper = new NaivePaper(document.addPage([pageWidth, pageHeight]), fonts)
    drawFront(paper, sheet, ticket)
    drawBack(paper, sheet, ticket)
    drawLowerHalf(paper, sheet)
  }
  return document.save()
}

class NaivePaper implements Paper {
  readonly #page: PDFPage
  readonly #fonts: Record<Face, PDFFont>

  constructor(page: PDFPage, fonts: Record<Face, PDFFont>) {
    this.#page = page
    this.#fonts = fonts
  }

  write(words: string, x: number, y: number, { face, size, colour, tracking = 0 }: Ink): void {
    this.#page.pushOperators(setCharacterSpacing(tracking * size))
    this.#page.drawText(words, { x, y: pageHeight - y, size, font: this.#fonts[face], color: rgb(...colour) })
  }

  fill(
    rectangles: readonly Rectangle[],
    colour: Colour,
    { x, y, unit }: Frame = { x: 0, y: 0, unit: 1 },
  ): void {
    this.#page.pushOperators(
      pushGraphicsState(),
      setFillingColor(rgb(...colour)),
      concatTransformationMatrix(unit, 0, 0, -unit, x, pageHeight - y),
      ...rectangles.map((corners) => rectangle(...corners)),
      fill(),
      popGraphicsState(),
    )
  }

  line(from: readonly [number, number], to: readonly [number, number], stroke: Stroke): void {
    this.#page.drawLine({
      start: { x: from[0], y: pageHeight - from[1] },
      end: { x: to[0], y: pageHeight - to[1] },
      thickness: stroke.width,
      color: rgb(...stroke.colour),
      dashArray: stroke.dashed ? [2, 2] : undefined,
    })
  }
}

if (process.argv[1] === import.meta.filename) await run()
