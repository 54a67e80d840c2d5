import t from "tap"
import { closeByClock } from "../../../plugins/ledger/close-by-clock.ts"
import { operationsBetween } from "../../../plugins/ledger/operations-between.ts"
import { dayOf } from "../../../plugins/ledger/periods.ts"
import { readClosings } from "../../../plugins/ledger/read-closings.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { openPage } from "../../support/forms.ts"
import { buy, itemsOf } from "../../support/shopping.ts"

const home = "/admin/theatre"
const day = (at: Date) => dayOf(at, { timezone: "Europe/Paris", closingTime: "04:00" })
const dayMs = 86_400_000
const plain = (body: string) => body.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ")

/** Sold by the box office: two at full price in cash, one at reduced price by card; and two free ones on the web. */
async function evening({ app, as, organisation }: TestApp) {
  const performance = await makePerformance(app, organisation)
  const post = (url: string, payload: object) =>
    app.inject({
      method: "POST",
      url: `/api/v1/organisations/theatre${url}`,
      headers: as("boxOffice"),
      payload,
    })
  const till = await post("/till-sessions", { tillId: "Caisse du hall", float: 0 })
  const tillSessionId = till.json().id
  for (const [tariff, quantity, method, amount] of [
    ["plein", 2, "cash", 4800],
    ["reduit", 1, "card", 1600],
  ] as const) {
    const sold = await post("/sales", {
      ...{ tillSessionId, items: itemsOf(performance, quantity, tariff), payments: [{ method, amount }] },
    })
    if (sold.statusCode !== 201) throw new Error(sold.body)
  }
  await buy(app, performance, { quantity: 2 })
  return performance
}

t.test("the journals of a period add up, by rate, tariff, method, person and till", async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  await evening(cast)
  const today = day(new Date())
  const query = `?from=${today}&to=${today}`
  const sales = plain((await openPage(app, `${home}/journals/sales${query}`, as("accounting"))).body)
  for (const words of [
    /5,5 % 3 0 64,00 € 60,67 € 3,33 €/,
    /Plein tarif 2 0 48,00 €/,
    /Tarif réduit 1 0 16,00 €/,
    /Invitation 2 0 0,00 €/,
    /boxOffice 3 0 64,00 €/,
    /Caisse du hall 3 0 64,00 €/,
    /En ligne 2 0 0,00 €/,
  ])
    t.match(sales, words)
  const cash = plain((await openPage(app, `${home}/journals/cash${query}`, as("accounting"))).body)
  for (const words of [/Espèces 48,00 € 0,00 € 48,00 €/, /boxOffice 64,00 € 0,00 € 64,00 €/])
    t.match(cash, words)
  const csv = (await openPage(app, `${home}/journals/sales.csv${query}`, as("accounting"))).body
  t.match(csv, /^\ufeffNuméro;/)
  t.equal(csv.trim().split("\r\n").length, 4, "a head and a row for each line of each operation")
  t.match(
    csv,
    /;Vente;[2-9A-Z]{4}-[2-9A-Z]{4};boxOffice;Caisse du hall;Le Malade imaginaire;.*;Plein tarif;2;24,00;48,00;/,
  )
  const money = (await openPage(app, `${home}/journals/cash.csv${query}`, as("accounting"))).body
  t.match(money, /;Espèces;48,00\r\n/)
  t.match(money, /;Carte bancaire;16,00\r\n/)
})

t.test("who sells sees their own entries, others none, and wrong days are said", async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  await evening(cast)
  for (const path of ["sales", "cash", "sales.csv", "cash.csv"]) {
    const url = `${home}/journals/${path}`
    t.equal((await openPage(app, url)).statusCode, 303, url)
    t.equal((await openPage(app, url, as("door"))).statusCode, 403, url)
    t.equal((await openPage(app, url, as("outsider"))).statusCode, 403, url)
    t.equal((await openPage(app, url, as("inspector"))).statusCode, 200, url)
  }
  const own = plain((await openPage(app, `${home}/journals/sales`, as("boxOffice"))).body)
  t.match(own, "Vos propres opérations.")
  t.match(own, /Plein tarif 2/)
  t.notMatch(own, "Invitation", "the web’s are not theirs")
  t.notMatch((await openPage(app, `${home}/journals/sales.csv`, as("boxOffice"))).body, "Invitation")
  const wrong = await openPage(app, `${home}/journals/sales?from=2027-02-31&to=x`, as("accounting"))
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, "Indiquez deux jours")
  const rival = await openPage(app, "/admin/rival/journals/sales", as("outsider"))
  t.match(rival.body, "Rien dans cette période", "another organisation has its own")
})

