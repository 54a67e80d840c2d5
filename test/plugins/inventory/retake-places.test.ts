import t from "tap"
import { expireCarts } from "../../../plugins/inventory/release-places.ts"
import { makePerformance, type TestApp, type TestPerformance, testApp } from "../../harness.ts"
import { buy, itemsOf, openCart, type PlacedOrder, postCheckout, readOrder } from "../../support/shopping.ts"
import { addZone } from "../../support/zones.ts"

/** An order whose hold is over and whose places went back, before its payment comes. */
async function lateOrder(cast: TestApp, items: ReturnType<typeof itemsOf>): Promise<PlacedOrder> {
  const { app, owner, db, organisation } = cast
  const cart = await openCart(app, items)
  const placed = (await postCheckout(app, cart, { method: "sandbox" })).json<PlacedOrder>()
  await owner.query("update carts set expires_at = now() - interval '1 second' where id = $1", [cart.id])
  await expireCarts(db, app.events, organisation.id)
  return placed
}

const pay = ({ app }: TestApp, { payment }: PlacedOrder) =>
  app.inject({ method: "POST", url: `/api/v1/payments/sandbox/${payment?.id}`, payload: { outcome: "paid" } })

async function stateOf({ app, owner }: TestApp, { order }: PlacedOrder) {
  const { rows } = await owner.query("select status from payments where order_id = $1", [order.id])
  const { status, tickets } = await readOrder(app, order.token)
  return `${status}, payment ${rows[0].status}, ${tickets.length} tickets`
}

/** Of each zone, what is taken and what its carts hold: the two are one. */
async function stock({ owner }: TestApp, zones: TestPerformance[]) {
  const counts: string[] = []
  for (const { zoneId } of zones) {
    const { rows } = await owner.query(
      `select taken, (select count(*)::int from cart_items i join carts c on c.id = i.cart_id
         where i.zone_id = s.zone_id and c.state in ('open', 'pending', 'sold')) as held
       from zone_stock s where zone_id = $1`,
      [zoneId],
    )
    counts.push(`${rows[0].taken}/${rows[0].held}`)
  }
  return counts
}

t.test("a late payment takes the same places again", async (t) => {
  const cast = await testApp(t)
  const zone = await makePerformance(cast.app, cast.organisation, { capacity: 2 })
  const late = await lateOrder(cast, itemsOf(zone, 2, "plein"))
  t.same(await stock(cast, [zone]), ["0/0"])
  t.equal((await readOrder(cast.app, late.order.token)).status, "expired")
  t.equal((await pay(cast, late)).statusCode, 200)
  t.equal(await stateOf(cast, late), "paid, payment paid, 2 tickets")
  t.same(await stock(cast, [zone]), ["2/2"])
})

t.test("or others as good: the same performance, tariff and price", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const zone = await makePerformance(app, organisation, { capacity: 2, maxPerOrder: 100 })
  const dearer = await addZone(app, organisation, zone, { amount: 3000, rank: 1 })
  const small = await addZone(app, organisation, zone, { capacity: 1, rank: 2 })
  const asGood = await addZone(app, organisation, zone, { rank: 3 })
  const late = await lateOrder(cast, itemsOf(zone, 2, "plein"))
  await buy(app, zone, { quantity: 1 })
  t.equal((await pay(cast, late)).statusCode, 200)
  t.equal(await stateOf(cast, late), "paid, payment paid, 2 tickets")
  t.same(await stock(cast, [zone, dearer, small, asGood]), ["1/1", "0/0", "0/0", "2/2"])
  const { rows } = await cast.owner.query("select distinct zone_id, amount from tickets where amount > 0")
  t.same(rows, [{ zone_id: asGood.zoneId, amount: 2400 }], "the tickets say where")
})

t.test("when the places that move meet others of the same cart", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const one = await makePerformance(app, organisation, { capacity: 2, maxPerOrder: 100 })
  const two = await addZone(app, organisation, one, { capacity: 3, rank: 1 })
  const three = await addZone(app, organisation, one, { capacity: 2, rank: 2 })
  const late = await lateOrder(cast, [...itemsOf(one, 2, "plein"), ...itemsOf(two, 2, "plein")])
  await buy(app, one, { quantity: 1 })
  // One is short by a place and moves to two; two is then short itself and moves its own to three.
  t.equal((await pay(cast, late)).statusCode, 200)
  t.equal(await stateOf(cast, late), "paid, payment paid, 4 tickets")
  t.same(await stock(cast, [one, two, three]), ["1/1", "2/2", "2/2"])
})

t.test("all or nothing: without as many places the money goes back", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const one = await makePerformance(app, organisation, { capacity: 2, maxPerOrder: 100 })
  const two = await addZone(app, organisation, one, { capacity: 2, amount: 5000 })
  const late = await lateOrder(cast, [...itemsOf(two, 2, "plein"), ...itemsOf(one, 2, "plein")])
  await buy(app, two, { quantity: 1 })
  t.equal((await pay(cast, late)).statusCode, 200)
  t.equal(await stateOf(cast, late), "expired, payment to_refund, 0 tickets")
  t.same(await stock(cast, [one, two]), ["0/0", "1/1"], "nothing is kept of what could be had")
  t.equal((await pay(cast, late)).statusCode, 200, "a repeat")
  const { rows } = await cast.owner.query(
    "select count(*)::int as count from outbox where job = 'payments.refund'",
  )
  t.same(rows, [{ count: 1 }], "is one refund")
})

t.test("a zone that was ever ordered from is not taken out of the programme", async (t) => {
  const cast = await testApp(t)
  const zone = await makePerformance(cast.app, cast.organisation)
  const late = await lateOrder(cast, itemsOf(zone, 1, "plein"))
  const removal = cast.db.transaction().execute((trx) =>
    cast.app.events.emit(trx, "zones.removing", {
      organisationId: cast.organisation.id,
      zoneIds: [zone.zoneId],
    }),
  )
  await t.rejects(removal, { code: "below_sold" })
  t.equal((await pay(cast, late)).statusCode, 200)
  t.equal(await stateOf(cast, late), "paid, payment paid, 1 tickets")
})

t.test("a payment that comes after its time but before the clock noticed is in time", async (t) => {
  const cast = await testApp(t)
  const zone = await makePerformance(cast.app, cast.organisation, { capacity: 1 })
  const placed = await buy(cast.app, zone, { tariff: "plein", method: "sandbox" })
  await cast.owner.query("update carts set expires_at = now() - interval '1 second'")
  t.equal((await pay(cast, placed)).statusCode, 200)
  t.equal(await stateOf(cast, placed), "paid, payment paid, 1 tickets")
  t.equal(await expireCarts(cast.db, cast.app.events, cast.organisation.id), 0)
  t.same(await stock(cast, [zone]), ["1/1"])
})
