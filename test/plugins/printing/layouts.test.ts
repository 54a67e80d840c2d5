import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import t from "tap"
import { escposEncoder } from "../../../plugins/printing/escpos.ts"
import { fglEncoder } from "../../../plugins/printing/fgl.ts"
import { slipOfTicket } from "../../../plugins/printing/slip-of-ticket.ts"
import {
  completeLayout,
  type Layout,
  layoutFormats,
  layoutSizes,
  usualLayouts,
} from "../../../plugins/tickets/layout/layout.ts"
import { renderTickets } from "../../../plugins/tickets/render-tickets.ts"
import {
  type FieldName,
  fieldNames,
  mandatoryFields,
  sayField,
} from "../../../plugins/tickets/ticket-fields.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { readEscpos } from "../../support/read-escpos.ts"
import { readFgl } from "../../support/read-fgl.ts"
import { buy } from "../../support/shopping.ts"
import { waitUntil } from "../../support/wait-until.ts"
import { aSheet, aTicket, hasPoppler, photograph, scan } from "../tickets/render-tickets.support.ts"

const path = "/api/v1/organisations/theatre/ticket-layouts"
const without = (layout: Layout, ...fields: FieldName[]): Layout => ({
  ...layout,
  fields: layout.fields.filter(({ field }) => !fields.includes(field as FieldName)),
})

