import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import t, { type Test } from "tap"
import { makePerformance, testApp, testDatabase } from "../harness.ts"
import { freshDataDir } from "../server/embedded-postgres.support.ts"
import { emptyDatabase } from "../support/empty-database.ts"
import { parterre, startParterre } from "../support/program.ts"
import { contentOf } from "../support/same-data.ts"
import { testSecretKey } from "../support/secrets.ts"
import { buy, readOrder } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

const secret = { SECRET_KEY: testSecretKey }
const secretFile = "secret.key"

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), "parterre-backup-"))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A shop that has sold: an order with its PDF, texts that COPY has to escape, bytes, and a job that waits. */
async function soldShop(t: Test) {
  const database = await testDatabase(t)
  const shop = await testApp(t, { database, work: true })
  const performance = await makePerformance(shop.app, shop.organisation)
  const placed = await buy(shop.app, performance, { quantity: 3 })
  await waitUntil(async () =>
    (await readOrder(shop.app, placed.order.token)).tickets.every((k) => k.documentReady),
  )
  await database.owner.query(
    `update organisations set welcome = e'tab\\t, line\\nend, back\\\\slash, \\\\N, é, 日本, 🎭', logo = '\\x00ff0a0d5c'`,
  )
  await database.owner.query(
    `insert into outbox (job, payload, handed_at) values ('nothing', '{"organisationId": "1"}', now())`,
  )
  return { ...database, ...shop, order: placed.order }
}

/** The backup is taken by the program; the database is the one of the shop. */
async function backUp(t: Test, url: string, ...options: string[]): Promise<string> {
  const file = join(folder(t), "parterre.tar.gz")
  const ran = await parterre(t, ["backup", file, ...options], { ...secret, DATABASE_URL: url })
  if (ran.code !== 0) throw new Error(ran.err)
  return file
}

