import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { Redis } from "ioredis"
import { type ParsedMail, simpleParser } from "mailparser"
import { SMTPServer } from "smtp-server"
import t, { type Test } from "tap"
import { makePerformance, type TestApp, testApp } from "../harness.ts"
import { order } from "../support/buying.ts"
import { freePort, startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
import { missing } from "../support/tools.ts"
import { waitUntil } from "../support/wait-until.ts"

/** A mail server that keeps what it is sent. */
async function postOffice(t: Test): Promise<{ url: string; mails: ParsedMail[] }> {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail)
        done()
      }, done)
    },
  })
  server.on("error", () => undefined)
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${port}`, mails }
}

async function startRedis(t: Test, port: number): Promise<ChildProcess> {
  const child = spawn("redis-server", ["--port", String(port), "--save", "", "--appendonly", "no"], {
    stdio: "ignore",
  })
  t.teardown(() => child.kill("SIGKILL"))
  const client = new Redis(port, "127.0.0.1", { retryStrategy: () => 50, maxRetriesPerRequest: null })
  client.on("error", () => undefined)
  await client.ping()
  client.disconnect()
  return child
}

/** Free orders, one ticket each. */
async function buy(cast: TestApp, count: number) {
  const { performanceId, prices } = await makePerformance(cast.app, cast.organisation, { capacity: count })
  for (let n = 0; n < count; n++) await order(cast, [{ performanceId, priceId: prices.gratuit, quantity: 1 }])
}

/** Waits until nothing is left to do; then each order has one PDF, one mail of ours, and one at the post office. */
async function eachOrderServedOnce(
  t: Test,
  { owner }: TestApp,
  mails: ParsedMail[],
  count: number,
): Promise<void> {
  const left = async () =>
    (await owner.query<{ left: number }>("select count(*)::int as left from outbox")).rows[0]?.left
  await waitUntil(async () => (await left()) === 0, { seconds: 90, what: "an empty outbox" })
  const { rows } = await owner.query(
    `select count(*)::int as orders, count(d.pdf)::int as documents,
       (select count(*)::int from mails where sent_at is not null) as sent, (select count(*)::int from mails) as mails
     from orders o left join ticket_documents d on d.order_id = o.id`,
  )
  t.same(rows, [{ orders: count, documents: count, sent: count, mails: count }])
  t.equal(mails.length, count, "the post office got one mail an order")
  t.equal(new Set(mails.map((mail) => mail.subject)).size, count, "each about its own order")
}

t.test(
  "Redis is emptied between the sale and the work, and then dies",
  { skip: missing("redis-server") },
  async (t) => {
    const { url, mails } = await postOffice(t)
    const port = await freePort()
    const redis = await startRedis(t, port)
    const env = { REDIS_URL: `redis://127.0.0.1:${port}`, SMTP_URL: url }
    const queue = { againAfterSeconds: 1 }
    const selling = await testApp(t, { env, queue, listen: true })

    // Handed over to Redis, and lost there before any worker saw it.
    await buy(selling, 3)
    selling.app.queue.startRelay()
    const client = new Redis(port, "127.0.0.1")
    await waitUntil(async () => (await client.keys("bull:parterre:outbox-*")).length === 3, {
      what: "the jobs in Redis",
    })
    await client.flushall()
    client.disconnect()

    const working = await testApp(t, { env, queue, work: true, database: selling })
    working.app.config.publicUrl = selling.app.config.publicUrl
    await eachOrderServedOnce(t, selling, mails, 3)

    // Redis dies with what it held, and comes back empty.
    const ended = once(redis, "exit")
    redis.kill("SIGKILL")
    await ended
    await buy(selling, 3)
    await sleep(500)
    await startRedis(t, port)
    await eachOrderServedOnce(t, selling, mails, 6)
  },
)

t.test("a worker is killed in the middle of its work", async (t) => {
  const { url, mails } = await postOffice(t)
  const selling = await testApp(t)
  const count = 60
  await buy(selling, count)
  const env = {
    DATABASE_URL: selling.url,
    SECRET_KEY: testSecretKey,
    SMTP_URL: url,
    PUBLIC_URL: "http://parterre.test",
    QUEUE_AGAIN_SECONDS: "2",
    QUEUE_LOCK_SECONDS: "2",
  }
  const documents = async () =>
    (await selling.owner.query<{ made: number }>("select count(*)::int as made from ticket_documents"))
      .rows[0]?.made ?? 0
  const first = await startParterre(t, env, ["--role", "worker"])
  await waitUntil(async () => (await documents()) > 5, { seconds: 60, what: "the first documents" })
  await first.end("SIGKILL")
  const made = await documents()
  t.ok(made < count, `killed with ${made} of ${count} made`)
  await startParterre(t, env, ["--role", "worker"])
  await eachOrderServedOnce(t, selling, mails, count)
})

t.test("a mail server that is down, then refuses for a while, loses no mail", async (t) => {
  const port = await freePort()
  const cast = await testApp(t, {
    env: { SMTP_URL: `smtp://127.0.0.1:${port}` },
    work: true,
    queue: { retrySeconds: 0.2 },
  })
  await buy(cast, 1)
  await waitUntil(async () => (await cast.owner.query("select from mails")).rowCount, {
    what: "the mail, waiting",
  })
  await sleep(500)

  const mails: ParsedMail[] = []
  let refusals = 2
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo(_address, _session, done) {
      if (refusals-- > 0) return done(Object.assign(new Error("try again later"), { responseCode: 451 }))
      done()
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  await waitUntil(() => mails.length > 0, { seconds: 60, what: "the mail" })
  const [mail] = mails
  t.equal(mail?.from?.value[0]?.name, "Théâtre de Quimper", "accents arrive whole")
  t.match(mail?.text, "Le Malade imaginaire")
  t.same(
    mail?.attachments.map((file) => file.contentType),
    ["application/pdf", "text/calendar"],
  )
  t.equal(mail?.attachments[0]?.content.subarray(0, 5).toString(), "%PDF-")
  t.match(mail?.attachments[1]?.content.toString(), "BEGIN:VEVENT")
})
