import t from "tap"
import { Type } from "typebox"
import { definePlugin } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { makePerformance, testApp } from "../harness.ts"
import { databaseGate } from "../support/database-gate.ts"
import { customer, itemsOf, openCart, postCart, postCheckout } from "../support/shopping.ts"

/** Routes that go wrong in every way, once for programs and once for people. */
const faulty = definePlugin({
  name: "faulty",
  dependencies: [],
  register(app) {
    for (const page of [false, true]) {
      const prefix = page ? "/faulty" : "/api/v1/faulty"
      const config = { access: "public" as const, page }
      const body = Type.Object(
        {
          customer: Type.Object({ email: Type.String({ maxLength: 5 }) }),
          count: Type.Integer({ minimum: 1 }),
        },
        { additionalProperties: false },
      )
      app.post(`${prefix}/checked`, { config, schema: { body } }, async () => ({}))
      app.get(`${prefix}/refused`, { config }, async () => {
        throw problem(409, "sold_out", "Two are left.", [{ path: "/items/0", message: "is too many" }])
      })
      app.get(`${prefix}/broken`, { config }, async () => {
        throw new Error("the secret inside is 4711")
      })
      app.get(`${prefix}/gone`, { config }, async () => {
        throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })
      })
    }
  },
})

t.test("the same error is a document for a program and a page for a person", async (t) => {
  const { app } = await testApp(t, { plugins: [faulty] })

  await t.test("a refusal", async (t) => {
    const api = await app.inject("/api/v1/faulty/refused")
    t.equal(api.statusCode, 409)
    t.match(api.headers["content-type"], /^application\/problem\+json\b/)
    t.equal(api.headers["cache-control"], "no-store")
    t.same(api.json(), {
      type: "urn:parterre:problem:sold_out",
      title: "Not enough places left",
      status: 409,
      detail: "Two are left.",
      code: "sold_out",
      errors: [{ path: "/items/0", message: "is too many" }],
    })
    const page = await app.inject("/faulty/refused")
    t.equal(page.statusCode, 409)
    t.match(page.headers["content-type"], "text/html")
    t.match(page.body, "Il ne reste pas assez de places")
    t.match(page.body, "Two are left.")
    const english = await app.inject("/faulty/refused?lang=en")
    t.match(english.body, "Not enough places left")
  })

  await t.test("a fault of ours says nothing of the inside", async (t) => {
    const api = await app.inject("/api/v1/faulty/broken")
    t.match(api.json(), { status: 500, code: "internal" })
    const page = await app.inject("/faulty/broken")
    t.equal(page.statusCode, 500)
    t.match(page.body, "Une erreur est survenue de notre côté")
    for (const { body } of [api, page]) t.notMatch(body, "4711")
  })

  await t.test("a database that refuses connections", async (t) => {
    for (const url of ["/api/v1/faulty/gone", "/faulty/gone"]) {
      const answer = await app.inject(url)
      t.equal(answer.statusCode, 503)
      t.equal(answer.headers["retry-after"], "5")
    }
  })

  await t.test("nothing there", async (t) => {
    const api = await app.inject("/api/v1/nothing")
    t.match(api.json(), { status: 404, code: "not_found" })
    t.match(api.headers["content-type"], /^application\/problem\+json\b/)
    const page = await app.inject("/a/b/c/nothing")
    t.equal(page.statusCode, 404)
    t.match(page.body, "Cette page n’existe pas")
    t.match(page.headers["content-security-policy"], "default-src 'none'", "error pages are closed too")
    const organisation = await app.inject("/api/v1/shop/nobody/performances")
    t.match(organisation.json(), { status: 404, code: "not_found" })
  })

  await t.test("every wrong field is named by its path", async (t) => {
    const wrong = { customer: { email: "too long" }, count: 0, more: 1 }
    const api = await app.inject({ method: "POST", url: "/api/v1/faulty/checked", payload: wrong })
    t.equal(api.statusCode, 422)
    t.equal(api.json().code, "invalid_request")
    const paths = api.json().errors.map((error: { path: string }) => error.path)
    t.same(paths.sort(), ["/count", "/customer/email", "/more"])
    for (const { message } of api.json().errors) t.ok(message)
    const missing = await app.inject({
      method: "POST",
      url: "/api/v1/faulty/checked",
      payload: { customer: {} },
    })
    const missed = missing.json().errors.map((error: { path: string }) => error.path)
    t.same(missed.sort(), ["/count", "/customer/email"])
    const page = await app.inject({ method: "POST", url: "/faulty/checked", payload: wrong })
    t.equal(page.statusCode, 422)
    t.match(page.headers["content-type"], "text/html")
  })

  await t.test("a parameter of the address is named with where it is", async (t) => {
    const answer = await app.inject("/api/v1/shop/theatre/performances?limit=lots")
    t.match(answer.json(), { status: 422, errors: [{ path: "/querystring/limit" }] })
  })

  await t.test("what can’t be read", async (t) => {
    const post = (payload: string | Buffer, type: string) =>
      app.inject({
        method: "POST",
        url: "/api/v1/shop/theatre/carts",
        payload,
        headers: { "content-type": type },
      })
    t.match((await post('{"items": [', "application/json")).json(), { status: 400, code: "malformed" })
    t.match((await post("", "application/json")).json(), { status: 400, code: "malformed" })
    t.match((await post('{"__proto__": {}}', "application/json")).json(), { status: 400, code: "malformed" })
    t.match((await post("<items/>", "application/xml")).json(), {
      status: 415,
      code: "unsupported_media_type",
    })
    const large = JSON.stringify({ items: "x".repeat(1024 * 1024) })
    t.match((await post(large, "application/json")).json(), { status: 413, code: "too_large" })
    t.equal((await app.inject("/api/v1/shop/%ff/performances")).statusCode, 400)
  })
})

