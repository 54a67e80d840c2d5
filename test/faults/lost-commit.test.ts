import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { makePerformance, testApp } from "../harness.ts"
import { databaseGate } from "../support/database-gate.ts"
import { holdUp } from "../support/hold-up.ts"
import { buy, itemsOf, openCart, postCart, postCheckout, readOrder } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

async function counts(owner: { query(text: string): Promise<{ rows: unknown[] }> }) {
  const { rows } = await owner.query(
    `select (select count(*)::int from orders) as orders, (select count(*)::int from tickets) as tickets,
       (select count(*)::int from carts) as carts, (select taken from zone_stock) as taken`,
  )
  return rows[0]
}

t.test("the connection is cut after the commit of an order, before anybody heard of it", async (t) => {
  const cast = await testApp(t)
  const gate = await databaseGate(t, cast.connection)
  const { app } = await testApp(t, { database: { ...cast, connection: gate.connection } })
  const performance = await makePerformance(cast.app, cast.organisation)
  const cart = await openCart(app, itemsOf(performance, 2))
  const headers = { "idempotency-key": "mine" }

  gate.cutAtNextCommit()
  const lost = await postCheckout(app, cart, { headers })
  t.equal(gate.cuts, 1)
  t.match(lost.json(), { status: 503, code: "unavailable" })
  t.same(await counts(cast.owner), { orders: 1, tickets: 2, carts: 1, taken: 2 }, "it was made all the same")

  const again = await postCheckout(app, cart, { headers })
  t.equal(again.statusCode, 201)
  t.equal(again.headers["idempotent-replay"], "true")
  t.equal((await readOrder(app, again.json().order.token)).tickets.length, 2)
  t.same(await counts(cast.owner), { orders: 1, tickets: 2, carts: 1, taken: 2 })
})

t.test("the same for the places of a cart", async (t) => {
  const cast = await testApp(t)
  const gate = await databaseGate(t, cast.connection)
  const { app } = await testApp(t, { database: { ...cast, connection: gate.connection } })
  const performance = await makePerformance(cast.app, cast.organisation)
  const headers = { "idempotency-key": "mine" }
  gate.cutAtNextCommit()
  t.equal((await postCart(app, itemsOf(performance, 3), headers)).statusCode, 503)
  const again = await postCart(app, itemsOf(performance, 3), headers)
  t.equal(again.statusCode, 201)
  t.same(await counts(cast.owner), { orders: 0, tickets: 0, carts: 1, taken: 3 }, "held once")
  t.equal((await postCheckout(app, again.json())).statusCode, 201, "with the secret that was lost")
})

t.test("the database ends the connection in the middle of an order", async (t) => {
  const cast = await testApp(t)
  const { app, owner } = cast
  const performance = await makePerformance(app, cast.organisation)
  await buy(app, performance)
  const cart = await openCart(app, itemsOf(performance, 2))
  const headers = { "idempotency-key": "mine" }
  const held = await holdUp(cast, "lock table tickets in exclusive mode", [])
  const ordering = postCheckout(app, cart, { headers })
  await held.waiting(1)
  await owner.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  )
  t.match((await ordering).json(), { status: 503, code: "unavailable" })
  await held.release()
  t.same(await counts(owner), { orders: 1, tickets: 1, carts: 2, taken: 3 }, "nothing of it stays")

  const again = await postCheckout(app, cart, { headers })
  t.equal(again.statusCode, 201)
  t.equal(again.headers["idempotent-replay"], undefined, "it is done for the first time")
  t.same(await counts(owner), { orders: 2, tickets: 3, carts: 2, taken: 3 })
})

t.test("every connection is ended at once, and the shop goes on", async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, owner } = cast
  const performance = await makePerformance(app, cast.organisation)
  await buy(app, performance)
  await owner.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
  )
  const answers = await Promise.all([1, 2, 3, 4].map(() => postCart(app, itemsOf(performance))))
  for (const { statusCode } of answers) t.ok([201, 503].includes(statusCode), String(statusCode))
  for (let time = 0; time < 5; time++) {
    const cart = await postCart(app, itemsOf(performance))
    if (cart.statusCode === 201) return t.pass("back")
  }
  t.fail("not back")
})

t.test("the database is away for a while, and web and workers go on by themselves", async (t) => {
  const cast = await testApp(t)
  const gate = await databaseGate(t, cast.connection)
  const queue = { againAfterSeconds: 1, lockSeconds: 2 }
  const { app } = await testApp(t, { database: { ...cast, connection: gate.connection }, queue, work: true })
  const performance = await makePerformance(cast.app, cast.organisation)
  const before = await buy(app, performance)
  gate.close()
  t.equal((await postCart(app, itemsOf(performance))).statusCode, 503)
  t.equal((await app.inject("/readyz")).statusCode, 503)
  await sleep(1500)
  gate.open()
  await waitUntil(async () => (await app.inject("/readyz")).statusCode === 200, { what: "the database" })
  const after = await buy(app, performance)
  for (const { order } of [before, after])
    await waitUntil(async () => (await readOrder(app, order.token)).tickets[0]?.documentReady, {
      what: "the PDF",
    })
})