/** All that is written on a PDF, in the order in which it is drawn, without spaces. */
function wordsOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "layout-"))
  try {
    writeFileSync(join(folder, "t.pdf"), pdf)
    return squeezed(execFileSync("pdftotext", ["-raw", join(folder, "t.pdf"), "-"], { encoding: "utf8" }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** As printers have it: without spaces, the signs of print as a keyboard has them. */
function squeezed(words: string): string {
  return words
    .normalize("NFC")
    .replace(/[\s\u00a0\u202f\u2009]+/g, "")
    .replace(/[’‘]/g, "'")
    .replace(/[–—]/g, "-")
    .replace(/€/g, "EUR")
    .replace(/œ/g, "oe")
}

t.test("layouts over the API", async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, as, organisation } = cast
  const call = (
    method: "GET" | "PUT" | "DELETE",
    format: string,
    payload?: object,
    person = "manager" as const,
  ) => app.inject({ method, url: `${path}/${format}`, headers: as(person), ...(payload ? { payload } : {}) })

  await t.test("are for managers of the organisation", async (t) => {
    t.equal((await app.inject(`${path}/page`)).statusCode, 401)
    for (const person of ["boxOffice", "accounting", "door", "outsider"] as const)
      for (const method of ["GET", "PUT", "DELETE"] as const) {
        const payload = method === "PUT" ? usualLayouts.page : undefined
        t.equal((await call(method, "page", payload, person as never)).statusCode, 403, `${person} ${method}`)
      }
  })

  await t.test("can’t lose a mandatory mention", async (t) => {
    for (const format of layoutFormats)
      for (const field of mandatoryFields) {
        const answer = await call("PUT", format, without(usualLayouts[format], field))
        t.match(answer.json(), {
          status: 422,
          code: "mandatory_mention",
          errors: [{ path: `/fields/${field}` }],
        })
      }
    t.match((await call("GET", "page")).json(), { own: false })
  })

  await t.test("wrong ones are refused", async (t) => {
    const { fields } = usualLayouts.roll
    for (const layout of [
      { fields: [] },
      { fields: [...fields, { field: "poem" }] },
      { fields: [...fields, { field: "title" }] },
      { fields: fields.map((one) => ({ ...one, size: "tiny" })) },
      { fields, message: "x".repeat(301) },
      { fields, paper: "a5" },
      { fields, script: "x" },
    ])
      t.equal((await call("PUT", "roll", layout)).statusCode, 422, JSON.stringify(layout).slice(0, 80))
    t.ok((await call("PUT", "poster", usualLayouts.roll)).statusCode >= 400)
  })

  await t.test("what is printed follows, until the default is back", { skip: !hasPoppler() }, async (t) => {
    const performance = await makePerformance(app, organisation)
    const pdfOf = async () => {
      const { order } = await buy(app, performance)
      return waitUntil(async () => {
        const answer = await app.inject(`/api/v1/orders/${order.token}/tickets.pdf`)
        return answer.statusCode === 200 && wordsOf(answer.rawPayload)
      })
    }
    const before = await pdfOf()
    t.match(before, "Votrecommande", "the page that folds")
    t.match(before, /Opérationnº\d+/, "with the number of its operation")
    t.match(before, "surinternet", "and where it was sold")
    const layout: Layout = {
      ...{ paper: "a6", message: "Vestiaire <gratuit>" },
      fields: [{ field: "message", size: "large" }, ...usualLayouts.page.fields],
    }
    const saved = await call("PUT", "page", layout)
    t.equal(saved.statusCode, 200, saved.body)
    t.same((await call("GET", "page")).json(), { format: "page", own: true, layout })
    const after = await pdfOf()
    t.match(after, "Vestiaire<gratuit>")
    t.notMatch(after, "Votrecommande", "an A6 ticket alone")
    const rival = await app.inject({
      url: "/api/v1/organisations/rival/ticket-layouts/page",
      headers: as("outsider"),
    })
    t.match(rival.json(), { own: false }, "another organisation keeps its own")
    t.equal((await call("DELETE", "page")).statusCode, 204)
    t.match(await pdfOf(), "Votrecommande")
  })
})

t.test("the editor in the back office", async (t) => {
  const { app, as } = await testApp(t)
  const get = (page: string, person: Parameters<typeof as>[0] = "manager") =>
    openPage(app, `/admin/theatre/ticket-layouts${page}`, as(person))
  const form = (layout: Layout): Record<string, string> =>
    Object.fromEntries(
      layout.fields
        .filter(({ field }) => field !== "rule")
        .flatMap(({ field, size = "normal", strong }, index) => [
          [`shown-${field}`, "on"],
          [`rank-${field}`, String(index + 1)],
          [`size-${field}`, size],
          ...(strong ? [[`strong-${field}`, "on"]] : []),
        ]),
    )
  const post = (page: string, fields: Record<string, string>, person: Parameters<typeof as>[0] = "manager") =>
    postForm(app, `/admin/theatre/ticket-layouts${page}`, fields, as(person))

  for (const person of ["boxOffice", "accounting", "door", "outsider"] as const) {
    for (const page of ["", "/page", "/page/preview.svg"])
      t.equal((await get(page, person)).statusCode, 403, `${person} ${page}`)
    t.equal((await post("/page", form(usualLayouts.page), person)).statusCode, 403)
  }
  t.match((await get("")).body, "Présentation d’origine")
  const page = await get("/roll")
  t.match(
    page.body,
    /<input type="hidden" name="shown-licences" value="on"\/>/,
    "what is mandatory is locked",
  )

  const refused = await post("/roll", form(without(usualLayouts.roll, "licences", "price")))
  t.equal(refused.statusCode, 422)
  t.match(refused.body, "Licence d’entrepreneur de spectacles : cette mention est obligatoire")
  t.match(refused.body, "Prix ou gratuité : cette mention est obligatoire")
  const ranks = await post("/roll", { ...form(usualLayouts.roll), "rank-title": "first" })
  t.match(ranks.body, "Spectacle : un rang de 1 à 99")

  const moved = {
    ...form(usualLayouts.roll),
    "rank-price": "1",
    "rank-organiser": "2",
    message: "À <bientôt>",
  }
  t.equal((await post("/roll", moved)).headers.location, "/admin/theatre/ticket-layouts/roll?done=saved")
  const { layout } = (await app.inject({ url: `${path}/roll`, headers: as("manager") })).json()
  t.equal(layout.fields[0].field, "price")
  t.equal(layout.message, "À <bientôt>")
  t.match((await get("/roll?done=saved")).body, "La présentation est enregistrée")

  for (const format of layoutFormats) {
    const query = new URLSearchParams({
      ...form(usualLayouts[format]),
      "shown-message": "on",
      "rank-message": "1",
    })
    query.set("message", '</text><script>alert("x")</script>')
    const picture = await get(`/${format}/preview.svg?${query}`)
    t.equal(picture.statusCode, 200, picture.body)
    t.match(picture.headers["content-type"], "image/svg+xml")
    t.notMatch(picture.body, "<script", "what is typed is no markup")
    t.match((await get(`/${format}/preview.svg`)).body, /^<svg/, "and an empty form has a picture too")
  }
  t.equal((await post("/roll/removal", {})).statusCode, 303)
  t.match((await get("/roll")).body, "Les billets suivent la présentation d’origine")
})

const texts = (max: number) =>
  fc
    .string({ unit: fc.constantFrom(..."abcdefgh éèàÉ-'xyz".split("")), minLength: 3, maxLength: max })
    .map((words) => `x${words}`)

/** Any layout that the server takes. */
const anyLayout = fc
  .record({
    optional: fc.subarray(fieldNames.filter((name) => !mandatoryFields.has(name))),
    styles: fc.array(
      fc.record({
        size: fc.constantFrom(...layoutSizes),
        strong: fc.boolean(),
        rank: fc.double({ noNaN: true }),
      }),
      { minLength: fieldNames.length, maxLength: fieldNames.length },
    ),
    paper: fc.constantFrom("a4" as const, "a6" as const),
    message: texts(60),
  })
  .map(({ optional, styles, paper, message }): Layout => {
    const names = [...mandatoryFields, ...optional]
    const fields = names
      .map((field, index) => ({
        field,
        ...(styles[index] ?? { size: "normal" as const, strong: false, rank: 0 }),
      }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ rank: _, ...one }) => one)
    return { paper, message, fields }
  })

