import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { itemsOf } from "../../support/shopping.ts"
import { counter } from "../../support/till.ts"

t.test("an organisation says what its counters accept", async (t) => {
  const cast = await testApp(t)
  const { app, as, organisation } = cast
  const url = "/api/v1/organisations/theatre/till-settings"
  const put = (payload: object, person: Parameters<typeof as>[0] = "manager") =>
    app.inject({ method: "PUT", url, headers: as(person), payload })
  const regie = { methods: ["cash", "holiday_voucher"], cashCeiling: 120_000 }

  for (const person of ["boxOffice", "accounting", "door", "outsider"] as const)
    t.equal((await put(regie, person)).statusCode, 403, person)
  for (const payload of [
    { methods: [], cashCeiling: null },
    { methods: ["shells"], cashCeiling: null },
    { methods: ["cash", "cash"], cashCeiling: null },
    { methods: ["cash"], cashCeiling: 0 },
    { methods: ["cash"] },
  ])
    t.equal((await put(payload)).statusCode, 422, JSON.stringify(payload))

  const usual = await app.inject({ url, headers: as("boxOffice") })
  t.same(usual.json(), {
    methods: ["cash", "card", "cheque", "voucher", "transfer", "free"],
    cashCeiling: null,
    exchangeAtLeast: false,
  })
  t.same((await put(regie)).json(), { ...regie, exchangeAtLeast: false })

  const performance = await makePerformance(app, organisation)
  const desk = counter(cast)
  const tillSessionId = await desk.open()
  const pay = (method: string, more: object = {}) =>
    desk.post("sales", {
      tillSessionId,
      items: itemsOf(performance, 1, "plein"),
      payments: [{ method, amount: 2400, ...more }],
    })
  t.match((await pay("card")).json(), { status: 422, errors: [{ path: "/payments/0/method" }] })
  t.equal((await pay("holiday_voucher", { faceValue: 2500 })).statusCode, 201)
  const page = await app.inject({ url: "/till/theatre", headers: as("boxOffice") })
  t.match(page.body, "Chèque-vacances")
  t.notMatch(page.body, "Carte bancaire")
})
