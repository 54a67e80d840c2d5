import { execFileSync } from "node:child_process"
import t from "tap"
import { printStatements } from "../../../plugins/books/print-statements.ts"
import { dayOf } from "../../../plugins/ledger/periods.ts"
import { type StatementPart, totalsOf } from "../../../plugins/ledger/statement.ts"
import { recordOutcome } from "../../../plugins/orders/record-outcome.ts"
import type { Organisation } from "../../../server/access.ts"
import { makePerformance, type TestApp, type TestPerformance, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { buy } from "../../support/shopping.ts"
import { missing } from "../../support/tools.ts"

const skip = missing("pdftotext", "pdfinfo")
const home = "/admin/theatre"

/** What a person reads, with one kind of space. */
const read = (pdf: Buffer) =>
  execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf })
    .toString("utf8")
    .replace(/[^\S\n\f]+/gu, " ")

const euros = (cents: number) => `${(cents / 100).toFixed(2).replace(".", ",")} €`

/** Three at full price of which one is given back, two free. */
async function evening({ app, db, organisation }: TestApp): Promise<TestPerformance> {
  const performance = await makePerformance(app, organisation)
  await buy(app, performance, { quantity: 2 })
  const { order } = await buy(app, performance, { quantity: 3, tariff: "plein", method: "sandbox" })
  const { id } = await db
    .selectFrom("payments")
    .select("id")
    .where("order_id", "=", order.id)
    .executeTakeFirstOrThrow()
  await recordOutcome(app, organisation.id, id, "paid")
  const { id: ticket } = await db
    .selectFrom("tickets")
    .select("id")
    .where("order_id", "=", order.id)
    .executeTakeFirstOrThrow()
  await db.transaction().execute(async (trx) => {
    await trx.updateTable("tickets").set({ status: "cancelled" }).where("id", "=", ticket).execute()
    await app.events.emit(trx, "tickets.cancelled", {
      ...{ organisationId: organisation.id, orderId: order.id, ticketIds: [ticket] },
      payments: [{ method: "sandbox", amount: -2400 }],
      doing: { channel: "office", by: "user:1" },
    })
  })
  return performance
}

t.test("the statement of a performance says on paper what it says over the API", { skip }, async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  const { performanceId } = await evening(cast)
  const url = `${home}/statements/${performanceId}/export.pdf`
  t.equal((await openPage(app, url, as("boxOffice"))).statusCode, 403)
  t.equal((await openPage(app, url, as("outsider"))).statusCode, 403)
  t.equal((await openPage(app, `${home}/statements/999/export.pdf`, as("accounting"))).statusCode, 404)
  const answer = await openPage(app, url, as("accounting"))
  t.match(answer.headers, {
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="bordereaux-${performanceId}.pdf"`,
  })
  const words = read(answer.rawPayload)
  const statement = await app.inject({
    url: `/api/v1/organisations/theatre/statements/${performanceId}`,
    headers: as("accounting"),
  })
  const { lines, totals, organisation, performance } = statement.json()
  t.equal(lines.length, 2)
  for (const line of lines) {
    const said = line.free
      ? `${line.zone} ${line.tariff} ${line.issued} ${line.cancelled}`
      : `${line.zone} ${line.tariff} ${euros(line.unit)} ${line.issued} ${line.cancelled} ${euros(line.gross)} 5,5 % ${euros(line.net)} ${euros(line.vat)}`
    t.match(words, said)
  }
  t.match(words, `Total 3 1 ${euros(totals.gross)} ${euros(totals.net)} ${euros(totals.vat)}`)
  t.match(words, `Total ${totals.free.issued} ${totals.free.cancelled}\n`)
  t.match(words, organisation.name)
  t.match(words, organisation.siret)
  t.match(words, organisation.licences[0])
  t.match(words, performance.title)
  t.match(words, performance.venue)
  t.match(words, /Édité le \S+ \d+ \S+ \d{4} à \d+ h/)
  t.match(words, /Parterre \d\S+ \(comptes \d/)
  const english = await openPage(app, `${url}?lang=en`, as("accounting"))
  t.match(read(english.rawPayload), /Recipe statement[\s\S]*€48\.00/)
})

t.test("the day has the statement of each performance", { skip }, async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  await evening(cast)
  await evening(cast)
  const date = dayOf(new Date(), { timezone: "Europe/Paris", closingTime: "04:00" })
  await postForm(app, `${home}/books/closings`, { period: "month", date }, as("accounting"))
  const url = (number: number) => `${home}/books/closings/${number}/export.pdf`
  const answer = await openPage(app, url(1), as("accounting"))
  t.match(answer.headers["content-disposition"], `bordereaux-${date}.pdf`)
  const words = read(answer.rawPayload)
  t.equal(words.match(/Total 3 1 48,00 € 45,50 € 2,50 €/g)?.length, 2, words)
  t.equal((await openPage(app, url(2), as("accounting"))).statusCode, 404, "a month has none")
})

t.test("long statements go on over pages, each with its heads and its number", { skip }, async (t) => {
  const lines = Array.from({ length: 130 }, (_, n) => ({
    ...{ zone: `Catégorie ${n}`, tariff: "Tarif «très» réduit pour demandeurs d’emploi de longue durée" },
    ...{ unit: 1000 + n, rate: n % 2 ? 550 : 210, free: false, issued: n, cancelled: 1 },
    ...{ gross: 123_456, net: 120_000, vat: 3456 },
  }))
  const part: StatementPart = {
    performance: {
      id: "1",
      title: "Œdipe, Ödipus, Οἰδίπους",
      startsAt: "2027-01-15T19:30:00Z",
      venue: "Łódź",
    },
    ...{ lines, totals: totalsOf(lines), entries: 7 },
  }
  const organisation = {
    ...{ id: "1", slug: "theatre", name: "Théâtre", timezone: "Europe/Paris", currency: "EUR", locale: "fr" },
    legal: { licences: [], vatLiable: false },
    ...{ address: null, trainingOf: null },
  } as unknown as Organisation
  const input = {
    organisation,
    locale: "fr" as const,
    editedAt: new Date("2027-01-16T10:00:00Z"),
    version: "1",
  }
  const pdf = Buffer.from(await printStatements({ ...input, parts: [part] }))
  t.same(pdf, Buffer.from(await printStatements({ ...input, parts: [part] })), "the same bytes")
  const pages = read(pdf).split("\f").filter(Boolean)
  t.ok(pages.length >= 3, `${pages.length} pages`)
  for (const [index, page] of pages.entries()) {
    t.match(page, new RegExp(`Page ${index + 1} sur ${pages.length}`))
    if (index < pages.length - 1) t.match(page, /Catégorie Tarif/)
  }
  for (let n = 0; n < 130; n++) t.match(pages.join(""), `Catégorie ${n} `)
  t.match(pages[0], "Organisme non assujetti à la TVA")
  t.match(pages.join(""), /2,1 % [\s\S]*5,5 %/, "by rate where there are several")
  t.match(read(Buffer.from(await printStatements({ ...input, parts: [] }))), "Aucun billet délivré")
})
