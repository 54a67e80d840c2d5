import t, { type Test } from "tap"
import { makePerformance, type TestApp, testApp } from "../harness.ts"
import { eachOrderServedOnce } from "../support/deliveries.ts"
import { holdUp } from "../support/hold-up.ts"
import { postOffice } from "../support/post-office.ts"
import { startParterre } from "../support/program.ts"
import { noRedis, redisServer } from "../support/redis-server.ts"
import { testSecretKey } from "../support/secrets.ts"
import { buy, customer, itemsOf, openCart, readOrder } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

/** Each write of a PDF takes half a second, in which its worker can be killed. */
const slowPrinting = `
  create function slow_down() returns trigger language plpgsql as $$
  begin perform pg_sleep(0.5); return new; end $$;
  create trigger slow before insert on ticket_documents for each row execute function slow_down()`

/** The built program in a process of its own, as an operator starts it. */
function start(t: Test, { url }: TestApp, role: "web" | "worker", env: Record<string, string> = {}) {
  const own = { DATABASE_URL: url, SECRET_KEY: testSecretKey, RATE_LIMIT: "0", ...env }
  return startParterre(t, own, ["--role", role])
}

const impatient = { QUEUE_LOCK_SECONDS: "1", QUEUE_AGAIN_SECONDS: "2" }

for (const [backend, kills] of [
  ["PostgreSQL", 2],
  ["Redis", 1],
] as const) {
  const skip = backend === "Redis" && noRedis()
  t.test(`workers killed in the middle of their jobs, the queue in ${backend}`, { skip }, async (t) => {
    const office = await postOffice(t)
    const redis = backend === "Redis" ? await redisServer(t) : undefined
    const cast = await testApp(t)
    const { app, owner } = cast
    const performance = await makePerformance(app, cast.organisation)
    await owner.query(slowPrinting)
    const orders = 8
    for (let n = 0; n < orders; n++) await buy(app, performance)

    const env = { ...impatient, SMTP_URL: office.url, ...(redis ? { REDIS_URL: redis.url } : {}) }
    for (let time = 0; time < kills; time++) {
      const worker = await start(t, cast, "worker", env)
      await waitUntil(
        async () => {
          const { rowCount } = await owner.query(
            "select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
          )
          return (rowCount ?? 0) > 0
        },
        { what: "a worker in the middle of its job" },
      )
      await worker.end("SIGKILL")
    }
    const { rows } = await owner.query("select count(*)::int as done from ticket_documents")
    t.ok(rows[0].done < orders, `${rows[0].done} of ${orders} were done`)

    const last = await start(t, cast, "worker", env)
    await eachOrderServedOnce(t, cast, office, orders)
    t.equal(await last.end("SIGTERM"), 0, "and the last one ends cleanly")
  })
}

t.test("a worker that is asked to stop finishes the job in hand", async (t) => {
  const cast = await testApp(t)
  const { app, owner } = cast
  await owner.query(slowPrinting)
  const worker = await start(t, cast, "worker")
  const { order } = await buy(app, await makePerformance(app, cast.organisation))
  await waitUntil(
    async () =>
      (
        await owner.query(
          "select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
        )
      ).rowCount,
  )
  t.equal(await worker.end("SIGTERM"), 0)
  t.equal((await readOrder(app, order.token)).tickets[0]?.documentReady, true)
})

t.test("a web process killed in the middle of an order: the client asks another one again", async (t) => {
  const cast = await testApp(t)
  const { app, owner } = cast
  const performance = await makePerformance(app, cast.organisation, { capacity: 5 })
  await buy(app, performance)
  const cart = await openCart(app, itemsOf(performance, 2))
  const [first, second] = await Promise.all([start(t, cast, "web"), start(t, cast, "web")])
  const checkout = (url: string) =>
    fetch(`${url}/api/v1/shop/theatre/carts/${cart.id}/checkout`, {
      method: "POST",
      headers: { "content-type": "application/json", "cart-secret": cart.secret, "idempotency-key": "mine" },
      body: JSON.stringify({ customer }),
    })

  const held = await holdUp(cast, "lock table tickets in exclusive mode", [])
  const cut = checkout(first.url).then(
    () => "answered",
    () => "cut",
  )
  await held.waiting(1)
  await first.end("SIGKILL")
  t.equal(await cut, "cut")
  const again = checkout(second.url)
  await held.release()
  const answer = await again
  t.equal(answer.status, 201)
  const { order } = (await answer.json()) as { order: { token: string } }
  t.equal((await readOrder(app, order.token)).tickets.length, 2)
  const repeat = await checkout(second.url)
  t.equal(repeat.headers.get("idempotent-replay"), "true")
  t.same(((await repeat.json()) as { order: object }).order, order)

  const { rows } = await owner.query(
    "select (select count(*)::int from orders) as orders, (select count(*)::int from tickets) as tickets, (select taken from zone_stock) as taken",
  )
  t.same(rows, [{ orders: 2, tickets: 3, taken: 3 }])
})
