import t from "tap"
import { makePerformance, testApp } from "../harness.ts"
import { itemsOf, openCart, postCart, postCheckout, removeCart } from "../support/shopping.ts"

t.test("shop writes are limited by address, all of them together", async (t) => {
  const { app, organisation } = await testApp(t, { env: { RATE_LIMIT: "4" } })
  const performance = await makePerformance(app, organisation)
  const cart = await openCart(app, itemsOf(performance))
  const other = await openCart(app, itemsOf(performance))
  t.equal((await postCheckout(app, cart)).statusCode, 201)
  t.equal((await removeCart(app, other)).statusCode, 204)

  const refused = await postCart(app, itemsOf(performance))
  t.match(refused.json(), { status: 429, code: "too_many_requests" })
  t.match(refused.headers["content-type"], "application/problem+json")
  t.ok(Number(refused.headers["retry-after"]) > 0, "says when to come back")
  t.equal((await postCheckout(app, cart)).statusCode, 429)

  t.equal((await app.inject("/api/v1/shop/theatre/performances")).statusCode, 200, "reading goes on")
  const elsewhere = await app.inject({
    method: "POST",
    url: "/api/v1/shop/theatre/carts",
    remoteAddress: "192.0.2.7",
    payload: { items: itemsOf(performance) },
  })
  t.equal(elsewhere.statusCode, 201, "another address has its own count")
})

t.test("a proxy’s word for the address is taken only where the operator says so", async (t) => {
  for (const [trusted, status] of [
    ["0", 429],
    ["1", 201],
  ] as const) {
    const { app, organisation } = await testApp(t, { env: { RATE_LIMIT: "1", TRUST_PROXY: trusted } })
    const items = itemsOf(await makePerformance(app, organisation))
    t.equal((await postCart(app, items, { "x-forwarded-for": "192.0.2.1" })).statusCode, 201)
    t.equal(
      (await postCart(app, items, { "x-forwarded-for": "192.0.2.2" })).statusCode,
      status,
      `TRUST_PROXY=${trusted}`,
    )
  }
})

t.test("what a visitor writes in front of the proxy’s word changes nothing", async (t) => {
  const { app, organisation } = await testApp(t, { env: { RATE_LIMIT: "1", TRUST_PROXY: "1" } })
  const items = itemsOf(await makePerformance(app, organisation))
  t.equal((await postCart(app, items, { "x-forwarded-for": "203.0.113.1, 192.0.2.1" })).statusCode, 201)
  t.equal((await postCart(app, items, { "x-forwarded-for": "203.0.113.2, 192.0.2.1" })).statusCode, 429)
})

t.test("no limit when the operator says 0", async (t) => {
  const { app, organisation } = await testApp(t, { env: { RATE_LIMIT: "0" } })
  const performance = await makePerformance(app, organisation, { capacity: 1000 })
  const answers = await Promise.all(Array.from({ length: 700 }, () => postCart(app, itemsOf(performance))))
  t.same([...new Set(answers.map((answer) => answer.statusCode))], [201])
})

t.test("who tries addresses at random is slowed down", async (t) => {
  const { app } = await testApp(t)
  for (let n = 0; n < 300; n++)
    if ((await app.inject(`/api/v1/nothing/${n}`)).statusCode !== 404) return t.fail(`refused at ${n}`)
  t.match((await app.inject("/api/v1/nothing/300")).json(), { status: 429, code: "too_many_requests" })
  t.match((await app.inject("/no/such/page/at/all")).statusCode, 429, "pages too")
})
