import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import jsqr from "jsqr"
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs"
import { createSigningKey, loadPrivateKey, loadPublicKey } from "../../../plugins/tickets/signing-key.ts"
import { signTicketCode } from "../../../plugins/tickets/ticket-code.ts"
import type { PrintedTicket, TicketSheet } from "../../../plugins/tickets/ticket-sheet.ts"

const stored = createSigningKey()
const privateKey = loadPrivateKey(stored.privateKey)
export const publicKey = loadPublicKey(stored.publicKey)

export function aTicket(id: string, changes: Partial<PrintedTicket> = {}): PrintedTicket {
  return {
    number: `2027-${id.padStart(6, "0")}`,
    code: signTicketCode(privateKey, {
      keyId: 1,
      ticketId: id,
      performanceId: "42",
      validFrom: new Date("2027-01-15T19:00:00Z"),
      validUntil: new Date("2027-01-15T21:40:00Z"),
    }),
    eventTitle: "Le Malade imaginaire",
    eventSubtitle: "Molière – mise en scène de Claire Lescœur",
    startsAt: new Date("2027-01-15T19:30:00Z"),
    doorsAt: new Date("2027-01-15T19:00:00Z"),
    timezone: "Europe/Paris",
    venueName: "Grande salle",
    venueAddress: "1 place du Théâtre, 29000 Quimper",
    zoneName: "Placement libre",
    tariffName: "Tarif réduit",
    proof: "Carte étudiant",
    amount: 1650,
    currency: "EUR",
    holderName: "Éloïse Le Goff",
    ...changes,
  }
}

export function aSheet(changes: Partial<TicketSheet> = {}): TicketSheet {
  return {
    organiser: {
      name: "Théâtre de Cornouaille",
      licences: ["PLATESV-R-2021-004512", "PLATESV-R-2021-004513"],
      siret: "775 684 019 00014",
      address: "1 place du Théâtre, 29000 Quimper",
    },
    order: { number: "C-2027-000123", purchasedAt: new Date("2026-12-02T23:30:00Z") },
    locale: "fr",
    tickets: [aTicket("481")],
    conditions: "Ce billet n’est ni repris, ni échangé.\nIl est interdit de filmer.",
    accent: "#1d4ed8",
    ...changes,
  }
}

export interface PrintedText {
  words: string
  x: number
  y: number
  width: number
}

export interface ReadPdf {
  pages: { words: string; texts: PrintedText[] }[]
  information: Record<string, unknown>
}

/** Reads a PDF as a reader of documents does. Spaces of any kind read as one plain space. */
export async function readPdf(pdf: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: pdf.slice(), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const pages: ReadPdf["pages"] = []
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    const texts = items.flatMap((item) =>
      "str" in item && item.str.trim() !== ""
        ? [{ words: item.str, x: item.transform[4], y: item.transform[5], width: item.width }]
        : [],
    )
    const words = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? " " : "") : "")).join("")
    pages.push({ words: words.replace(/\s+/gu, " "), texts })
  }
  const { info } = await document.getMetadata()
  await task.destroy()
  return { pages, information: info as Record<string, unknown> }
}

/** Whether poppler, which turns PDF pages into pictures, is installed. */
export function hasPoppler(): boolean {
  try {
    execFileSync("pdftoppm", ["-v"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

export interface Picture {
  width: number
  height: number
  /** Red, green, blue, alpha. */
  pixels: Uint8ClampedArray
}

/** The pages as a printer of `dotsPerInch` would print them. */
export function photograph(pdf: Uint8Array, dotsPerInch: number): Picture[] {
  const folder = mkdtempSync(join(tmpdir(), "tickets-"))
  try {
    writeFileSync(join(folder, "tickets.pdf"), pdf)
    execFileSync("pdftoppm", ["-r", String(dotsPerInch), join(folder, "tickets.pdf"), join(folder, "page")])
    const files = readdirSync(folder).filter((file) => file.endsWith(".ppm"))
    return files.sort().map((file) => readPpm(readFileSync(join(folder, file))))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readPpm(file: Buffer): Picture {
  const [header = "", width = "", height = ""] =
    /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString("latin1", 0, 64)) ?? []
  const picture = { width: Number(width), height: Number(height) }
  const pixels = new Uint8ClampedArray(picture.width * picture.height * 4).fill(255)
  for (let from = header.length, to = 0; from < file.length; from += 3, to += 4) {
    pixels.set(file.subarray(from, from + 3), to)
  }
  return { ...picture, pixels }
}

/** What a scanner reads in a picture. */
export function scan({ pixels, width, height }: Picture): string | undefined {
  return jsqr.default(pixels, width, height)?.data
}
