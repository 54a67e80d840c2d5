import t, { type Test } from "tap"
import { makeDemo } from "../../../plugins/demo/make-demo.ts"
import { plugins } from "../../../plugins/index.ts"
import { buildApp } from "../../../server/app.ts"
import { readConfig } from "../../../server/config.ts"
import { applicationConnection, Databases } from "../../../server/database.ts"
import { type TestDatabase, testDatabase } from "../../harness.ts"
import { testSecretKey, testSecrets } from "../../support/secrets.ts"

/** The application on a database where nobody has been yet. */
async function emptyApp(t: Test, database: TestDatabase, env: Record<string, string> = {}) {
  const config = readConfig({
    DATABASE_URL: database.url,
    SECRET_KEY: testSecretKey,
    LOG_LEVEL: "fatal",
    PUBLIC_URL: "http://parterre.test",
    PAYMENT_SANDBOX: "1",
    DEMO: "1",
    ...env,
  })
  const connection = applicationConnection(database.connection, testSecrets)
  const databases = new Databases(connection, 8, () => {})
  const app = await buildApp({ config, secrets: testSecrets, databases, plugins, queue: { connection } })
  t.teardown(async () => {
    await app.close()
    await databases.close()
  })
  return app
}

const count = async ({ owner }: TestDatabase, table: string): Promise<number> => {
  const { rows } = await owner.query<{ count: number }>(`select count(*)::int as count from ${table}`)
  return rows[0]?.count ?? -1
}

t.test("an empty instance gets its season once", async (t) => {
  const database = await testDatabase(t)
  const app = await emptyApp(t, database)
  await Promise.all([makeDemo(app), makeDemo(app)])
  t.equal(await count(database, "organisations"), 1)
  t.equal(await count(database, "events"), 12)
  const performances = await count(database, "performances")
  const orders = await count(database, "orders")
  t.ok(orders > 10)
  t.match(await app.identity.organisationBySlug("demo"), {
    name: "Théâtre municipal",
    legal: { licences: [/./, /./] },
  })

  const shop = await app.inject("/api/v1/shop/demo/performances?limit=100")
  const { data } = shop.json()
  const of = (ref: string) => data.find((one: { ref: string }) => one.ref === ref)
  t.equal(data.length, performances)
  t.equal(of("atelier-costumes-1").status, "sold_out")
  t.equal(of("nuit-des-rois-1").status, "not_yet")
  t.match(
    of("malade-imaginaire-1").zones.find(({ name }: { name: string }) => name === "Loges"),
    { status: "last", remaining: 4 },
  )
  const statuses = await database.owner.query("select distinct status from orders")
  t.same(statuses.rows, [{ status: "paid" }])

  await makeDemo(app)
  t.same(
    [await count(database, "performances"), await count(database, "orders")],
    [performances, orders],
    "a later start adds nothing",
  )
})

t.test("what a crash left unfinished is finished", async (t) => {
  const database = await testDatabase(t)
  const app = await emptyApp(t, database)
  await database.owner.query(
    "insert into organisations (slug, name, timezone, currency, locale, vat_liable) values ('demo', 'D', 'Europe/Paris', 'EUR', 'fr', true)",
  )
  await makeDemo(app)
  t.equal(await count(database, "events"), 12)
})

t.test("an instance that serves somebody is left alone", async (t) => {
  const database = await testDatabase(t)
  const app = await emptyApp(t, database)
  await database.owner.query(
    "insert into organisations (slug, name, timezone, currency, locale, vat_liable) values ('opera', 'O', 'Europe/Paris', 'EUR', 'fr', true)",
  )
  await makeDemo(app)
  t.equal(await count(database, "organisations"), 1)
  t.equal(await count(database, "events"), 0)
})

t.test("nothing is made where it was not asked for, and nothing is sold where mail leaves", async (t) => {
  const database = await testDatabase(t)
  await makeDemo(await emptyApp(t, database, { DEMO: "0" }))
  t.equal(await count(database, "organisations"), 0)
  await makeDemo(await emptyApp(t, database, { SMTP_URL: "smtp://127.0.0.1:1" }))
  t.equal(await count(database, "events"), 12)
  t.equal(await count(database, "orders"), 0)
  const free = await testDatabase(t)
  await makeDemo(await emptyApp(t, free, { PAYMENT_SANDBOX: "0" }))
  t.equal(await count(free, "payments"), 0, "without the sandbox, only what is free")
  t.ok((await count(free, "orders")) > 0)
})