t.test("what is backed up comes back", async (t) => {
  const shop = await soldShop(t)
  await shop.app.close()
  const file = await backUp(t, shop.url)
  t.equal(statSync(file).mode & 0o777, 0o600, "nobody else may read it")
  const names = gunzipSync(readFileSync(file)).toString("latin1")
  t.match(names, "tables/organisations/000001", "an ordinary tar archive")
  t.notMatch(names, testSecretKey, "SECRET_KEY is the operator's to keep")

  const target = await emptyDatabase(t)
  const env = { ...secret, DATABASE_URL: target.url }
  const restored = await parterre(t, ["restore", file], env)
  t.match(restored, { code: 0, out: /^\d+ rows of 2\S+ \(Parterre \S+\) are back/ })
  // The one was backed up since, the other restored, and each journal says so.
  const leftOut = ["outbox", "ledger_lines", "ledger_heads"]
  t.strictSame(await contentOf(target.url, leftOut), await contentOf(shop.url, leftOut))
  const lines = (chain: string) =>
    `select number, kind, content from ledger_lines where organisation_id = ${shop.organisation.id} and chain = '${chain}'
     order by number`
  const [kept, back] = [await shop.owner.query(lines("operations")), await target.query(lines("operations"))]
  t.equal(back.rows.length, 1)
  t.same(back.rows, kept.rows)
  const journals = [await shop.owner.query(lines("journal")), await target.query(lines("journal"))]
  t.match(journals[0]?.rows.at(-1), { kind: "backup", content: /"rows":\d+/ })
  t.match(journals[1]?.rows.at(-1), { kind: "restored", content: /"of":"2/ })
  const { rows } = await target.query("select job, handed_at from outbox")
  t.match(rows, [{ job: "nothing", handed_at: null }], "what was being done is to be done again")

  const { app } = await testApp(t, { database: { ...shop, url: target.url } })
  const order = await readOrder(app, shop.order.token)
  t.equal(order.tickets.length, 3, "the order is read")
  t.ok(
    order.tickets.every((ticket) => ticket.code.length > 40),
    "the ticket codes are made by the same keys",
  )

  const again = await parterre(t, ["restore", file], env)
  t.match(again, { code: 1, err: "This database already has users or organisations" })
})

t.test("a busy instance is backed up as of one moment", async (t) => {
  const shop = await testApp(t)
  const performance = await makePerformance(shop.app, shop.organisation, { capacity: 100_000 })
  let selling = true
  let sold = 0
  const buyers = Array.from({ length: 8 }, async () => {
    while (selling) {
      await buy(shop.app, performance, { quantity: 2 })
      sold++
    }
  })
  await waitUntil(() => sold > 50)
  const file = await backUp(t, shop.url)
  selling = false
  await Promise.all(buyers)

  const target = await emptyDatabase(t)
  t.match(await parterre(t, ["restore", file], { ...secret, DATABASE_URL: target.url }), { code: 0 })
  const { rows } = await target.query(`select
    (select count(*)::int from orders) as orders, (select count(*)::int from tickets) as tickets,
    (select sum(taken)::int from zone_stock) as taken,
    (select count(*)::int from cart_items i join carts c on c.id = i.cart_id where c.state in ('open', 'pending', 'sold')) as held,
    (select count(*)::int from tickets) - (select count(*)::int from cart_items i join carts c on c.id = i.cart_id where c.state = 'sold') as apart`)
  const [moment] = rows
  t.ok(moment.orders > 50 && moment.orders <= sold, `${moment.orders} of ${sold} orders`)
  t.equal(moment.tickets, moment.orders * 2, "each order with its tickets")
  t.equal(moment.taken, moment.held, "the stock is what the carts hold")
  t.equal(moment.apart, 0)
})

t.test("a file that was cut short or altered restores nothing", async (t) => {
  const shop = await testApp(t)
  const whole = readFileSync(await backUp(t, shop.url))
  const tar = gunzipSync(whole)
  const target = await emptyDatabase(t)
  const email = tar.indexOf("manager@example.test")
  const altered = Buffer.from(tar)
  altered[email] = "n".charCodeAt(0)
  const cases: Record<string, Buffer> = {
    "cut in the middle": whole.subarray(0, whole.length / 2),
    "cut at the end": whole.subarray(0, -1),
    "without the last entry": gzipSync(tar.subarray(0, tar.lastIndexOf("closing.json"))),
    "with another e-mail": gzipSync(altered),
    "not a backup": Buffer.from("What is this?"),
    empty: Buffer.alloc(0),
  }
  for (const [name, bytes] of Object.entries(cases))
    await t.test(name, async (t) => {
      const file = join(folder(t), "backup")
      writeFileSync(file, bytes)
      const ran = await parterre(t, ["restore", file], { ...secret, DATABASE_URL: target.url })
      t.match(ran, { code: 1, err: /(cut short or damaged|not a backup of Parterre)/ })
      t.notMatch(ran.err, /\bat .*:\d+:\d+/)
      const found = await target.query("select to_regclass('users') as users")
      if (found.rows[0].users)
        t.match(await target.query("select from users union all select from organisations"), { rowCount: 0 })
    })
  const missing = await parterre(t, ["restore", "/not/there"], { ...secret, DATABASE_URL: target.url })
  t.match(missing, { code: 1, err: "/not/there can't be read: ENOENT" })
  await t.test("and the whole file is good after all of them", async (t) => {
    const input = { ...secret, DATABASE_URL: target.url }
    t.match(await parterre(t, ["restore", "-"], input, { input: whole }), { code: 0 })
  })
})

t.test("the secret", async (t) => {
  const shop = await soldShop(t)
  await shop.app.close()
  const without = await backUp(t, shop.url)
  const holding = await backUp(t, shop.url, "--with-secret")
  const other = { SECRET_KEY: "another secret of thirty-two characters" }

  await t.test("another one is refused", async (t) => {
    const { url } = await emptyDatabase(t)
    const env = { ...other, DATABASE_URL: url }
    t.match(await parterre(t, ["restore", without], env), {
      code: 1,
      err: "made with another secret and does not hold it",
    })
    t.match(await parterre(t, ["restore", holding], env), { code: 1, err: "holds it" })
  })
  await t.test("the one in the backup goes to DATA_DIR", async (t) => {
    const { url } = await emptyDatabase(t)
    const DATA_DIR = folder(t)
    writeFileSync(join(DATA_DIR, secretFile), `${other.SECRET_KEY}\n`)
    t.match(await parterre(t, ["restore", holding], { DATA_DIR, DATABASE_URL: url }), { code: 0 })
    t.equal(readFileSync(join(DATA_DIR, secretFile), "utf8").trim(), testSecretKey)
    t.equal(statSync(join(DATA_DIR, secretFile)).mode & 0o777, 0o600)
    t.equal(readFileSync(join(DATA_DIR, `${secretFile}.former`), "utf8").trim(), other.SECRET_KEY)
  })
  await t.test("one that is lost for good: new keys sign from now on", async (t) => {
    const target = await emptyDatabase(t)
    const env = { ...other, DATABASE_URL: target.url }
    const ran = await parterre(t, ["restore", without, "--other-secret"], env)
    t.match(ran, { code: 0, err: "The secret of this backup is lost" })
    const { rows } = await target.query(
      "select key_id, retired_at is null as signs from signing_keys order by 1",
    )
    t.match(rows.at(-1), { signs: true })
    t.match(rows.slice(0, -1), [{ signs: false }])
    t.match(
      (await parterre(t, ["check"], { ...env, PUBLIC_URL: "https://shop.example" })).out,
      "opens the ticket keys",
    )
  })
})

t.test("the embedded database, while it runs", async (t) => {
  const DATA_DIR = freshDataDir(t)
  const env = { DATA_DIR, ADMIN_EMAIL: "ada@example.test", ADMIN_PASSWORD: "a long password" }
  const program = await startParterre(t, env)
  const file = join(folder(t), "parterre.tar.gz")
  t.match(await parterre(t, ["backup", file], { DATA_DIR }), {
    code: 0,
    err: "It holds the instance's secret",
  })
  t.match(await parterre(t, ["restore", file], { DATA_DIR }), { code: 1, err: "already has users" })
  t.equal(await program.end(), 0)

  const elsewhere = { DATA_DIR: freshDataDir(t) }
  t.match(await parterre(t, ["restore", file], elsewhere), { code: 0 })
  t.equal(
    readFileSync(join(elsewhere.DATA_DIR, secretFile), "utf8"),
    readFileSync(join(DATA_DIR, secretFile), "utf8"),
    "the secret that nobody but Parterre knew came along",
  )
  t.match(await parterre(t, ["user", "add", env.ADMIN_EMAIL, "--name", "Ada"], elsewhere), {
    code: 1,
    err: "ada@example.test already has an account.",
  })
})

t.test("where there is nothing to back up", async (t) => {
  const file = join(folder(t), "backup")
  const { url } = await emptyDatabase(t)
  t.match(await parterre(t, ["backup", file], { ...secret, DATABASE_URL: url }), {
    code: 1,
    err: "nothing to back up",
  })
  const nowhere = { DATA_DIR: join(folder(t), "data") }
  t.match(await parterre(t, ["backup", file], nowhere), { code: 1, err: "There is no database in" })
  t.throws(() => statSync(nowhere.DATA_DIR), "nothing was made")
  const shop = await testDatabase(t)
  const ran = await parterre(t, ["backup", "/not/there/backup"], { ...secret, DATABASE_URL: shop.url })
  t.match(ran, { code: 1, err: "The backup can't be written to /not/there/backup" })
})
