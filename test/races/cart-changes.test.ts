import t from "tap"
import { makePerformance, type TestApp, testApp } from "../harness.ts"
import { holdUp } from "../support/hold-up.ts"
import { itemsOf, openCart, postCheckout, postItems, removeCart, removeItem } from "../support/shopping.ts"

const lockZone = "select from zone_stock where zone_id = $1 for update"

/** What was ordered, what it was said to cost, and what its tickets cost. */
async function orders({ owner }: TestApp) {
  const { rows } = await owner.query(
    `select o.status, o.total, sum(i.amount)::int as worth, count(*)::int as places,
       (select count(*)::int from tickets k where k.order_id = o.id) as tickets
     from orders o join cart_items i on i.cart_id = o.cart_id
     group by o.organisation_id, o.id`,
  )
  return rows
}

async function stock({ owner }: TestApp) {
  const { rows } = await owner.query(
    `select taken, (select count(*)::int from cart_items i join carts c on c.id = i.cart_id
       where i.zone_id = s.zone_id and c.state in ('open', 'pending', 'sold')) as held from zone_stock s`,
  )
  return rows[0]
}

t.test("places added while the cart is being ordered are paid for, or not in the order", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation)
  const cart = await openCart(app, itemsOf(performance, 1, "gratuit"))

  const held = await holdUp(cast, lockZone, [performance.zoneId])
  const adding = postItems(app, cart, itemsOf(performance, 2, "plein"))
  await held.waiting(1)
  const ordering = postCheckout(app, cart)
  await held.waiting(2)
  await held.release()
  const [added, ordered] = await Promise.all([adding, ordering])
  t.equal(added.statusCode, 201, added.body)
  t.match(ordered.json(), { status: 422, code: "payment_method_required" }, "it is no longer free")
  t.same(await orders(cast), [])

  const paying = await postCheckout(app, cart, { method: "sandbox" })
  t.equal(paying.statusCode, 201)
  t.same(await orders(cast), [{ status: "pending", total: 4800, worth: 4800, places: 3, tickets: 0 }])
  t.same(await stock(cast), { taken: 3, held: 3 })
})

t.test("places taken out while the cart is being ordered are not paid for", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation)
  const cart = await openCart(app, itemsOf(performance, 2, "plein"))

  const held = await holdUp(cast, lockZone, [performance.zoneId])
  const removing = removeItem(app, cart, "1")
  await held.waiting(1)
  const ordering = postCheckout(app, cart, { method: "sandbox" })
  await held.waiting(2)
  await held.release()
  t.equal((await removing).statusCode, 204)
  t.equal((await ordering).json().order.total, 2400)
  t.same(await orders(cast), [{ status: "pending", total: 2400, worth: 2400, places: 1, tickets: 0 }])
  t.same(await stock(cast), { taken: 1, held: 1 })
})

t.test("the last two places taken out at once end the cart: nothing empty is ordered", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation)
  const cart = await openCart(app, itemsOf(performance, 2))

  const held = await holdUp(cast, lockZone, [performance.zoneId])
  const removing = [removeItem(app, cart, "1"), removeItem(app, cart, "2")]
  await held.waiting(2)
  await held.release()
  for (const answer of await Promise.all(removing)) t.equal(answer.statusCode, 204)
  const ordered = await postCheckout(app, cart)
  t.match(ordered.json(), { status: 410, code: "cart_expired" })
  t.same(await stock(cast), { taken: 0, held: 0 })
})

t.test("a place put in while the last one is taken out is not lost unsaid", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation)
  const cart = await openCart(app, itemsOf(performance, 1))

  const held = await holdUp(cast, lockZone, [performance.zoneId])
  const adding = postItems(app, cart, itemsOf(performance, 1))
  await held.waiting(1)
  const removing = removeItem(app, cart, "1")
  await held.waiting(2)
  await held.release()
  t.equal((await adding).statusCode, 201)
  t.equal((await removing).statusCode, 204)
  const read = await app.inject({
    url: `/api/v1/shop/theatre/carts/${cart.id}`,
    headers: { "cart-secret": cart.secret },
  })
  t.same(
    read.json().items.map((item: { id: string }) => item.id),
    ["2"],
  )
  t.same(await stock(cast), { taken: 1, held: 1 })
})

t.test("the maximum of one order holds for two additions at once", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation, { maxPerOrder: 5 })
  const cart = await openCart(app, itemsOf(performance, 1))

  const held = await holdUp(cast, lockZone, [performance.zoneId])
  const adding = [1, 2].map(() => postItems(app, cart, itemsOf(performance, 3)))
  await held.waiting(2)
  await held.release()
  const answers = await Promise.all(adding)
  t.same(answers.map((answer) => answer.statusCode).sort(), [201, 422])
  t.match(answers.find((answer) => answer.statusCode === 422)?.json(), { code: "too_many" })
  t.same(await stock(cast), { taken: 4, held: 4 })
})

t.test("a cart thrown away while places go in or out frees what it holds then", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation)
  for (const change of [
    (cart: { id: string; secret: string }) => removeItem(app, cart, "1"),
    (cart: { id: string; secret: string }) => postItems(app, cart, itemsOf(performance, 2)),
  ]) {
    const cart = await openCart(app, itemsOf(performance, 3))
    const held = await holdUp(cast, lockZone, [performance.zoneId])
    const changing = change(cart)
    await held.waiting(1)
    const dropping = removeCart(app, cart)
    await held.waiting(2)
    await held.release()
    t.ok((await changing).statusCode < 300)
    t.equal((await dropping).statusCode, 204)
    t.same(await stock(cast), { taken: 0, held: 0 })
  }
})

t.test("a cart thrown away while it is being ordered is one or the other", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 1000 })
  for (let time = 0; time < 20; time++) {
    const cart = await openCart(app, itemsOf(performance, 2))
    const [removed, ordered] = await Promise.all([removeCart(app, cart), postCheckout(app, cart)])
    const outcome = `${removed.statusCode} ${ordered.statusCode}`
    t.ok(["204 410", "410 201"].includes(outcome), outcome)
  }
  const { taken, held } = await stock(cast)
  t.equal(taken, held)
})
