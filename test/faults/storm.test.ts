import { randomInt } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import t, { type Test } from "tap"
import { hallPlan } from "../../bench/support/hall.ts"
import { plugins } from "../../plugins/index.ts"
import { applicationConnection, ownerConnection } from "../../server/database.ts"
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "../../server/embedded-postgres.ts"
import { migrate } from "../../server/migrate.ts"
import { migrationSources } from "../../server/plugin.ts"
import { kernelMigrations } from "../../server/start.ts"
import { makePerformance, type TestDatabase, type TestPerformance, testApp } from "../harness.ts"
import { freePort, type Program, startParterre } from "../support/program.ts"
import { makeSeatedPerformance, type Seat, type SeatedPerformance } from "../support/seated.ts"
import { testSecretKey, testSecrets } from "../support/secrets.ts"
import { customer } from "../support/shopping.ts"
import { right, stockBooks } from "../support/stock-books.ts"
import { waitUntil } from "../support/wait-until.ts"

const seconds = Number(process.env.STORM_SECONDS ?? 60)
const buyers = 12

/** A PostgreSQL of its own that keeps what it commits, for it is going to crash. */
async function ownDatabase(t: Test): Promise<TestDatabase> {
  const above = mkdtempSync(join(tmpdir(), "parterre-storm-"))
  const dataDir = join(above, "data")
  const postgres = await startEmbeddedPostgres({ dataDir, maxConnections: 120 })
  const connection = ownerConnection(postgres.url)
  await migrate(connection, applicationConnection(connection, testSecrets), [
    kernelMigrations,
    ...migrationSources(plugins),
  ])
  const owner = new pg.Pool({ connectionString: postgres.url, max: 3 })
  owner.on("error", () => {})
  t.teardown(async () => {
    await owner.end()
    await postgres.stop()
    await removeEmbeddedPostgres(dataDir)
    rmSync(above, { recursive: true, force: true })
  })
  return { url: postgres.url, owner, connection, dataDir: join(above, "kept") }
}

/** What the server said was done: it must still be so afterwards. */
interface Told {
  paid: Set<string>
  refusals: Record<string, number>
}

interface Fair {
  urls: string[]
  told: Told
  seated: SeatedPerformance
  seats: Seat[]
  unseated: TestPerformance
}