const anySale = fc.record({
  eventTitle: texts(60),
  eventSubtitle: fc.option(texts(60)),
  venueName: texts(40),
  zoneName: texts(30),
  tariffName: texts(30),
  seat: fc.option(texts(24).map((label) => ({ label }))),
  amount: fc.integer({ min: 0, max: 100_000 }),
  operation: fc.integer({ min: 1, max: 9_999_999 }),
  duplicate: fc.boolean(),
})

t.test("no layout loses a mandatory mention, whatever is sold: read back from each paper", async (t) => {
  const stock = await fglEncoder({ widthMm: 51, lengthMm: 140, dpi: 300, letters: "windows1252" })
  const rolls = await Promise.all([32, 42, 48].map((columns) => escposEncoder({ columns, family: "epson" })))
  await fc.assert(
    fc.asyncProperty(anyLayout, anySale, async (layout, sale) => {
      const ticket = { ...aTicket("481"), ...sale }
      const sheet = { ...aSheet({ tickets: [ticket] }) }
      const slip = slipOfTicket(sheet, ticket, layout)
      const [cut] = readFgl(stock(slip), "windows-1252")
      const papers = rolls.map((roll) => readEscpos(roll(slip))[0])
      const read: [string, string, string | undefined][] = [
        ["stock", cut?.texts.map(({ words }) => words).join("") ?? "", cut?.code],
        ...papers.map((paper): [string, string, string | undefined] => [
          "roll",
          paper?.text ?? "",
          paper?.codes[0],
        ]),
      ]
      if (hasPoppler()) read.push(["page", wordsOf(await renderTickets(sheet, layout)), ticket.code])
      for (const [paper, words, code] of read) {
        if (code !== ticket.code) throw new Error(`${paper}: the code`)
        for (const field of mandatoryFields) {
          const said = field !== "code" && sayField(field, sheet, ticket)?.words
          if (said && !squeezed(words).includes(squeezed(said)))
            throw new Error(`${paper}, ${field}: ${said} is not in ${words}`)
        }
      }
    }),
    { numRuns: 40 },
  )
  t.pass()
})

t.test(
  "the code of a page laid out otherwise is read from a picture of it",
  { skip: !hasPoppler() },
  async (t) => {
    const sheet = aSheet()
    for (const paper of ["a4", "a6"] as const) {
      const [picture] = photograph(await renderTickets(sheet, { ...usualLayouts.page, paper }), 150)
      t.equal(picture && scan(picture), sheet.tickets[0]?.code, paper)
    }
  },
)

t.test("a layout kept before something became mandatory has it all the same", (t) => {
  const old = without(usualLayouts.roll, "operation", "sale")
  const { fields } = completeLayout(old)
  t.same(
    fields.slice(-2).map(({ field }) => field),
    ["operation", "sale"],
  )
  t.end()
})
