import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import inventory from "../../plugins/inventory/index.ts"
import { housekeeping, inEachOrganisation } from "../../server/housekeeping.ts"
import { definePlugin } from "../../server/plugin.ts"
import { makePerformance, testApp } from "../harness.ts"
import { itemsOf, openCart, postCart, postCheckout } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

t.test(
  "what is done by the clock in each organisation is done in the others when it fails in one",
  async (t) => {
    const { app, organisation, rival } = await testApp(t)
    const seen: string[] = []
    await inEachOrganisation(app, async (_db, organisationId) => {
      seen.push(organisationId)
      if (organisationId === organisation.id) throw new Error("not here")
    })
    t.same(seen.sort(), [organisation.id, rival.id].sort())
  },
)

t.test("a sweep never runs twice at once in a process, and is waited for at the end", async (t) => {
  const seen = { running: 0, most: 0, runs: 0, ended: 0 }
  const plugin = definePlugin({
    name: "sweeper",
    dependencies: [],
    sweeps: [
      {
        name: "slow",
        everySeconds: 0.02,
        async run() {
          seen.runs++
          seen.most = Math.max(seen.most, ++seen.running)
          await sleep(60)
          seen.running--
          seen.ended++
          if (seen.runs === 1) throw new Error("the first one fails")
        },
      },
    ],
  })
  const { app } = await testApp(t, { plugins: [plugin], work: true })
  await waitUntil(() => seen.runs >= 3)
  await app.close()
  t.equal(seen.most, 1)
  t.equal(seen.ended, seen.runs)
})

t.test("carts end by the clock alone, and are forgotten a day later", async (t) => {
  const { app, organisation, owner } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  const sweep = (name: string) => inventory.sweeps?.find((one) => one.name === name)?.run(app)
  const states = async () =>
    (await owner.query("select state from carts order by id")).rows.map((row) => row.state as string)

  await openCart(app, itemsOf(performance))
  await postCheckout(app, await openCart(app, itemsOf(performance, 1, "plein")), { method: "sandbox" })
  await postCheckout(app, await openCart(app, itemsOf(performance)))
  await openCart(app, itemsOf(performance))
  await owner.query("update carts set expires_at = now() - interval '1 second' where id <> 4")
  await sweep("expire carts")
  t.same(await states(), ["expired", "unpaid", "sold", "open"])
  t.same((await owner.query("select status from orders order by id")).rows, [
    { status: "expired" },
    { status: "paid" },
  ])
  t.same((await owner.query("select taken from zone_stock")).rows, [{ taken: 2 }])

  await sweep("forget carts")
  t.equal((await states()).length, 4)
  await owner.query("update carts set expires_at = now() - interval '25 hours'")
  await sweep("forget carts")
  t.same(await states(), ["unpaid", "sold", "open"], "what was ordered stays")
})

t.test("keys of repeats are forgotten after two days", async (t) => {
  const { app, organisation, owner } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  for (const key of ["old", "new"]) await postCart(app, itemsOf(performance), { "idempotency-key": key })
  await owner.query("update idempotency_keys set created_at = now() - interval '49 hours' where key = 'old'")
  await housekeeping.run(app)
  t.same((await owner.query("select key from idempotency_keys")).rows, [{ key: "new" }])
})
