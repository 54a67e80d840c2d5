import t from "tap"
import { makePerformance, type TestApp } from "../harness.ts"
import { holdUp, holdUpEntry } from "../support/hold-up.ts"
import { severalApps } from "../support/several-apps.ts"
import { counter } from "../support/till.ts"

async function stock({ owner }: Pick<TestApp, "owner">): Promise<{ taken: number; held: number }> {
  const { rows } = await owner.query(
    `select taken, (select count(*)::int from cart_items i join carts c on c.id = i.cart_id
       where c.state = 'sold' and not i.freed) as held from zone_stock`,
  )
  return rows[0]
}

t.test("however many cancel the same tickets at once, one does, and each place is freed once", async (t) => {
  const cast = await severalApps(t, 3)
  const performance = await makePerformance(cast.app, cast.organisation)
  const desk = counter(cast)
  const session = await desk.open()
  await desk.sell(session, performance, { quantity: 8 })
  const sale = await desk.sell(session, performance, { quantity: 4 })
  const ids = sale.tickets.map(({ id }) => id)
  // Overlapping sets, in different orders.
  const sets = [ids, [...ids].reverse(), ids.slice(1), ids.slice(0, 2), [ids[3], ids[0]]]
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      counter({ app: cast.pick(n), as: cast.as }).post("cancellations", {
        tickets: sets[n % sets.length],
        reason: "course",
      }),
    ),
  )
  for (const answer of answers)
    t.ok(
      answer.statusCode === 201 || answer.json().code === "already_cancelled",
      `${answer.statusCode} ${answer.body.slice(0, 100)}`,
    )
  const { rows } = await cast.owner.query(
    `select (select count(*)::int from tickets where status = 'cancelled') as cancelled,
       (select count(*)::int from cancellations) as rows, (select sum(amount)::int from refunds) as refunded`,
  )
  const { cancelled, rows: kept, refunded } = rows[0]
  t.ok(cancelled >= 2)
  t.equal(kept, cancelled)
  t.equal(refunded, cancelled * 2400)
  t.same(await stock(cast), { taken: 12 - cancelled, held: 12 - cancelled })

  await t.test(
    "and without asking whether a place was freed, more than once: it is that question",
    async (t) => {
      const naive = `
      with gone as (update cart_items set freed = true where cart_id = (select min(cart_id) from cart_items) returning zone_id),
      counted as (select zone_id, count(*)::int as places from gone group by zone_id)
      update zone_stock s set taken = greatest(0, s.taken - c.places) from counted c where c.zone_id = s.zone_id`
      await Promise.all([1, 2].map(() => cast.owner.query(naive)))
      const { taken, held } = await stock(cast)
      t.ok(taken < held || (taken === 0 && held <= 4), `${taken} taken, ${held} held`)
    },
  )
})

async function oneTicket(t: Parameters<typeof severalApps>[0]) {
  const cast = await severalApps(t, 2)
  const startsAt = new Date(Date.now() + 10 * 60_000)
  const performance = await makePerformance(cast.app, cast.organisation, { startsAt })
  const desk = counter(cast)
  const other = counter({ app: cast.pick(1), as: cast.as })
  const { performanceId, zoneId } = performance
  const [ticket] = (await desk.sell(await desk.open(), performance, { tariff: "gratuit" })).tickets
  if (!ticket) throw new Error("no ticket")
  return {
    ...{ cast, ticket, performanceId, zoneId },
    scan: () => other.post("scans", { code: ticket.code, performanceId }),
    cancel: () => desk.post("cancellations", { tickets: [ticket.id], reason: "course" }),
  }
}

t.test("a scan that meets a cancellation waits for it, and refuses the ticket", async (t) => {
  const { cast, zoneId, ticket, performanceId, scan, cancel } = await oneTicket(t)
  const held = await holdUp(cast, "select from zone_stock where zone_id = $1 for update", [zoneId])
  const cancelling = cancel()
  await held.waiting(1)
  const naive = await cast.owner.query(
    "select from tickets where id = $1 and performance_id = $2 and status = 'valid'",
    [ticket.id, performanceId],
  )
  t.equal(naive.rowCount, 1, "without the lock it would still be let in")
  const scanning = scan()
  await held.waiting(2)
  await held.release()
  t.equal((await cancelling).statusCode, 201)
  t.equal((await scanning).json().result, "cancelled")
  const { rows } = await cast.owner.query("select from entries")
  t.equal(rows.length, 0)
})

t.test("a cancellation that meets a scan waits for it, and is refused", async (t) => {
  const { cast, ticket, performanceId, scan, cancel } = await oneTicket(t)
  const held = await holdUpEntry(cast, { ticketId: ticket.id, performanceId })
  const scanning = scan()
  await held.waiting(1)
  const naive = await cast.owner.query("select from entries where ticket_id = $1", [ticket.id])
  t.equal(naive.rowCount, 0, "without the lock nobody would seem to have come in")
  const cancelling = cancel()
  await held.waiting(2)
  await held.release()
  t.equal((await scanning).json().result, "admitted")
  t.match((await cancelling).json(), { status: 409, code: "already_admitted" })
  const { rows } = await cast.owner.query("select status from tickets")
  t.same(rows, [{ status: "valid" }])
})