/** One buyer's visit: some of everything that people do. Whatever fails, fails; what is answered counts. */
async function visit({ urls, told, seated, seats, unseated }: Fair): Promise<void> {
  const ask = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const url = urls[randomInt(urls.length)]
    const answer = await fetch(url + path, {
      method,
      headers: { ...(body ? { "content-type": "application/json" } : {}), ...headers },
      signal: AbortSignal.timeout(10_000),
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const json = answer.status === 204 ? {} : ((await answer.json()) as Record<string, never>)
    if (!answer.ok) told.refusals[answer.status] = (told.refusals[answer.status] ?? 0) + 1
    return { ok: answer.ok, json }
  }
  const { performanceId } = seated
  const tariff = randomInt(2) ? ("gratuit" as const) : ("plein" as const)
  const price = seated.price(tariff)
  const at = randomInt(seats.length - 4)
  const items = [
    { performanceId, zoneId: seated.zones[0]?.id, best: { [price]: 1 + randomInt(4) }, anywhere: true },
    {
      performanceId,
      seats: seats.slice(at, at + 1 + randomInt(4)).map(({ id }) => ({ seatId: id, priceId: price })),
    },
    { performanceId: unseated.performanceId, priceId: unseated.prices[tariff], quantity: 1 + randomInt(3) },
  ].filter(() => randomInt(2) === 0)
  if (items.length === 0) return
  const cart = await ask("POST", "/api/v1/shop/theatre/carts", { items })
  if (!cart.ok) return
  const { id, secret } = cart.json
  const path = `/api/v1/shop/theatre/carts/${id}`
  const own = { "cart-secret": String(secret) }
  if (randomInt(4) === 0) return void (await ask("DELETE", `${path}/items/1`, undefined, own))
  if (randomInt(6) === 0) return void (await ask("DELETE", path, undefined, own))
  const placed = await ask("POST", `${path}/checkout`, { customer, payment: { method: "sandbox" } }, own)
  if (!placed.ok) return
  const { order, payment } = placed.json as unknown as {
    order: { token: string; status: string }
    payment: { id: string } | null
  }
  if (!payment) return void told.paid.add(order.token)
  await sleep(randomInt(400))
  if (randomInt(5) === 0) return
  const outcome = randomInt(6) ? "paid" : "refused"
  const settled = await ask("POST", `/api/v1/payments/sandbox/${payment.id}`, { outcome })
  if (settled.ok && outcome === "paid") told.paid.add(order.token)
}

t.test(`${seconds} seconds of buyers, killed processes and a crashing PostgreSQL`, async (t) => {
  t.setTimeout(600_000)
  const database = await ownDatabase(t)
  const { owner } = database
  const cast = await testApp(t, { database })
  const seated = await makeSeatedPerformance(cast, hallPlan(20, 30))
  const unseated = await makePerformance(cast.app, cast.organisation, { capacity: 400 })
  const seats = await seated.seats()

  const env = {
    DATABASE_URL: database.url,
    SECRET_KEY: testSecretKey,
    RATE_LIMIT: "0",
    PAYMENT_SANDBOX: "1",
    QUEUE_LOCK_SECONDS: "2",
    QUEUE_AGAIN_SECONDS: "2",
  }
  const parts = [
    { role: "web", env: { ...env, PORT: String(await freePort()) } },
    { role: "web", env: { ...env, PORT: String(await freePort()) } },
    { role: "worker", env },
  ]
  const start = (part: (typeof parts)[number]) => startParterre(t, part.env, ["--role", part.role])
  const running: Program[] = []
  for (const part of parts) running.push(await start(part))

  const told: Told = { paid: new Set(), refusals: {} }
  const fair: Fair = { urls: running.slice(0, 2).map(({ url }) => url), told, seated, seats, unseated }
  const end = Date.now() + seconds * 1000
  const visits = { made: 0, broken: 0 }
  const crowd = Array.from({ length: buyers }, async () => {
    while (Date.now() < end) {
      visits.made++
      await visit(fair).catch(() => {
        visits.broken++
      })
      await sleep(randomInt(60))
    }
  })
  // Time passes faster for some carts than for others.
  const clock = (async () => {
    while (Date.now() < end) {
      await owner
        .query("update carts set expires_at = now() where state in ('open', 'pending') and random() < 0.15")
        .catch(() => undefined)
      await sleep(700)
    }
  })()
  const killed = { processes: 0, databases: 0 }
  const chaos = (async () => {
    for (let turn = 0; Date.now() < end - 4000; turn++) {
      await sleep(3000)
      if (turn % 3 === 0) {
        // A server process that dies makes PostgreSQL end all the others and recover.
        const { rows } = await owner
          .query(
            "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1",
          )
          .catch(() => ({ rows: [] }))
        if (rows[0]) {
          process.kill(rows[0].pid, "SIGKILL")
          killed.databases++
        }
      } else {
        const at = killed.processes % running.length
        const part = parts[at]
        if (!part) continue
        await running[at]?.end("SIGKILL")
        killed.processes++
        running[at] = await start(part)
      }
    }
  })()
  await Promise.all([...crowd, clock, chaos])
  t.comment(JSON.stringify({ ...visits, ...killed, paid: told.paid.size, refusals: told.refusals }))
  t.ok(killed.processes > 0 && killed.databases > 0, "it was a storm")
  await waitUntil(
    () =>
      owner.query("select").then(
        () => true,
        () => false,
      ),
    { seconds: 60, what: "the database" },
  )
  t.ok(told.paid.size > 10, "and people bought in it")

  await t.test("afterwards every hold ends, and the books are right", async (t) => {
    const ended = async () => {
      await owner.query("update carts set expires_at = now() where state in ('open', 'pending')")
      const { rows } = await owner.query(
        "select count(*)::int as left from carts where state in ('open', 'pending')",
      )
      return rows[0].left === 0
    }
    await waitUntil(ended, { seconds: 60, what: "every hold to end" })
    t.same(await stockBooks({ owner }), right)
  })

  await t.test("every order that was said to be paid is, and has its tickets and seats", async (t) => {
    const { rows } = await owner.query(`
      select o.token, o.status, (select count(*)::int from cart_items i where i.cart_id = o.cart_id) as places,
        (select count(*)::int from tickets k where k.order_id = o.id) as tickets,
        (select count(*)::int from payments p where p.order_id = o.id and p.status in ('to_refund', 'refunded')) as refunds
      from orders o`)
    const orders = new Map(rows.map((row) => [row.token, row]))
    const lost = [...told.paid].filter((token) => {
      const order = orders.get(token)
      return !order || (order.status !== "paid" && order.refunds === 0)
    })
    t.same(lost, [], "what was answered is kept")
    const odd = rows.filter((row) => row.tickets !== (row.status === "paid" ? row.places : 0))
    t.same(odd, [], "as many tickets as places, where it is paid; none elsewhere")
    const doubled = await owner.query(
      "select seat from tickets where seat is not null and status = 'valid' group by performance_id, seat having count(*) > 1",
    )
    t.same(doubled.rows, [])
  })

  await t.test("and the tickets are printed in the end", async () => {
    await waitUntil(
      async () =>
        (
          await owner.query(
            `select from orders o where status = 'paid' and not exists (
               select from ticket_documents d where d.order_id = o.id)`,
          )
        ).rowCount === 0,
      { seconds: 120, what: "the PDFs" },
    )
  })
})
