import { once } from "node:events"
import { createServer } from "node:net"
import t from "tap"
import { testApp } from "../harness.ts"
import { emptyDatabase } from "../support/empty-database.ts"
import { freePort, parterre, startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"

const PUBLIC_URL = "https://shop.example"

t.test("a healthy instance", async (t) => {
  const shop = await testApp(t)
  const port = String(await freePort())
  const env = { SECRET_KEY: testSecretKey, DATABASE_URL: shop.url, PUBLIC_URL, PORT: port }
  await startParterre(t, env)
  const { code, out } = await parterre(t, ["check"], env)
  t.equal(code, 0)
  t.notMatch(out, "✗")
  for (const line of [
    "✓ The variables are usable.",
    /✓ Modules: accounts, /,
    /✓ PostgreSQL \S+ \(at .*\) answers\./,
    "! DATABASE_URL names a superuser",
    "✓ The database is at this version.",
    "✓ The secret (SECRET_KEY) is there and opens the ticket keys.",
    /✓ The application's role parterre_\w+ can't bypass row-level security\./,
    "✓ The queue (in PostgreSQL) answers.",
    "✓ No job waits.",
    "! SMTP_URL is not set: mails are kept",
    "! No payment method is configured",
    `✓ The shop is at ${PUBLIC_URL}.`,
    `✓ Parterre answers at http://127.0.0.1:${port} and is ready.`,
  ])
    t.match(out, line)
})

t.test("what is broken is named, and the exit code says so", async (t) => {
  const shop = await testApp(t)
  await shop.owner.query(`insert into signing_keys (organisation_id, key_id, public_key, sealed_private_key)
    select id, 77, '\\x00', '\\x01' from organisations where slug = 'theatre'`)
  await shop.owner.query(
    `insert into outbox (job, payload, failed_at, failure) values ('mail.send', '{}', now(), 'no route')`,
  )
  await shop.owner.query("create table carelessness (organisation_id bigint)")
  await shop.owner.query("delete from migrations_orders")
  const smtp = createServer((socket) => socket.end("554 go away\r\n")).listen(0, "127.0.0.1")
  await once(smtp, "listening")
  t.teardown(() => smtp.close())
  const { port } = smtp.address() as { port: number }
  const { code, out, err } = await parterre(t, ["check"], {
    SECRET_KEY: testSecretKey,
    DATABASE_URL: shop.url,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
    PORT: String(await freePort()),
    PAYMENT_SANDBOX: "1",
  })
  t.equal(code, 1)
  for (const line of [
    "✗ The database is not at this version",
    "✗ Tables without row-level security: carelessness.",
    "✗ The secret (SECRET_KEY) is not the one that the ticket keys were sealed with",
    "✗ The queue does not answer: Redis can't be used: ECONNREFUSED",
    "✗ Jobs that failed for good: 1. The last one is mail.send: no route.",
    /✗ The mail server 127\.0\.0\.1:\d+ can't be used/,
    "! MAIL_FROM is not set",
    "! The sandbox payment method is offered: anybody",
    "✗ PUBLIC_URL is not set",
    /! Nothing answers at http:\/\/127\.0\.0\.1:\d+/,
  ])
    t.match(out, line)
  t.equal(err, "7 things are broken.\n")
})

t.test("what can't be reached", async (t) => {
  const port = await freePort()
  const away = await parterre(t, ["check"], {
    DATABASE_URL: `postgres://ada:secret@127.0.0.1:${port}/parterre`,
    PUBLIC_URL,
  })
  t.match(away, { code: 1, err: "One thing is broken.\n" })
  t.match(
    away.out,
    new RegExp(`✗ The database at 127\\.0\\.0\\.1:${port}/parterre \\(user ada\\) can't be used`),
  )
  t.notMatch(away.out, "secret@")
  const { url } = await emptyDatabase(t)
  const unused = await parterre(t, ["check"], { DATABASE_URL: url, SECRET_KEY: testSecretKey, PUBLIC_URL })
  t.match(unused, { code: 1, out: "✗ The database is not at this version" })
  t.match(await parterre(t, ["check"], { PORT: "http" }), {
    code: 1,
    out: /^✗ The variable PORT is not usable/,
  })
})
