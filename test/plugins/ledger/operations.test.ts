import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { buy } from "../../support/shopping.ts"

const url = "/api/v1/organisations/theatre/operations"

t.test("sales are in the books with their number, as they are committed", async (t) => {
  const { app, organisation, as, db } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  await buy(app, performance, { quantity: 2 })
  const { order, payment } = await buy(app, performance, { quantity: 3, tariff: "plein", method: "sandbox" })
  const before = await app.inject({ url, headers: as("accounting") })
  t.equal(before.json().data.length, 1, "an order that is not paid is no operation")
  await app.inject({
    method: "POST",
    url: `/api/v1/payments/sandbox/${payment?.id}`,
    payload: { outcome: "paid" },
  })

  const { data, nextCursor } = (await app.inject({ url, headers: as("accounting") })).json()
  t.equal(nextCursor, null)
  t.match(data, [
    {
      number: 1,
      kind: "free_entry",
      total: 0,
      paid: 0,
      lines: [{ quantity: 2, unit: 0, net: 0, vat: 0 }],
      payments: [],
    },
    {
      number: 2,
      kind: "sale",
      orderId: order.id,
      total: 7200,
      paid: 7200,
      channel: "online",
      by: null,
      lines: [
        {
          performance: performance.performanceId,
          title: "Le Malade imaginaire",
          venue: "Grande salle",
          zone: "Placement libre",
          tariff: "Plein tarif",
          quantity: 3,
          unit: 2400,
          rate: 550,
          gross: 7200,
          net: 6825,
          vat: 375,
          tickets: [`${order.number}-1`, `${order.number}-2`, `${order.number}-3`],
        },
      ],
      payments: [{ method: "sandbox", amount: 7200 }],
    },
  ])
  t.notMatch(JSON.stringify(data), /Ada|Lovelace|example\.org/, "no personal data")
  const second = (await app.inject({ url: `${url}?after=1`, headers: as("accounting") })).json().data
  t.same(second, data.slice(1))
  const first = (await app.inject({ url: `${url}?limit=1`, headers: as("accounting") })).json()
  t.same(first, { data: data.slice(0, 1), nextCursor: "1" })

  const verified = (await app.inject({ url: `${url}/verification`, headers: as("accounting") })).json()
  t.match(verified, { ok: true, count: 2, head: data[1].mac, brokenAt: null, faults: [] })
  t.same(await db.selectFrom("ledger_drafts").select("id").execute(), [], "nothing waits")
})

t.test("what is refused", async (t) => {
  const { app, as } = await testApp(t)
  t.equal((await app.inject(url)).statusCode, 401)
  t.equal((await app.inject({ url, headers: as("door") })).statusCode, 403)
  t.equal((await app.inject({ url, headers: as("boxOffice") })).statusCode, 403)
  for (const query of ["after=-1", "after=x", "limit=0", "cursor=x"])
    t.equal((await app.inject({ url: `${url}?${query}`, headers: as("manager") })).statusCode, 422, query)
  t.same((await app.inject({ url, headers: as("manager") })).json(), { data: [], nextCursor: null })
  t.match((await app.inject({ url: `${url}/verification`, headers: as("manager") })).json(), {
    ok: true,
    count: 0,
    brokenAt: null,
  })
})
