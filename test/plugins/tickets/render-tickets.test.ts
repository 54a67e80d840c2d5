import fc from "fast-check"
import t from "tap"
import { renderTickets } from "../../../plugins/tickets/render-tickets.ts"
import { verifyTicketCode } from "../../../plugins/tickets/ticket-code.ts"
import {
  aSheet,
  aTicket,
  hasPoppler,
  photograph,
  publicKey,
  readPdf,
  scan,
} from "./render-tickets.support.ts"

/** Four modules of 107 points / 41. */
const quietZone = 10.4

t.test("a ticket says all that it must, in French", async (t) => {
  const pdf = await renderTickets(aSheet())
  t.notOk(Buffer.from(pdf).includes("/Image"), "the code is drawn, not a picture")
  const { pages, information } = await readPdf(pdf)
  const [page] = pages
  for (const mention of [
    "THÉÂTRE DE CORNOUAILLE",
    "Le Malade imaginaire",
    "Molière – mise en scène de Claire Lescœur",
    "Vendredi 15 janvier 2027",
    "20 h 30",
    "ouverture des portes à 20 h",
    "Grande salle",
    "1 place du Théâtre, 29000 Quimper",
    "Placement libre",
    "Tarif réduit",
    "Sur présentation : Carte étudiant",
    "16,50 €",
    "Billet nº 2027-000481",
    "C-2027-000123",
    "jeudi 3 décembre 2026",
    "Théâtre de Cornouaille",
    "SIRET 775 684 019 00014",
    "PLATESV-R-2021-004512, PLATESV-R-2021-004513",
    "Ce billet n’est ni repris, ni échangé.",
    "Il est interdit de filmer.",
    "Titulaire : Éloïse Le Goff",
  ]) {
    t.ok(page?.words.includes(mention), mention)
  }
  t.notMatch(page?.words, /Duplicata|DUPLICATA|Gratuit|undefined|null|NaN|Invalid/)
  t.match(information, {
    Title: "Le Malade imaginaire – billets, commande C-2027-000123",
    Author: "Théâtre de Cornouaille",
    Language: "fr",
  })
})

t.test("and in English, in the time of its venue", async (t) => {
  const tickets = [
    aTicket("1", {
      timezone: "America/Martinique",
      seat: { label: "Row F, seat 12" },
      tariffName: "Full price",
      proof: null,
      amount: 0,
      duplicate: true,
    }),
  ]
  const { pages, information } = await readPdf(await renderTickets(aSheet({ locale: "en", tickets })))
  for (const mention of [
    "Friday 15 January 2027",
    "3:30 pm",
    "doors open at 3 pm",
    "Row F, seat 12",
    "Full price",
    "Free",
    "DUPLICATE",
    "Ticket no. 2027-000001",
    "Wednesday 2 December 2026",
    "Performing arts licences: PLATESV",
  ]) {
    t.ok(pages[0]?.words.includes(mention), mention)
  }
  t.notMatch(pages[0]?.words, /€|On showing/)
  t.equal(information.Language, "en")
})

t.test("Greek, Cyrillic, Vietnamese and Central European names are printed and can be copied", async (t) => {
  const names = [
    "Αντιγόνη του Σοφοκλή",
    "Дядя Ваня, Антон Чехов",
    "Đặng Thị Ngọc Thịnh",
    "Łódź, Dvořák, Őrség, Șaguna",
    "ᾠδή, Ђорђе, Ґалаґан, Ĳsselmeer, № 3 †",
  ]
  for (const name of names) {
    const tickets = [
      aTicket("1", { eventTitle: name, eventSubtitle: name, venueName: name, tariffName: name }),
    ]
    const { pages } = await readPdf(await renderTickets(aSheet({ tickets, conditions: name })))
    const found = pages[0]?.words.split(name).length ?? 0
    t.ok(found >= 5, `${name}: ${found}`)
  }
})

t.test("composed or not, an accent is the same", async (t) => {
  const tickets = [aTicket("1", { eventTitle: "Éphémère".normalize("NFD") })]
  const { pages } = await readPdf(await renderTickets(aSheet({ tickets })))
  t.ok(pages[0]?.words.includes("Éphémère"))
})

t.test("a character that no font has is a visible box", async (t) => {
  const tickets = [aTicket("1", { eventTitle: "Nō 能, مسرح, 🎭" })]
  const { pages } = await readPdf(await renderTickets(aSheet({ tickets })))
  t.match(pages[0]?.words, /Nō \ufffd, \ufffd{4}, \ufffd/)
})

