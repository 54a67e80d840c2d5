import t from "tap"
import { dayOf } from "../../../plugins/ledger/periods.ts"
import { recordOutcome } from "../../../plugins/orders/record-outcome.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { buy } from "../../support/shopping.ts"

const home = "/admin/theatre"
const today = () => dayOf(new Date(), { timezone: "Europe/Paris", closingTime: "04:00" })

t.test("statements and books are read by who keeps them, and by nobody else", async (t) => {
  const { app, as, organisation } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  await buy(app, performance, { quantity: 2 })
  const closing = await postForm(
    app,
    `${home}/books/closings`,
    { period: "day", date: today() },
    as("accounting"),
  )
  t.equal(closing.statusCode, 303, closing.body)
  const urls = [
    `${home}/statements`,
    `${home}/statements.csv`,
    `${home}/statements/${performance.performanceId}`,
    `${home}/statements/${performance.performanceId}/export.csv`,
    `${home}/books`,
    `${home}/books/closings/1`,
    `${home}/books/closings/1/export.csv`,
  ]
  for (const url of urls) {
    t.equal((await openPage(app, url)).statusCode, 303, url)
    t.equal((await openPage(app, url, as("door"))).statusCode, 403, url)
    t.equal((await openPage(app, url, as("boxOffice"))).statusCode, 403, url)
    t.equal((await openPage(app, url, as("outsider"))).statusCode, 403, url)
    t.equal((await openPage(app, url, as("accounting"))).statusCode, 200, url)
  }
  for (const url of urls.slice(2).filter((url) => url !== `${home}/books`)) {
    const rivals = url.replace("theatre", "rival")
    t.equal((await openPage(app, rivals, as("outsider"))).statusCode, 404, rivals)
    t.equal((await openPage(app, url.replace(/\/\d+/, "/x"), as("accounting"))).statusCode, 422, url)
  }
  for (const url of [`${home}/books/closings`, `${home}/books/verifications`]) {
    t.equal((await postForm(app, url, {})).statusCode, 303, url)
    t.equal((await postForm(app, url, {}, as("boxOffice"))).statusCode, 403, url)
  }
})

t.test("a statement shows what was sold, and the books add up", async (t) => {
  const { app, as, db, organisation } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  const statement = `${home}/statements/${performance.performanceId}`
  t.match((await openPage(app, statement, as("accounting"))).body, "Aucun billet délivré")
  await buy(app, performance, { quantity: 2 })
  const { order } = await buy(app, performance, { quantity: 3, tariff: "plein", method: "sandbox" })
  const payment = await db
    .selectFrom("payments")
    .select("id")
    .where("order_id", "=", order.id)
    .executeTakeFirstOrThrow()
  await recordOutcome(app, organisation.id, payment.id, "paid")

  const { body } = await openPage(app, statement, as("accounting"))
  t.match(body, /Plein tarif[\s\S]*72,00\s€/)
  t.match(body, /Invitation[\s\S]*gratuit/)
  const csv = (await openPage(app, `${statement}/export.csv`, as("accounting"))).body
  t.match(csv, /;Plein tarif;24,00;3;0;72,00;5,5\s%;68,25;3,75\r\n/)
  t.match(csv, /;Invitation;0,00;2;0;0,00;/)

  const books = (await openPage(app, `${home}/books`, as("accounting"))).body
  t.match(books, "Aucune clôture")
  t.match(books, "Ventes = encaissements + reste dû.")
  t.notMatch(books, "ne tombent pas juste")
})

t.test("a day is closed from the page; what cannot be closed is said at its field", async (t) => {
  const { app, as, organisation } = await testApp(t)
  await buy(app, await makePerformance(app, organisation), { quantity: 2 })
  const close = (fields: Record<string, string>) =>
    postForm(app, `${home}/books/closings`, fields, as("accounting"))
  for (const date of ["", "31/01/2026", "2026-02-31", "2999-01-01"]) {
    const refused = await close({ period: "day", date })
    t.equal(refused.statusCode, 422, date)
    t.match(refused.body, "Indiquez une date qui n’est pas à venir.")
    if (date !== "") t.match(refused.body, `value="${date}"`, "what was typed is kept")
  }
  const done = await close({ period: "day", date: today() })
  t.equal(done.headers.location, `${home}/books/closings/1?done=closed`)
  const page = await openPage(app, String(done.headers.location), as("accounting"))
  t.match(page.body, "La période est close.")
  t.match(page.body, "Invitation")
  t.match((await close({ period: "day", date: today() })).body, "Cette période est déjà close.")
  const month = await close({ period: "month", date: today() })
  t.equal(month.headers.location, `${home}/books/closings/2?done=closed`)
  t.equal(
    (await openPage(app, `${home}/books/closings/2/export.csv`, as("accounting"))).statusCode,
    404,
    "a month has no statement of performances",
  )
  t.equal((await openPage(app, `${home}/books/closings/3`, as("accounting"))).statusCode, 404)
})

t.test("entries that somebody touched are named on the page", async (t) => {
  const { app, as, owner, organisation } = await testApp(t)
  await buy(app, await makePerformance(app, organisation), { quantity: 2 })
  const verify = async () => (await postForm(app, `${home}/books/verifications`, {}, as("accounting"))).body
  t.match(await verify(), "Les écritures sont intactes")
  await owner.query("alter table ledger_lines disable trigger user")
  await owner.query("update ledger_lines set total = total + 100 where chain = 'operations'")
  await owner.query("alter table ledger_lines enable trigger user")
  const body = await verify()
  t.match(body, "Les écritures ont été touchées")
  t.match(body, "Opérations, ligne 1 · Modifiée")
  t.match((await openPage(app, `${home}/books`, as("accounting"))).body, "ne tombent pas juste")
})