t.test("text that the database can’t hold is the sender’s fault", async (t) => {
  const { app, organisation } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  const cart = await openCart(app, itemsOf(performance))
  const refused = await postCheckout(app, cart, { customer: { ...customer, firstName: "A\u0000da" } })
  t.equal(refused.statusCode, 422, refused.body)
  t.equal((await postCheckout(app, cart)).statusCode, 201, "the cart is still there")
  const search = await app.inject("/api/v1/shop/theatre/performances?q=%00")
  t.equal(search.statusCode, 422, search.body)
})

t.test("an id beyond what ids can be is simply nothing", async (t) => {
  const { app } = await testApp(t)
  const unknown = "999999999999999999"
  const answer = await postCart(app, [{ performanceId: unknown, priceId: unknown, quantity: 1 }])
  t.match(answer.json(), { status: 422, code: "not_on_sale" })
  const longer = await postCart(app, [{ performanceId: "9".repeat(19), priceId: unknown, quantity: 1 }])
  t.match(longer.json(), { status: 422, code: "invalid_request" })
  for (const url of [
    "/api/v1/shop/theatre/performances/99999999999999999999",
    `/api/v1/orders/999999999999999999.${"x".repeat(24)}`,
    "/api/v1/orders/nothing",
  ])
    t.equal((await app.inject(url)).statusCode, 404, url)
})

t.test("while the database is away", async (t) => {
  const database = await testApp(t)
  const { app, organisation } = database
  const gate = await databaseGate(t, database.connection)
  const through = await testApp(t, { database: { ...database, connection: gate.connection } })
  const url = `/api/v1/shop/${organisation.slug}/performances`
  t.equal((await through.app.inject(url)).statusCode, 200)
  t.equal((await through.app.inject("/readyz")).statusCode, 200)

  gate.close()
  for (const path of [url, "/"]) {
    for (let time = 1; time <= 3; time++) {
      const answer = await through.app.inject(path)
      t.equal(answer.statusCode, 503, `${path}, time ${time}: ${answer.body}`)
      t.equal(answer.headers["retry-after"], "5")
    }
  }
  t.match((await through.app.inject(url)).json(), { code: "unavailable" })
  t.equal((await through.app.inject("/readyz")).statusCode, 503)
  t.equal((await through.app.inject("/healthz")).statusCode, 200, "the process lives")

  gate.open()
  t.equal((await through.app.inject(url)).statusCode, 200, "and it is back without a restart")
  t.equal((await app.inject(url)).statusCode, 200)
})
