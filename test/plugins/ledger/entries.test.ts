import t from "tap"
import { recordEntries } from "../../../plugins/ledger/record-entries.ts"
import { verifyBooks } from "../../../plugins/ledger/verify.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { buy, readOrder } from "../../support/shopping.ts"

const base = "/api/v1/organisations/theatre"

t.test("who came in is in the books after the scan, with the time of the door, once", async (t) => {
  const { app, organisation, as, db } = await testApp(t)
  const performance = await makePerformance(app, organisation, { startsAt: new Date(Date.now() + 600_000) })
  const { order } = await buy(app, performance, { quantity: 3 })
  const { tickets } = await readOrder(app, order.token)
  const at = new Date(Date.now() - 30_000).toISOString()
  for (const { code } of tickets.slice(0, 2)) {
    const payload = { code, performanceId: performance.performanceId, gate: "A", at }
    const scan = await app.inject({ method: "POST", url: `${base}/scans`, headers: as("door"), payload })
    t.equal(scan.json().result, "admitted", scan.body)
  }
  // Several processes look at once.
  await Promise.all([recordEntries(app), recordEntries(app), recordEntries(app)])
  await recordEntries(app)
  const { data } = (await app.inject({ url: `${base}/operations?after=1`, headers: as("accounting") })).json()
  t.match(data, [
    {
      number: 2,
      kind: "entry",
      channel: "door",
      ticket: tickets[0]?.number,
      entered: at,
      gate: "A",
      total: 0,
      orderId: order.id,
    },
    { number: 3, kind: "entry", ticket: tickets[1]?.number },
  ])
  t.equal(data.length, 2)
  t.match(await verifyBooks(app, organisation.id), { ok: true, count: 3 })
  const waiting = await db.selectFrom("ledger_entries").selectAll().where("recorded", "=", false).execute()
  t.same(waiting, [])
  const statement = await app.inject({
    url: `${base}/statements/${performance.performanceId}`,
    headers: as("accounting"),
  })
  t.equal(statement.json().entries, 2)
})