t.test("nothing printed leaves its quarter, however long", async (t) => {
  const words = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 400 }),
    fc.lorem({ maxCount: 60 }),
    fc.string({ unit: fc.constantFrom("W", "é", "-", "\u00a0", "\n", "1"), maxLength: 300 }),
  )
  const sheet = fc.record({
    eventTitle: words,
    eventSubtitle: words,
    venueName: words,
    venueAddress: words,
    zoneName: words,
    tariffName: words,
    proof: words,
    holderName: words,
    seat: fc.option(words.map((label) => ({ label }))),
    number: fc.string({ maxLength: 60 }),
    duplicate: fc.boolean(),
    amount: fc.integer({ min: 0, max: 2 ** 40 }),
    organiser: fc.record({
      name: words,
      address: words,
      siret: words,
      licences: fc.array(words, { maxLength: 6 }),
    }),
    conditions: fc.lorem({ maxCount: 1500 }),
  })
  await fc.assert(
    fc.asyncProperty(sheet, async ({ organiser, conditions, ...changes }) => {
      const tickets = [aTicket("1", changes)]
      const { pages } = await readPdf(await renderTickets(aSheet({ tickets, organiser, conditions })))
      for (const { words, x, y, width } of pages[0]?.texts ?? []) {
        const left = x < 297.64 ? 34 : 297.64 + 34
        t.ok(x > left - 7 && x + width < left + 232, `across: ${JSON.stringify(words)} at ${x} +${width}`)
        const low = y > 420.94 ? 420.94 + 20 : 30
        t.ok(y > low && y < low + 385, `down: ${JSON.stringify(words)} at ${y}`)
        const fromTop = 841.89 - y
        const besideCode =
          x > 34 + 107 + quietZone || fromTop < 267 - quietZone || fromTop > 374 + quietZone + 5
        t.ok(besideCode, `in the white around the code: ${JSON.stringify(words)}`)
      }
    }),
    { numRuns: 40 },
  )
})

t.test("one page for each ticket, in a file that a mail carries easily", async (t) => {
  const one = await renderTickets(aSheet())
  const tickets = Array.from({ length: 10 }, (_, index) => aTicket(String(index)))
  const ten = await renderTickets(aSheet({ tickets }))
  t.equal((await readPdf(one)).pages.length, 1)
  const { pages } = await readPdf(ten)
  t.same(
    pages.map(({ words }) => /Billet nº (\S+)/.exec(words)?.[1]),
    tickets.map(({ number }) => number),
  )
  t.ok(one.length < 120_000, `${one.length} bytes`)
  t.ok((ten.length - one.length) / 9 < 5_000, `${(ten.length - one.length) / 9} bytes more for each`)
  await t.rejects(renderTickets(aSheet({ tickets: [] })), RangeError)
})

t.test("the lower half adds the order up", async (t) => {
  const tickets = [
    aTicket("1"),
    aTicket("2"),
    aTicket("3", { tariffName: "Plein tarif", amount: 2400 }),
    aTicket("4", { tariffName: "Exonéré", amount: 0 }),
  ]
  const { pages } = await readPdf(await renderTickets(aSheet({ tickets })))
  for (const { words } of pages) {
    t.match(words, /2 × Tarif réduit 33,00 €/)
    t.match(words, /1 × Plein tarif 24,00 €/)
    t.match(words, /1 × Exonéré Gratuit/)
    t.match(words, /Total 57,00 €/)
  }
})

t.test("the same sheet gives the same bytes, whatever was printed between", async (t) => {
  const first = await renderTickets(aSheet())
  await renderTickets(aSheet({ tickets: [aTicket("9", { eventTitle: "Οιδίπους" })] }))
  t.same(Buffer.from(await renderTickets(aSheet())).equals(first), true)
})

t.test("many at once do not mix", async (t) => {
  const sheets = Array.from({ length: 8 }, (_, index) => aSheet({ tickets: [aTicket(String(index))] }))
  const all = await Promise.all(sheets.map((sheet) => renderTickets(sheet)))
  for (const [index, pdf] of all.entries()) {
    t.ok((await readPdf(pdf)).pages[0]?.words.includes(`Billet nº 2027-00000${index}`))
  }
})

const required = process.env.REQUIRE_ALL === "1"
const skip = hasPoppler() || required ? false : "NOT TESTED: pdftoppm is missing, install poppler-utils"
t.test("the printed code is scanned and verified with the public key alone", { skip }, async (t) => {
  const tickets = [aTicket("481"), aTicket("72057594037927935", { duplicate: true, eventTitle: "Phèdre" })]
  const pictures = photograph(await renderTickets(aSheet({ tickets })), 150)
  t.equal(pictures.length, 2)
  for (const [index, picture] of pictures.entries()) {
    const scanned = scan(picture)
    t.equal(scanned, tickets[index]?.code)
    t.match(
      verifyTicketCode(scanned ?? "", () => publicKey),
      { performanceId: "42" },
    )
  }
})
