import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { Type } from "typebox"
import { answerOnce } from "../../server/idempotency.ts"
import { definePlugin } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { makePerformance, testApp } from "../harness.ts"
import { itemsOf, openCart, postCart, postCheckout } from "../support/shopping.ts"

/** A route that does something slow, counts how often, and can be told to fail once it is done. */
function counter() {
  const seen = { runs: 0, faults: 0 }
  const plugin = definePlugin({
    name: "counter",
    dependencies: [],
    register(app) {
      app.post(
        "/api/v1/shop/:org/counts",
        {
          config: { access: "public" },
          schema: { body: Type.Object({ amount: Type.Integer(), fail: Type.Optional(Type.String()) }) },
        },
        async (request, reply) =>
          answerOnce(request, reply, 201, async (db) => {
            const run = ++seen.runs
            await db
              .insertInto("venues")
              .values({
                organisation_id: request.organisation.id,
                ref: `counted-${run}`,
                name: "Salle",
                timezone: "Europe/Paris",
              })
              .execute()
            await sleep(50)
            if (request.body.fail && seen.faults++ === 0) {
              if (request.body.fail === "refusal") throw problem(409, "sold_out")
              throw new Error("the process died here")
            }
            return { run, amount: request.body.amount }
          }),
      )
    },
  })
  return { plugin, seen }
}

t.test("a POST with a key is done once", async (t) => {
  const { plugin, seen } = counter()
  const { app, db, organisation } = await testApp(t, { plugins: [plugin] })
  const post = (key: string | undefined, body: object, org = organisation.slug) =>
    app.inject({
      method: "POST",
      url: `/api/v1/shop/${org}/counts`,
      headers: key === undefined ? {} : { "idempotency-key": key },
      payload: body,
    })
  const venues = async () => (await db.selectFrom("venues").select("id").execute()).length

  await t.test("a repeat gets the first answer and says so", async (t) => {
    const first = await post("a", { amount: 1 })
    const second = await post("a", { amount: 1 })
    t.equal(first.statusCode, 201)
    t.equal(first.headers["idempotent-replay"], undefined)
    t.equal(second.statusCode, 201)
    t.equal(second.headers["idempotent-replay"], "true")
    t.equal(second.body, first.body)
    t.equal(seen.runs, 1)
  })

  await t.test("another body is refused", async (t) => {
    const answer = await post("a", { amount: 2 })
    t.match(answer.json(), { status: 422, code: "idempotency_conflict" })
    t.equal(seen.runs, 1)
  })

  await t.test("the same key at once does the work once", async (t) => {
    const before = await venues()
    const answers = await Promise.all(Array.from({ length: 10 }, () => post("b", { amount: 3 })))
    t.same(new Set(answers.map((answer) => answer.body)).size, 1)
    t.ok(answers.every((answer) => answer.statusCode === 201))
    t.equal(answers.filter((answer) => answer.headers["idempotent-replay"] === "true").length, 9)
    t.equal((await venues()) - before, 1)
  })

  await t.test("what failed half-way is undone, and can be repeated", async (t) => {
    for (const [fail, status] of [
      ["fault", 500],
      ["refusal", 409],
    ] as const) {
      seen.faults = 0
      const before = await venues()
      t.equal((await post(`c-${fail}`, { amount: 4, fail })).statusCode, status)
      t.equal((await venues()) - before, 0)
      const again = await post(`c-${fail}`, { amount: 4, fail })
      t.equal(again.statusCode, 201)
      t.equal(again.headers["idempotent-replay"], undefined)
      t.equal((await venues()) - before, 1)
    }
  })

  await t.test("one that waits for one that fails does the work itself", async (t) => {
    seen.faults = 0
    const before = await venues()
    const answers = await Promise.all([1, 2, 3].map(() => post("d", { amount: 5, fail: "fault" })))
    t.same(answers.map((answer) => answer.statusCode).sort(), [201, 201, 500])
    t.equal((await venues()) - before, 1)
  })

  await t.test("keys belong to their organisation, and to their route", async (t) => {
    const runs = seen.runs
    t.equal((await post("a", { amount: 9 }, "rival")).statusCode, 201)
    t.equal(seen.runs, runs + 1)
    const performance = await makePerformance(app, organisation)
    t.equal((await postCart(app, itemsOf(performance), { "idempotency-key": "a" })).statusCode, 201)
  })

  await t.test("without a key each POST is one more", async (t) => {
    const runs = seen.runs
    await post(undefined, { amount: 1 })
    await post(undefined, { amount: 1 })
    t.equal(seen.runs, runs + 2)
  })

  await t.test("a key is 1 to 200 characters", async (t) => {
    t.equal((await post("", { amount: 1 })).statusCode, 422)
    t.equal((await post("x".repeat(201), { amount: 1 })).statusCode, 422)
    t.equal((await post("x".repeat(200), { amount: 1 })).statusCode, 201)
  })
})

t.test("carts and orders", async (t) => {
  const { app, organisation, owner } = await testApp(t)
  const performance = await makePerformance(app, organisation, { capacity: 4 })
  const headers = { "idempotency-key": "one" }
  const taken = async () =>
    (await owner.query("select taken from zone_stock where zone_id = $1", [performance.zoneId])).rows[0].taken

  const [first, second] = await Promise.all([1, 2].map(() => postCart(app, itemsOf(performance, 3), headers)))
  t.equal(first?.body, second?.body, "one cart, with its secret, however often it is asked for")
  t.equal(await taken(), 3)

  const refused = await postCart(app, itemsOf(performance, 2), { "idempotency-key": "two" })
  t.match(refused.json(), { status: 409, code: "sold_out" })
  const other = await openCart(app, itemsOf(performance, 1))
  const removed = await app.inject({
    method: "DELETE",
    url: `/api/v1/shop/theatre/carts/${first?.json().id}`,
    headers: { "cart-secret": first?.json().secret },
  })
  t.equal(removed.statusCode, 204)
  const now = await postCart(app, itemsOf(performance, 2), { "idempotency-key": "two" })
  t.equal(now.statusCode, 201, "a refusal is not kept")

  const orders = await Promise.all([1, 2, 3, 4].map(() => postCheckout(app, other, { headers })))
  t.same(new Set(orders.map((order) => order.body)).size, 1, "one order")
  t.equal(orders.filter((order) => order.headers["idempotent-replay"] === "true").length, 3)
  const { rows } = await owner.query("select count(*)::int as count from orders")
  t.equal(rows[0].count, 1)
  t.equal((await owner.query("select count(*)::int as count from tickets")).rows[0].count, 1)
})
