import t from "tap"
import { readConfig } from "../../server/config.ts"
import { start } from "../../server/start.ts"
import { StartError } from "../../server/start-error.ts"
import { makePerformance, testApp, testDatabase } from "../harness.ts"
import { eachOrderServedOnce } from "../support/deliveries.ts"
import { postOffice } from "../support/post-office.ts"
import { freePort } from "../support/program.ts"
import { noRedis, redisServer } from "../support/redis-server.ts"
import { testSecretKey } from "../support/secrets.ts"
import { buy } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

const skip = noRedis()
const queue = { againAfterSeconds: 1, retrySeconds: 0.2, lockSeconds: 2 }

t.test("Redis wiped between handing over and running loses nothing", { skip }, async (t) => {
  const redis = await redisServer(t)
  const office = await postOffice(t)
  const database = await testDatabase(t)
  const env = { REDIS_URL: redis.url, SMTP_URL: office.url }
  const web = await testApp(t, { database, env, queue })
  const performance = await makePerformance(web.app, web.organisation)
  web.app.queue.startRelay()
  for (let n = 0; n < 8; n++) await buy(web.app, performance)
  await waitUntil(
    async () => (await web.owner.query("select from outbox where handed_at is null")).rowCount === 0,
    { what: "everything handed over" },
  )
  t.ok((await redis.size()) > 8, "the jobs are in Redis")
  await redis.flush()
  t.equal((await web.owner.query("select from outbox")).rowCount, 8, "and still in the outbox")

  await testApp(t, { database, env, queue, work: true })
  await eachOrderServedOnce(t, web, office, 8)
})

t.test("Redis wiped again and again while the work goes on", { skip }, async (t) => {
  const redis = await redisServer(t)
  const office = await postOffice(t)
  const env = { REDIS_URL: redis.url, SMTP_URL: office.url }
  const cast = await testApp(t, { env, queue, work: true })
  const performance = await makePerformance(cast.app, cast.organisation)
  for (let n = 0; n < 12; n++) {
    await buy(cast.app, performance)
    if (n % 3 === 0) await redis.flush()
  }
  await eachOrderServedOnce(t, cast, office, 12)
})

t.test("Redis killed and back empty: orders go on, and all are served", { skip }, async (t) => {
  const redis = await redisServer(t)
  const office = await postOffice(t)
  const env = { REDIS_URL: redis.url, SMTP_URL: office.url }
  const cast = await testApp(t, { env, queue, work: true })
  const { app } = cast
  const performance = await makePerformance(app, cast.organisation)
  for (let n = 0; n < 4; n++) await buy(app, performance)
  await redis.kill()
  for (let n = 0; n < 4; n++)
    t.equal((await buy(app, performance)).order.status, "paid", "sold without Redis")

  const asked = Date.now()
  t.equal((await app.inject("/readyz")).statusCode, 503)
  t.equal((await app.inject("/metrics")).statusCode, 200)
  t.ok(Date.now() - asked < 10_000, "neither waits for it")
  t.equal((await app.inject("/healthz")).statusCode, 200)

  await redis.start()
  await eachOrderServedOnce(t, cast, office, 8)
  t.equal((await app.inject("/readyz")).statusCode, 200)
})

t.test("stopping while Redis is away", { skip }, async (t) => {
  const redis = await redisServer(t)
  const cast = await testApp(t, { env: { REDIS_URL: redis.url }, queue, work: true })
  await buy(cast.app, await makePerformance(cast.app, cast.organisation))
  await redis.kill()
  await buy(cast.app, await makePerformance(cast.app, cast.organisation))
  const asked = Date.now()
  await cast.app.close()
  t.ok(Date.now() - asked < 15_000, `${Date.now() - asked} ms`)
})

t.test("a Redis that is not there stops the boot with a clear sentence", { skip }, async (t) => {
  const { url } = await testDatabase(t)
  const env = {
    DATABASE_URL: url,
    SECRET_KEY: testSecretKey,
    PORT: "0",
    LOG_LEVEL: "silent",
    REDIS_URL: `redis://ada:pa55word@127.0.0.1:${await freePort()}`,
  }
  const error = await start(readConfig(env), []).catch((thrown: unknown) => thrown)
  t.type(error, StartError)
  t.match((error as Error).message, /^The queue can't be reached \(.*\)\. Check REDIS_URL\.$/)
  t.notMatch((error as Error).message, "pa55word")
})