t.test("what comes late is of the day it fell in, as in the closings", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation } = cast
  const performance = await makePerformance(app, organisation)
  await buy(app, performance)
  const now = new Date()
  const later = new Date(now.getTime() + dayMs)
  await closeByClock(app, later)
  // Stamped today, and yet after the closing of today.
  await buy(app, performance)
  const between = (from: Date, to: Date, at = later) =>
    operationsBetween(db, organisation.id, { from: day(from), to: day(to), now: at })
  const [closing] = await readClosings(db, { period: "day" })
  t.match(closing, { date: day(now), first: 1, last: 1 })
  t.same(await between(now, now), { first: 1, last: 1 })
  t.same(await between(now, later), { first: 1, last: 2 })
  t.same(await between(later, later), { first: 2, last: 2 }, "the open period")
  const before = new Date(now.getTime() - 30 * dayMs)
  const nothing = await between(before, new Date(now.getTime() - 20 * dayMs))
  t.ok(nothing.last < nothing.first, "nothing was sold then")
  const future = new Date(later.getTime() + 5 * dayMs)
  const none = await between(future, future)
  t.ok(none.last < none.first, "nor will have been")
})

t.test("debts, tickets, the technical journal, and what an inspector finds first", async (t) => {
  const cast = await testApp(t)
  const { app, as, db, organisation } = cast
  const performance = await evening(cast)
  const { order } = await buy(app, performance)
  await db.transaction().execute((trx) =>
    app.events.emit(trx, "payment.recorded", {
      ...{ organisationId: organisation.id, orderId: order.id },
      payments: [{ method: "cheque", amount: 700 }],
      doing: { channel: "office", by: "user:1" },
    }),
  )
  const pages = ["/books/debts", "/books/tickets", "/books/journal", "/inspection"]
  for (const url of [...pages, "/books/debts.csv", "/books/tickets.csv", "/books/journal.csv"]) {
    t.equal((await openPage(app, home + url)).statusCode, 303, url)
    t.equal((await openPage(app, home + url, as("boxOffice"))).statusCode, 403, url)
    t.equal((await openPage(app, home + url, as("outsider"))).statusCode, 403, url)
    t.equal((await openPage(app, home + url, as("inspector"))).statusCode, 200, url)
  }
  const see = async (url: string) => plain((await openPage(app, home + url, as("inspector"))).body)
  t.match(await see("/books/debts"), new RegExp(`${order.number}.*-7,00 €`))
  t.match(await see(`/books/debts?q=${order.number.toLowerCase()}`), "-7,00 €")
  t.match(await see("/books/debts?which=owed"), "Aucun résultat")
  t.match(await see("/books/tickets"), /6 billets/)
  t.match(await see("/books/tickets?q=Malade&status=cancelled"), "Aucun résultat")
  const journal = await see("/books/journal")
  t.match(journal, /Export .*inspector/)
  t.match(journal, /Caisse ouverte boxOffice session \d+ · float 0/)
  t.match((await openPage(app, `${home}/books/journal.csv`, as("inspector"))).body, /;till_opened;user:\d+;/)
  const first = await openPage(app, home, as("inspector"))
  t.equal(first.headers.location, `${home}/inspection`)
  const inspection = await see("/inspection")
  t.match(inspection, "PLATESV-D-2026-000123")
  t.match(inspection, /Ventes 64,00 €/)
  t.match(inspection, /Dernière vérification Pas encore/)
  t.notMatch(inspection, "lovelace", "and nobody’s name")
  t.notMatch(await see("/books/tickets"), /lovelace/i)
})
