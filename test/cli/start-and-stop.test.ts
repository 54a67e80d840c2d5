import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { projectRoot } from "../../server/project.ts"
import { makePerformance, testApp, testDatabase } from "../harness.ts"
import { freshDataDir, processesNaming } from "../server/embedded-postgres.support.ts"
import { freePort, parterre, startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
import { waitUntil } from "../support/wait-until.ts"

t.test("the first start says where everything is, and the administrator's password once", async (t) => {
  const DATA_DIR = freshDataDir(t)
  const first = await startParterre(t, { DATA_DIR })
  t.match(first.out(), `Shop:           ${first.url}/`)
  t.match(first.out(), `Back office:    ${first.url}/admin`)
  const [, email, password] = /Administrator: {2}(\S+) {2}password: (\S+)/.exec(first.out()) ?? []
  t.equal((await signIn(first.url, email, password)).status, 200)
  t.equal(await first.end(), 0)

  const second = await startParterre(t, { DATA_DIR })
  t.notMatch(second.out(), "Administrator")
  t.equal((await signIn(second.url, email, password)).status, 200, "the data are found again")
  t.equal(await second.end(), 0)
})

t.test("Ctrl-C stops it, the embedded database too", async (t) => {
  const DATA_DIR = freshDataDir(t)
  const program = await startParterre(t, { DATA_DIR })
  t.not((await processesNaming(DATA_DIR)).length, 0, "PostgreSQL runs")
  t.equal(await program.end("SIGINT"), 0)
  t.strictSame(await processesNaming(DATA_DIR), [], "nothing runs any more")
})

t.test("after kill -9 the next start recovers by itself", async (t) => {
  const DATA_DIR = freshDataDir(t)
  const env = { DATA_DIR, ADMIN_EMAIL: "ada@example.test", ADMIN_PASSWORD: "a long password" }
  const killed = await startParterre(t, env)
  await killed.end("SIGKILL")
  const next = await startParterre(t, env)
  t.equal((await signIn(next.url, env.ADMIN_EMAIL, env.ADMIN_PASSWORD)).status, 200)
  t.equal(await next.end(), 0)
})

t.test("npm start passes the signal on, and ends when all has ended", async (t) => {
  const DATA_DIR = freshDataDir(t)
  const port = await freePort()
  const { PATH = "", HOME = "/tmp" } = process.env
  const env = [
    `PATH=${PATH}`,
    `HOME=${HOME}`,
    "DEMO=0",
    "LOG_LEVEL=fatal",
    `DATA_DIR=${DATA_DIR}`,
    `PORT=${port}`,
  ]
  const npm = spawn("env", ["-i", ...env, "npm", "start"], { cwd: projectRoot, stdio: "ignore" })
  t.teardown(() => npm.kill("SIGKILL"))
  const ready = `http://127.0.0.1:${port}/readyz`
  await waitUntil(async () => (await fetch(ready).catch(() => undefined))?.ok, { seconds: 60 })
  npm.kill("SIGTERM")
  t.strictSame(await once(npm, "exit"), [0, null])
  t.strictSame(await processesNaming(DATA_DIR), [], "nothing runs any more")
})

t.test("no request is cut by SIGTERM", async (t) => {
  const database = await testDatabase(t)
  const { app, organisation } = await testApp(t, { database })
  const performance = await makePerformance(app, organisation, { capacity: 10_000 })
  const item = { performanceId: performance.performanceId, priceId: performance.prices.gratuit, quantity: 1 }
  const program = await startParterre(t, {
    DATABASE_URL: database.url,
    SECRET_KEY: testSecretKey,
    RATE_LIMIT: "0",
  })
  let ended = false
  let answered = 0
  const cut: string[] = []
  const buyers = Array.from({ length: 16 }, async () => {
    while (!ended) {
      try {
        const answer = await fetch(`${program.url}/api/v1/shop/theatre/carts`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ items: [item] }),
        })
        const { id } = (await answer.json()) as { id?: string }
        if (answer.status === 201 && id) answered++
        else cut.push(`${answer.status}`)
      } catch (error) {
        const { code } = ((error as Error).cause ?? {}) as { code?: string }
        // What the closed port refused, or took and never read, did not become a request.
        if (code !== "ECONNREFUSED" && code !== "ECONNRESET") cut.push(`${error} ${code}`)
        await sleep(5)
      }
    }
  })
  await waitUntil(() => answered > 200)
  const code = await program.end()
  ended = true
  await Promise.all(buyers)
  t.equal(code, 0)
  t.strictSame(cut, [], "all that were accepted were answered")
  const { rows } = await database.owner.query("select count(*)::int as n from carts")
  t.equal(rows[0].n, answered, "and nothing was done without an answer")
})

t.test("migrate brings an empty database to this version, and again does nothing", async (t) => {
  const env = { DATA_DIR: freshDataDir(t) }
  for (const _ of [1, 2])
    t.match(await parterre(t, ["migrate"], env), { code: 0, out: "The database is at this version.\n" })
})

function signIn(url: string, email: string | undefined, password: string | undefined) {
  return fetch(`${url}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  })
}
