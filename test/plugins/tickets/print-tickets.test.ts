import t from "tap"
import { printTickets } from "../../../plugins/tickets/print-tickets.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { buy } from "../../support/shopping.ts"

t.test("printing an order twice, even at once, is one PDF and one mail", async (t) => {
  const { app, organisation, owner } = await testApp(t)
  const { order } = await buy(app, await makePerformance(app, organisation), { quantity: 2 })
  const payload = { organisationId: organisation.id, orderId: order.id }
  await Promise.all([printTickets(app, payload), printTickets(app, payload)])
  const first = (await owner.query("select pdf, made_at from ticket_documents")).rows
  t.equal(first.length, 1)
  await printTickets(app, payload)
  t.same(
    (await owner.query("select pdf, made_at from ticket_documents")).rows,
    first,
    "the one that is there stays",
  )
  t.equal((await owner.query("select from mails")).rowCount, 1)
  t.equal((await owner.query("select from outbox where job = 'mail.send'")).rowCount, 1)
})

t.test("what the job holds names nobody", async (t) => {
  const { app, organisation, owner } = await testApp(t)
  const { order } = await buy(app, await makePerformance(app, organisation))
  const { rows } = await owner.query("select job, payload from outbox")
  t.same(rows, [{ job: "tickets.print", payload: { organisationId: organisation.id, orderId: order.id } }])
})
