import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { enqueue, type JobPayload } from "../../server/outbox.ts"
import { definePlugin } from "../../server/plugin.ts"
import { type TestApp, testApp, testDatabase } from "../harness.ts"
import { waitUntil } from "../support/wait-until.ts"

/** A module whose jobs note what they were given. */
function notebook() {
  const notes: JobPayload[] = []
  const jobs = {
    "notebook.note": async (_app: unknown, payload: JobPayload) => {
      notes.push(payload)
    },
    "notebook.slow": async (_app: unknown, payload: JobPayload) => {
      await sleep(400)
      notes.push(payload)
    },
    "notebook.fail": async (_app: unknown, payload: JobPayload) => {
      notes.push(payload)
      if (notes.length < Number(payload.until)) throw new Error("not yet")
    },
  }
  return { notes, plugin: definePlugin({ name: "notebook", dependencies: [], jobs }) }
}

const waiting = async ({ owner }: Pick<TestApp, "owner">) =>
  (await owner.query("select job, failed_at, failure from outbox order by id")).rows

t.test("a job runs after the commit, and never after a rollback", async (t) => {
  const { plugin, notes } = notebook()
  const cast = await testApp(t, { plugins: [plugin], work: true })
  const { app, db, organisation } = cast
  const payload = { organisationId: organisation.id }

  await db.transaction().execute(async (trx) => {
    await enqueue(trx, "notebook.note", { ...payload, n: 1 })
    app.queue.nudge()
    await sleep(300)
    t.same(notes, [], "not before the commit")
  })
  app.queue.nudge()
  await waitUntil(() => notes.length > 0)
  t.same(notes, [{ ...payload, n: 1 }])

  const undone = db.transaction().execute(async (trx) => {
    await enqueue(trx, "notebook.note", { ...payload, n: 2 })
    throw new Error("undone")
  })
  await t.rejects(undone)
  app.queue.nudge()
  await sleep(300)
  t.equal(notes.length, 1)
  await waitUntil(async () => (await waiting(cast)).length === 0, { what: "an empty outbox" })
})

t.test("what fails is tried again, and in the end left to the operator with why", async (t) => {
  const { plugin, notes } = notebook()
  const queue = { attempts: 3, retrySeconds: 0.05 }
  const cast = await testApp(t, { plugins: [plugin], work: true, queue })
  const { app, db, organisation } = cast
  const add = (job: string, until: number) =>
    db.transaction().execute((trx) => enqueue(trx, job, { organisationId: organisation.id, until }))

  await add("notebook.fail", 3)
  app.queue.nudge()
  await waitUntil(() => notes.length === 3)
  await waitUntil(async () => (await waiting(cast)).length === 0, { what: "an empty outbox" })

  await add("notebook.fail", 1000)
  await add("nobody.knows", 0)
  app.queue.nudge()
  const failed = await waitUntil(async () => {
    const rows = await waiting(cast)
    return rows.length === 2 && rows.every((row) => row.failed_at) && rows
  })
  t.match(failed, [
    { job: "notebook.fail", failure: "not yet" },
    { job: "nobody.knows", failure: /nobody\.knows/ },
  ])
  t.equal(notes.length, 6)
  await sleep(300)
  t.equal(notes.length, 6, "and not again")
})

t.test("many workers, each job once", async (t) => {
  const { plugin, notes } = notebook()
  const database = await testDatabase(t)
  const options = { plugins: [plugin], work: true, database, queue: { againAfterSeconds: 1 } }
  const cast = await testApp(t, options)
  const others = [await testApp(t, options), await testApp(t, options)]
  await cast.db.transaction().execute(async (trx) => {
    for (let n = 0; n < 200; n++)
      await enqueue(trx, "notebook.note", { organisationId: cast.organisation.id, n })
  })
  for (const { app } of [cast, ...others]) app.queue.nudge()
  await waitUntil(async () => (await waiting(cast)).length === 0, { what: "an empty outbox" })
  const counts = new Map<unknown, number>()
  for (const { n } of notes) counts.set(n, (counts.get(n) ?? 0) + 1)
  t.equal(counts.size, 200)
  t.same(
    [...counts.values()].filter((count) => count !== 1),
    [],
  )
})

t.test("a row handed over again while its job still waits is one job", async (t) => {
  const { plugin, notes } = notebook()
  const cast = await testApp(t, { plugins: [plugin], work: true, queue: { againAfterSeconds: 0 } })
  const { app, db, organisation } = cast
  await db.transaction().execute((trx) => enqueue(trx, "notebook.slow", { organisationId: organisation.id }))
  for (let time = 0; time < 5; time++) {
    app.queue.nudge()
    await sleep(50)
  }
  await waitUntil(async () => (await waiting(cast)).length === 0, { what: "an empty outbox" })
  await sleep(500)
  t.equal(notes.length, 1)
})

t.test("stopping waits for the job in hand", async (t) => {
  const { plugin, notes } = notebook()
  const cast = await testApp(t, { plugins: [plugin], work: true })
  const { app, db, organisation } = cast
  await db.transaction().execute((trx) => enqueue(trx, "notebook.slow", { organisationId: organisation.id }))
  app.queue.nudge()
  await waitUntil(async () => (await app.queue.counts()).active === 1)
  await app.close()
  t.equal(notes.length, 1)
  t.same(await waiting(cast), [])
})
