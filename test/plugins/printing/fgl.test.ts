import fc from "fast-check"
import t from "tap"
import { fglEncoder } from "../../../plugins/printing/fgl.ts"
import { slipOfTicket as slipBy } from "../../../plugins/printing/slip-of-ticket.ts"
import { usualLayouts } from "../../../plugins/tickets/layout/layout.ts"
import { mandatoryFields, sayField } from "../../../plugins/tickets/ticket-fields.ts"
import type { PrintedTicket, TicketSheet } from "../../../plugins/tickets/ticket-sheet.ts"
import { readFgl } from "../../support/read-fgl.ts"
import { aSheet, aTicket } from "../tickets/render-tickets.support.ts"

const stock = { widthMm: 51, lengthMm: 140, dpi: 300, letters: "windows1252" } as const
const slipOfTicket = (sheet: TicketSheet, ticket: PrintedTicket) => slipBy(sheet, ticket, usualLayouts.stock)
const plain = (words: string) =>
  words
    .replace(/\p{Zs}/gu, " ")
    .replace(/[’‘]/g, "'")
    .replace(/[–—]/g, "-")
    .replace(/€/g, "EUR")
    .replace(/œ/g, "oe")
    .replace(/\s+/g, "")

t.test("a ticket on the stock of a Boca printer", async (t) => {
  const encode = await fglEncoder(stock)
  const sheet = aSheet()
  const [ticket] = sheet.tickets
  if (!ticket) throw new Error("a sheet has a ticket")
  const [read, ...more] = readFgl(encode(slipOfTicket(sheet, { ...ticket, operation: 12 })), "windows-1252")
  t.same(more, [])
  t.equal(read?.code, ticket.code, "its code is read from the dots")
  t.ok((read?.height ?? 0) <= (51 / 25.4) * 300, "within its width")
  t.ok((read?.width ?? 0) <= (140 / 25.4) * 300, "within its length")
  const said = plain(read?.texts.map(({ words }) => words).join("") ?? "")
  t.match(said, plain(ticket.eventTitle))
  t.match(said, "Opérationnº12")
})

t.test("a duplicate says so in white on black", async (t) => {
  const encode = await fglEncoder(stock)
  const [read] = readFgl(
    encode(slipOfTicket(aSheet(), { ...aTicket("481"), duplicate: true })),
    "windows-1252",
  )
  t.match(
    read?.texts.filter(({ inverted }) => inverted).map(({ words }) => words.trim()),
    ["DUPLICATA"],
  )
})

t.test(
  "letters follow the table of the printer, and lose their accents rather than turn into others",
  async (t) => {
    const words = (letters: "cp437" | "windows1252" | "ascii") =>
      fglEncoder({ ...stock, letters }).then((encode) => {
        const bytes = encode({
          ...{ marks: [], locale: "fr" },
          lines: [{ kind: "text", words: "Éric Œuvre ő € <x> ~" }],
        })
        return readFgl(bytes)[0]?.texts[0]?.words
      })
    t.equal(await words("windows1252"), "\xc9ric OEuvre o EUR (x) -")
    t.equal(await words("cp437"), "\x90ric OEuvre o EUR (x) -")
    t.equal(await words("ascii"), "Eric OEuvre o EUR (x) -")
  },
)

t.test("whatever is sold: all that must be said is there, in its place, on any stock", async () => {
  const text = (max: number) =>
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: max }).map((s) => `x${s}`)
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        eventTitle: text(120),
        eventSubtitle: fc.option(text(120)),
        venueName: text(80),
        venueAddress: fc.option(text(120)),
        zoneName: text(60),
        tariffName: text(60),
        proof: fc.option(text(80)),
        amount: fc.integer({ min: 0, max: 100_000 }),
        seat: fc.option(text(40).map((label) => ({ label }))),
        operation: fc.option(fc.integer({ min: 1, max: 10_000_000 })),
        duplicate: fc.boolean(),
      }),
      fc.record({
        widthMm: fc.integer({ min: 50, max: 110 }),
        lengthMm: fc.integer({ min: 130, max: 250 }),
        dpi: fc.constantFrom(300, 600),
      }),
      async (changes, size) => {
        const sheet = aSheet()
        const ticket = { ...aTicket("481"), ...changes }
        const encode = await fglEncoder({ ...size, letters: "windows1252" })
        const [read] = readFgl(encode(slipOfTicket(sheet, ticket)), "windows-1252")
        if (!read) return false
        const said = plain(read.texts.map(({ words }) => words).join(""))
        for (const field of mandatoryFields) {
          const words = sayField(field, sheet, ticket)?.words
          if (field === "code") {
            if (read.code !== ticket.code) return false
          } else if (
            words &&
            !said.includes(plain(words).replace(/[<>~]/g, (c) => ({ "<": "(", ">": ")", "~": "-" })[c] ?? c))
          )
            throw new Error(`${field}: ${words} is not in ${said}`)
        }
        const most = [(size.widthMm / 25.4) * size.dpi, (size.lengthMm / 25.4) * size.dpi]
        if (read.height > (most[0] ?? 0) || read.width > (most[1] ?? 0)) throw new Error("beyond the stock")
        for (const [index, one] of read.texts.entries())
          for (const other of read.texts.slice(index + 1))
            if (
              one.row < other.row + other.height &&
              other.row < one.row + one.height &&
              one.column < other.column + other.width &&
              other.column < one.column + one.width
            )
              throw new Error(`${one.words} over ${other.words}`)
        return true
      },
    ),
    { numRuns: 60 },
  )
})
