import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Queue } from "bullmq"
import { Redis } from "ioredis"
import t, { type Test } from "tap"
import { emptyDatabase } from "../support/empty-database.ts"
import { freePort, parterre, startParterre } from "../support/program.ts"
import { missing } from "../support/tools.ts"
import { waitUntil } from "../support/wait-until.ts"

/** As docker-compose.yml runs it: PostgreSQL of an owner who is no superuser, Redis, one web and one worker. */
t.test("web and worker apart, on Postgres and Redis", { skip: missing("redis-server") }, async (t) => {
  const database = await emptyDatabase(t, "createrole")
  const redis = await startRedis(t)
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    SECRET_KEY: `a secret of this test only: ${process.pid} ${Date.now()}`,
    PUBLIC_URL: "https://shop.example",
    ADMIN_EMAIL: "ada@example.test",
    ADMIN_PASSWORD: "a long password",
  }
  // Both migrate an empty database at the same time: one does, the other waits.
  const [web, worker] = await Promise.all([
    startParterre(t, env, ["--role", "web"]),
    startParterre(t, env, ["--role", "worker"]),
  ])
  const role = await database.query("select current_database()").then(() => applicationRole(database.query))
  t.match(
    role,
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false },
    "the application's role is no owner",
  )
  t.teardown(() => worker.process.kill("SIGKILL"))

  t.equal((await fetch(`${worker.url}/healthz`)).status, 200)
  t.equal((await fetch(`${worker.url}/metrics`)).status, 200)
  t.equal((await fetch(`${worker.url}/`)).status, 404, "a worker has no pages")

  const api = await signedIn(web.url, env)
  t.equal((await api("organisations", organisation)).status, 201)
  t.equal((await api("organisations/theatre/imports/season", season)).status, 200)
  const order = await buyOne(web.url)
  t.equal(order.status, "paid")
  await waitUntil(
    async () => {
      const read = (await (await fetch(`${web.url}/api/v1/orders/${order.token}`)).json()) as {
        tickets: { documentReady: boolean }[]
      }
      return read.tickets[0]?.documentReady
    },
    { what: "the PDF, made by the worker" },
  )

  await t.test("check sees it all", async (t) => {
    const { code, out } = await parterre(t, ["check"], { ...env, PORT: new URL(web.url).port })
    t.equal(code, 0, out)
    t.match(out, "✓ The queue (in Redis) answers.")
    t.match(out, "✓ One worker runs.")
    t.notMatch(out, "superuser")
  })
  await t.test("backed up by its owner, and restored while Redis still holds old jobs", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "parterre-operator-"))
    t.teardown(() => rmSync(folder, { recursive: true }))
    const file = join(folder, "backup")
    t.match(await parterre(t, ["backup", file], env), { code: 0 })
    t.equal(await web.end(), 0)
    t.equal(await worker.end(), 0)
    const connection = new Redis(redis.url)
    const queue = new Queue("parterre", { connection })
    await queue.add("mail.send", {}, { jobId: "outbox-12" })
    const target = await emptyDatabase(t)
    t.match(await parterre(t, ["restore", file], { ...env, DATABASE_URL: target.url }), { code: 0 })
    t.notOk(await queue.getJob("outbox-12"), "a number that will be given again stands for nothing old")
    await queue.close()
    connection.disconnect()
    t.match(await parterre(t, ["check"], { ...env, DATABASE_URL: target.url }), { out: "! No worker runs" })
  })
})

const organisation = {
  slug: "theatre",
  name: "Théâtre de Quimper",
  timezone: "Europe/Paris",
  currency: "EUR",
  locale: "fr",
  legal: { licences: ["PLATESV-D-2026-000123"], vatLiable: true },
}

const startsAt = new Date(Date.now() + 3 * 86_400_000).toISOString()
const season = {
  format: "parterre-season/1",
  venues: [{ ref: "salle", name: "Grande salle", timezone: "Europe/Paris" }],
  tariffs: [{ ref: "gratuit", name: "Gratuit" }],
  events: [
    {
      ref: "malade",
      title: "Le Malade imaginaire",
      vatRate: 550,
      performances: [
        {
          ref: "malade-1",
          venue: "salle",
          startsAt,
          zones: [{ ref: "libre", name: "Placement libre", capacity: 40, prices: { gratuit: 0 } }],
        },
      ],
    },
  ],
}

async function signedIn(url: string, env: { ADMIN_EMAIL: string; ADMIN_PASSWORD: string }) {
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v1/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    })
  const answer = await post("auth/login", { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD })
  const { token } = (await answer.json()) as { token: string }
  return (path: string, body: object) => post(path, body, { authorization: `Bearer ${token}` })
}

async function buyOne(url: string): Promise<{ status: string; token: string }> {
  const shop = `${url}/api/v1/shop/theatre`
  const { data } = (await (await fetch(`${shop}/performances`)).json()) as {
    data: { id: string; zones: { prices: { id: string }[] }[] }[]
  }
  const [performance] = data
  const items = [
    { performanceId: performance?.id, priceId: performance?.zones[0]?.prices[0]?.id, quantity: 1 },
  ]
  const json = { "content-type": "application/json" }
  const cart = (await (
    await fetch(`${shop}/carts`, { method: "POST", headers: json, body: JSON.stringify({ items }) })
  ).json()) as { id: string; secret: string }
  const customer = { email: "ada@example.test", firstName: "Ada", lastName: "Lovelace" }
  const checkout = await fetch(`${shop}/carts/${cart.id}/checkout`, {
    method: "POST",
    headers: { ...json, "cart-secret": cart.secret },
    body: JSON.stringify({ customer }),
  })
  return ((await checkout.json()) as { order: { status: string; token: string } }).order
}

async function applicationRole(query: (sql: string) => Promise<{ rows: unknown[] }>) {
  const { rows } = await query(
    `select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname =
       (select grantee from information_schema.role_table_grants
        where table_name = 'orders' and privilege_type = 'INSERT' and grantee <> current_user limit 1)`,
  )
  return rows[0]
}

async function startRedis(t: Test): Promise<{ url: string }> {
  const port = await freePort()
  const dir = mkdtempSync(join(tmpdir(), "parterre-redis-"))
  const options = { port, bind: "127.0.0.1", save: "", appendonly: "no", dir }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = spawn("redis-server", args, { stdio: "ignore" })
  t.teardown(async () => {
    server.kill()
    await once(server, "exit")
    rmSync(dir, { recursive: true, force: true })
  })
  return { url: `redis://127.0.0.1:${port}` }
}
