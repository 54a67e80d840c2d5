import t from "tap"
import { closeByClock } from "../../../plugins/ledger/close-by-clock.ts"
import { readClosings } from "../../../plugins/ledger/read-closings.ts"
import { verifyBooks } from "../../../plugins/ledger/verify.ts"
import { recordOutcome } from "../../../plugins/orders/record-outcome.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { buy } from "../../support/shopping.ts"

const base = "/api/v1/organisations/theatre"

async function sell(
  { app, organisation, db }: TestApp,
  performance: Awaited<ReturnType<typeof makePerformance>>,
) {
  await buy(app, performance, { quantity: 2 })
  const { order } = await buy(app, performance, { quantity: 3, tariff: "plein", method: "sandbox" })
  const { id } = await db
    .selectFrom("payments")
    .select("id")
    .where("order_id", "=", order.id)
    .executeTakeFirstOrThrow()
  await recordOutcome(app, organisation.id, id, "paid")
}

const post = (
  { app, as }: TestApp,
  payload: object,
  person: "accounting" | "boxOffice" | "door" = "accounting",
) => app.inject({ method: "POST", url: `${base}/closings`, headers: as(person), payload })

t.test("a day, a month and a year are closed on demand", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, as } = cast
  await sell(cast, await makePerformance(app, organisation))
  const { dayOf } = await import("../../../plugins/ledger/periods.ts")
  const today = dayOf(new Date(), { timezone: "Europe/Paris", closingTime: "04:00" })
  for (const payload of [
    { period: "day", date: "2999-01-01" },
    { period: "day", date: "2026-02-31" },
    { period: "day", date: "2026-02" },
    { period: "week", date: today },
    { period: "month" },
  ])
    t.equal((await post(cast, payload)).statusCode, 422, JSON.stringify(payload))
  t.equal((await post(cast, { period: "day", date: today }, "boxOffice")).statusCode, 403)

  const answer = await post(cast, { period: "day", date: today })
  t.equal(answer.statusCode, 201, answer.body)
  t.match(answer.json(), {
    number: 1,
    period: "day",
    date: today,
    first: 1,
    last: 2,
    perpetualTotal: 7200,
    totals: {
      operations: 2,
      byKind: { sale: 1, free_entry: 1 },
      issued: 5,
      cancelled: 0,
      free: 2,
      gross: 7200,
      net: 6825,
      vat: 375,
      paid: 7200,
      byRate: [{ rate: 550, gross: 7200, net: 6825, vat: 375 }],
      byTariff: [
        { tariff: "Invitation", issued: 2, gross: 0 },
        { tariff: "Plein tarif", issued: 3, gross: 7200 },
      ],
      byMethod: [{ method: "sandbox", received: 7200, returned: 0, amount: 7200 }],
    },
    by: /^user:/,
  })
  t.match((await post(cast, { period: "day", date: today })).json(), { status: 409, code: "already_closed" })

  // What comes after is of the open period.
  await sell(cast, await makePerformance(app, organisation))
  const month = (await post(cast, { period: "month", date: today })).json()
  t.match(month, {
    number: 2,
    period: "month",
    date: today.slice(0, 7),
    first: 1,
    last: 2,
    perpetualTotal: 7200,
  })
  const tomorrow = new Date(Date.now() + 86_400_000)
  await closeByClock(app, new Date(tomorrow.getTime() + 86_400_000))
  const [late] = await readClosings(cast.db, { period: "day" })
  t.match(late, { first: 3, last: 4, totals: { gross: 7200 }, perpetual: { gross: 14_400 } })

  const list = (await app.inject({ url: `${base}/closings?period=day`, headers: as("accounting") })).json()
    .data
  t.same(
    list.map((one: { date: string }) => one.date),
    [late?.date, today],
  )
  t.match(await verifyBooks(app, organisation.id), { ok: true })
})

t.test("a month that is closed late leaves the days after it to the next one", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  await sell(cast, await makePerformance(app, organisation))
  const { dayOf } = await import("../../../plugins/ledger/periods.ts")
  const today = dayOf(new Date(), { timezone: "Europe/Paris", closingTime: "04:00" })
  const [year = 0, month = 0] = today.split("-").map(Number)
  const before = month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`
  const day = (await post(cast, { period: "day", date: today })).json()
  t.match((await post(cast, { period: "month", date: before })).json(), { totals: { operations: 0 } })
  t.match((await post(cast, { period: "month", date: today.slice(0, 7) })).json(), {
    ...{ first: day.first, last: day.last, totals: day.totals },
  })
  t.match(await verifyBooks(app, organisation.id), { ok: true })
})

t.test("by the clock: each day that is over once, however many look", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, db } = cast
  await closeByClock(app, new Date(Date.now() + 5 * 86_400_000))
  t.same(await readClosings(db, {}), [], "nothing was ever sold: nothing to close")
  await sell(cast, await makePerformance(app, organisation))
  await closeByClock(app)
  t.same(await readClosings(db, {}), [], "the day is not over")
  const later = new Date(Date.now() + 400 * 86_400_000)
  await Promise.all([closeByClock(app, later), closeByClock(app, later)])
  const closings = await readClosings(db, { limit: 5000 })
  const count = (period: string) => closings.filter((one) => one.period === period).length
  t.equal(count("day"), 400)
  t.ok(count("month") >= 13)
  t.ok(count("year") >= 1)
  t.ok(closings.every((one) => one.period !== "year" || one.totals.gross === 7200 || one.totals.gross === 0))
  t.match(await verifyBooks(app, organisation.id), { ok: true, chains: [{}, { count: closings.length }, {}] })
})

t.test("the statement of a performance", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, as } = cast
  const performance = await makePerformance(app, organisation)
  const url = `${base}/statements/${performance.performanceId}`
  t.equal((await app.inject({ url, headers: as("boxOffice") })).statusCode, 403)
  t.equal((await app.inject({ url: `${base}/statements/999999`, headers: as("accounting") })).statusCode, 404)
  t.match((await app.inject({ url, headers: as("accounting") })).json(), {
    lines: [],
    totals: { issued: 0, gross: 0 },
  })
  await sell(cast, performance)
  await sell(cast, await makePerformance(app, organisation))
  t.match((await app.inject({ url, headers: as("accounting") })).json(), {
    organisation: { name: "Théâtre de Quimper", licences: ["PLATESV-D-2026-000123"] },
    performance: { id: performance.performanceId, title: "Le Malade imaginaire", venue: "Grande salle" },
    lines: [
      {
        zone: "Placement libre",
        tariff: "Plein tarif",
        unit: 2400,
        rate: 550,
        free: false,
        issued: 3,
        cancelled: 0,
        gross: 7200,
        net: 6825,
        vat: 375,
      },
      {
        zone: "Placement libre",
        tariff: "Invitation",
        unit: 0,
        free: true,
        issued: 2,
        cancelled: 0,
        gross: 0,
      },
    ],
    totals: { issued: 5, cancelled: 0, gross: 7200, net: 6825, vat: 375, free: { issued: 2, cancelled: 0 } },
    entries: 0,
  })
})
