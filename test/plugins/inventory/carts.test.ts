import t from "tap"
import { makePerformance, type PerformanceOptions, testApp } from "../../harness.ts"
import {
  buy,
  itemsOf,
  openCart,
  postCart,
  postCheckout,
  postItems,
  readOrder,
  removeCart,
  removeItem,
} from "../../support/shopping.ts"
import { waitUntil } from "../../support/wait-until.ts"
import { addZone } from "../../support/zones.ts"

const minutes = (count: number) => new Date(Date.now() + count * 60_000)

t.test("a cart, checked out for free, gives tickets", async (t) => {
  const { app, organisation } = await testApp(t, { work: true })
  const { order, payment } = await buy(app, await makePerformance(app, organisation), { quantity: 2 })
  t.match(order, { status: "paid", total: 0, currency: "EUR", number: /^[2-9A-Z]{4}-[2-9A-Z]{4}$/ })
  t.equal(payment, null)
  const read = await waitUntil(async () => {
    const found = await readOrder(app, order.token)
    return found.tickets[0]?.documentReady && found
  })
  t.match(read, { status: "paid", number: order.number, tickets: [{ status: "valid" }, { status: "valid" }] })
})

t.test("opening a cart", async (t) => {
  const { app, organisation, rival, owner } = await testApp(t)
  const performance = await makePerformance(app, organisation, { capacity: 30 })
  const { performanceId, prices } = performance

  await t.test("what is asked for wrongly is refused by its path", async (t) => {
    const item = { performanceId, priceId: prices.plein, quantity: 1 }
    for (const [items, path] of [
      [undefined, "/items"],
      [[], "/items"],
      [[{ ...item, quantity: 0 }], "/items/0/quantity"],
      [[{ ...item, quantity: -1 }], "/items/0/quantity"],
      [[{ ...item, quantity: 1.5 }], "/items/0/quantity"],
      [[{ ...item, quantity: "2" }], "/items/0/quantity"],
      [[{ ...item, priceId: "x" }], "/items/0/priceId"],
      [[{ ...item, price: 1 }], "/items/0/price"],
      [[{ performanceId, quantity: 1 }], "/items/0/priceId"],
      [Array.from({ length: 101 }, () => item), "/items"],
    ] as const) {
      const answer = await postCart(app, items as never)
      t.match(answer.json(), { status: 422, code: "invalid_request" }, JSON.stringify(items)?.slice(0, 80))
      t.ok(
        answer.json().errors.some((error: { path: string }) => error.path === path),
        `${path} in ${answer.body}`,
      )
    }
    const nobody = await postCart(app, [item], {}, "nobody")
    t.match(nobody.json(), { status: 404, code: "not_found" })
  })

  await t.test("it says what is held, for how much and until when", async (t) => {
    const answer = await postCart(app, [
      ...itemsOf(performance, 2, "plein"),
      ...itemsOf(performance, 1, "gratuit"),
    ])
    t.equal(answer.statusCode, 201)
    const cart = answer.json()
    t.match(cart, {
      currency: "EUR",
      total: 4800,
      items: [
        { performanceId, priceId: prices.plein, tariff: "Plein tarif", amount: 2400 },
        { performanceId, priceId: prices.plein, tariff: "Plein tarif", amount: 2400 },
        { performanceId, priceId: prices.gratuit, tariff: "Invitation", amount: 0 },
      ],
    })
    t.equal(new Set(cart.items.map((one: { id: string }) => one.id)).size, 3)
    const seconds = (new Date(cart.expiresAt).getTime() - Date.now()) / 1000
    t.ok(seconds > 580 && seconds <= 601, `${seconds} s`)
    const { secret, ...rest } = cart
    const read = await app.inject({
      url: `/api/v1/shop/theatre/carts/${cart.id}`,
      headers: { "cart-secret": secret },
    })
    t.same(read.json(), rest, "and the same when it is read again, without its secret")
    const { rows } = await owner.query("select encode(secret_hash, 'escape') as kept from carts")
    t.notMatch(JSON.stringify(rows), secret, "which the database does not keep")
  })

  await t.test("all or nothing", async (t) => {
    const small = await makePerformance(app, organisation, { capacity: 1 })
    const before = await taken(performance.zoneId)
    const answer = await postCart(app, [...itemsOf(performance, 2), ...itemsOf(small, 2)])
    t.match(answer.json(), { status: 409, code: "sold_out" })
    t.equal(await taken(performance.zoneId), before)
    t.equal((await postCart(app, itemsOf(small, 1))).statusCode, 201)
    t.match((await postCart(app, itemsOf(small, 1))).json(), { status: 409, code: "sold_out" })
  })

  await t.test("prices of another organisation or performance are not on sale", async (t) => {
    const theirs = await makePerformance(app, rival)
    const other = await makePerformance(app, organisation)
    for (const items of [
      itemsOf(theirs),
      [{ performanceId, priceId: other.prices.plein, quantity: 1 }],
      [{ performanceId, priceId: "999999", quantity: 1 }],
      [...itemsOf(performance), { performanceId: "999999", priceId: prices.plein, quantity: 1 }],
    ]) {
      const answer = await postCart(app, items)
      t.match(answer.json(), { status: 422, code: "not_on_sale" })
      t.equal(answer.json().errors[0].path, `/items/${items.length - 1}`)
    }
  })

  async function taken(zoneId: string) {
    return (await owner.query("select taken from zone_stock where zone_id = $1", [zoneId])).rows[0].taken
  }
})

t.test("what is on sale, and when", async (t) => {
  const { app, organisation, owner } = await testApp(t)
  const statusOf = async (performanceId: string) =>
    (await app.inject(`/api/v1/shop/theatre/performances/${performanceId}`)).json().status
  const cases: [string, PerformanceOptions, string][] = [
    ["a draft", { status: "draft" }, "not_found"],
    ["before its sale opens", { onSaleFrom: minutes(5) }, "not_yet"],
    ["after its sale closed", { onSaleUntil: minutes(-5) }, "ended"],
    ["once it has begun", { startsAt: minutes(-1) }, "ended"],
  ]
  for (const [what, options, status] of cases) {
    const performance = await makePerformance(app, organisation, options)
    const answer = await postCart(app, itemsOf(performance))
    t.match(answer.json(), { status: 422, code: "not_on_sale", errors: [{ path: "/items/0" }] }, what)
    if (status !== "not_found") t.equal(await statusOf(performance.performanceId), status)
    else
      t.equal(
        (await app.inject(`/api/v1/shop/theatre/performances/${performance.performanceId}`)).statusCode,
        404,
      )
  }
  const open = await makePerformance(app, organisation, {
    startsAt: minutes(-1),
    onSaleFrom: minutes(-9),
    onSaleUntil: minutes(9),
  })
  t.equal((await postCart(app, itemsOf(open))).statusCode, 201, "late comers, where the house allows it")
  t.equal(await statusOf(open.performanceId), "on_sale")

  const cancelled = await makePerformance(app, organisation)
  await owner.query("update performances set status = 'cancelled' where id = $1", [cancelled.performanceId])
  t.match((await postCart(app, itemsOf(cancelled))).json(), { code: "not_on_sale" })
  t.equal(await statusOf(cancelled.performanceId), "cancelled")

  const dropped = await makePerformance(app, organisation)
  await owner.query("update prices set offered = false where id = $1", [dropped.prices.plein])
  t.match((await postCart(app, itemsOf(dropped, 1, "plein"))).json(), { code: "not_on_sale" })
  t.equal((await postCart(app, itemsOf(dropped, 1, "reduit"))).statusCode, 201)
})

t.test("the maximum of one order", async (t) => {
  const { app, organisation } = await testApp(t)
  const performance = await makePerformance(app, organisation, { maxPerOrder: 4 })
  const other = await makePerformance(app, organisation, { maxPerOrder: 4 })
  const many = await postCart(app, [...itemsOf(performance, 3), ...itemsOf(performance, 2, "plein")])
  t.match(many.json(), { status: 422, code: "too_many" }, "counts all its tariffs")
  const cart = await openCart(app, [...itemsOf(performance, 3), ...itemsOf(other, 4)])
  t.match((await postItems(app, cart, itemsOf(performance, 2))).json(), { status: 422, code: "too_many" })
  t.match((await postItems(app, cart, itemsOf(other, 1))).json(), { status: 422, code: "too_many" })
  t.equal((await postItems(app, cart, itemsOf(performance, 1))).statusCode, 201)
  t.equal((await removeItem(app, cart, "1")).statusCode, 204)
  t.equal((await postItems(app, cart, itemsOf(performance, 1))).statusCode, 201, "one less, one more")
})

t.test("changing a cart", async (t) => {
  const { app, organisation, rival, owner } = await testApp(t)
  const performance = await makePerformance(app, organisation, { capacity: 5 })
  const gallery = await addZone(app, organisation, performance, { capacity: 2, amount: 900 })
  const taken = async () => {
    const { rows } = await owner.query(
      "select taken from zone_stock where performance_id = $1 order by zone_id",
      [performance.performanceId],
    )
    return rows.map((row) => row.taken)
  }
  const read = (cart: { id: string; secret?: string }, org = "theatre") =>
    app.inject({
      url: `/api/v1/shop/${org}/carts/${cart.id}`,
      headers: cart.secret === undefined ? {} : { "cart-secret": cart.secret },
    })

  await t.test("only who has its secret knows of it", async (t) => {
    const cart = await openCart(app, itemsOf(performance))
    const wrong = { id: cart.id, secret: "x".repeat(24) }
    const unknown = { id: "999999", secret: cart.secret }
    for (const one of [wrong, unknown, { id: "abc", secret: cart.secret }, { id: cart.id }])
      t.match((await read(one)).json(), { status: 404, code: "not_found" })
    t.equal((await read(cart, rival.slug)).statusCode, 404, "nor in another organisation’s shop")
    for (const one of [wrong, unknown]) {
      t.equal((await postItems(app, one, itemsOf(performance))).statusCode, 404)
      t.equal((await removeItem(app, one, "1")).statusCode, 404)
      t.equal((await removeCart(app, one)).statusCode, 404)
      t.equal((await postCheckout(app, one)).statusCode, 404)
    }
    const bare = await app.inject({
      method: "POST",
      url: `/api/v1/shop/theatre/carts/${cart.id}/items`,
      payload: { items: itemsOf(performance) },
    })
    t.equal(bare.statusCode, 404)
    t.equal((await read(cart)).statusCode, 200)
    t.equal((await removeCart(app, cart)).statusCode, 204)
  })

  await t.test("places are added in any zone, removed one by one, and freed at once", async (t) => {
    const cart = await openCart(app, itemsOf(performance, 2, "plein"))
    const more = await postItems(app, cart, [
      ...itemsOf(gallery, 2, "plein"),
      ...itemsOf(performance, 1, "gratuit"),
    ])
    t.equal(more.statusCode, 201)
    t.equal(more.json().total, 6600)
    t.same(
      more.json().items.map((item: { id: string; amount: number }) => `${item.id}:${item.amount}`),
      ["1:2400", "2:2400", "3:900", "4:900", "5:0"],
    )
    t.same(await taken(), [3, 2])
    t.match((await postCart(app, itemsOf(gallery))).json(), { code: "sold_out" })

    t.equal((await removeItem(app, cart, "3")).statusCode, 204)
    t.same(await taken(), [3, 1])
    t.equal((await postCart(app, itemsOf(gallery))).statusCode, 201, "the next one has it")
    t.equal((await removeItem(app, cart, "3")).statusCode, 404, "it is gone already")
    t.equal((await removeItem(app, cart, "77")).statusCode, 404)
    t.equal((await removeItem(app, cart, "x")).statusCode, 404)
    const failed = await postItems(app, cart, [...itemsOf(performance), ...itemsOf(gallery)])
    t.match(failed.json(), { status: 409, code: "sold_out" })
    t.same((await read(cart)).json().total, 5700, "nothing held before is lost")
    t.same(await taken(), [3, 2])

    t.equal((await removeCart(app, cart)).statusCode, 204)
    t.same(await taken(), [0, 1])
    for (const gone of [read(cart), removeCart(app, cart), postItems(app, cart, itemsOf(performance))])
      t.match((await gone).json(), { status: 410, code: "cart_expired" })
    t.match((await postCheckout(app, cart)).json(), { status: 410, code: "cart_expired" })
  })

  await t.test("the last place out ends it", async (t) => {
    const cart = await openCart(app, itemsOf(performance))
    t.equal((await removeItem(app, cart, "1")).statusCode, 204)
    t.equal((await read(cart)).statusCode, 410)
    t.same(await taken(), [0, 1])
  })

  await t.test("adding gives it its time again, and when that is over it is over", async (t) => {
    const cart = await openCart(app, itemsOf(performance))
    await owner.query("update carts set expires_at = now() + interval '1 minute' where id = $1", [cart.id])
    const more = await postItems(app, cart, itemsOf(performance))
    t.ok(new Date(more.json().expiresAt).getTime() > Date.now() + 570_000)
    await owner.query("update carts set expires_at = now() - interval '1 second' where id = $1", [cart.id])
    for (const over of [
      read(cart),
      postItems(app, cart, itemsOf(performance)),
      removeItem(app, cart, "1"),
      removeCart(app, cart),
      postCheckout(app, cart),
    ])
      t.match((await over).json(), { status: 410, code: "cart_expired" })
  })
})

t.test("carts whose time is over make room for who asks next, without waiting for the clock", async (t) => {
  const { app, organisation, owner } = await testApp(t)
  const wanted = await makePerformance(app, organisation, { capacity: 2 })
  const other = await makePerformance(app, organisation, { capacity: 500 })
  await Promise.all(Array.from({ length: 250 }, () => openCart(app, itemsOf(other))))
  const last = await openCart(app, itemsOf(wanted, 2))
  await owner.query("update carts set expires_at = now() - interval '1 second'")
  t.equal((await postCart(app, itemsOf(wanted, 2))).statusCode, 201, "however many there are")
  t.match((await postItems(app, last, itemsOf(wanted))).json(), { code: "cart_expired" })
  t.match((await postCart(app, itemsOf(wanted))).json(), { code: "sold_out" }, "and no more than there are")
})

t.test("checking out", async (t) => {
  const { app, organisation } = await testApp(t)
  const performance = await makePerformance(app, organisation)

  await t.test("who orders must say so", async (t) => {
    const cart = await openCart(app, itemsOf(performance))
    const good = { email: "ada@example.org", firstName: "Ada", lastName: "Lovelace" }
    for (const [customer, path] of [
      [{ ...good, email: "ada" }, "/customer/email"],
      [{ ...good, email: "ada@localhost" }, "/customer/email"],
      [{ ...good, email: `${"a".repeat(250)}@example.org` }, "/customer/email"],
      [{ ...good, firstName: "" }, "/customer/firstName"],
      [{ ...good, lastName: "   " }, "/customer/lastName"],
      [{ email: good.email, firstName: "Ada" }, "/customer/lastName"],
      [{ ...good, marketingConsent: "yes" }, "/customer/marketingConsent"],
      [{ ...good, age: 12 }, "/customer/age"],
    ] as const) {
      const answer = await postCheckout(app, cart, { customer })
      t.match(answer.json(), { status: 422, code: "invalid_request" }, path)
      t.ok(
        answer.json().errors.some((error: { path: string }) => error.path === path),
        answer.body,
      )
    }
    const unknown = await postCheckout(app, cart, { method: "barter" })
    t.match(unknown.json(), { status: 422, errors: [{ path: "/payment/method" }] })
    t.equal((await postCheckout(app, cart, { customer: good, method: "free" })).statusCode, 201)
    t.match((await postCheckout(app, cart, { customer: good })).json(), { status: 410 }, "it is an order now")
  })

  await t.test("what costs something waits for its payment, its places held", async (t) => {
    const cart = await openCart(app, itemsOf(performance, 2, "plein"))
    t.match((await postCheckout(app, cart)).json(), { status: 422, code: "payment_method_required" })
    const placed = (await postCheckout(app, cart, { method: "sandbox" })).json()
    t.match(placed, {
      order: { status: "pending", total: 4800, currency: "EUR" },
      payment: { id: /./, redirectUrl: /^http:\/\/parterre\.test\/payments\// },
    })
    const order = await readOrder(app, placed.order.token)
    t.match(order, { status: "pending", lines: [{ amount: 2400 }, { amount: 2400 }] })
    t.same(order.tickets, [], "nothing is issued before the money is there")
    const pdf = await app.inject(`/api/v1/orders/${placed.order.token}/tickets.pdf`)
    t.equal(pdf.statusCode, 404)
  })

  await t.test("an order is seen by who has its token", async (t) => {
    const { order } = await buy(app, performance)
    t.match(order.token, /^\d+\.[\w-]{24}$/)
    const [organisationId, random = ""] = order.token.split(".")
    for (const token of [
      `${organisationId}.${"x".repeat(24)}`,
      `2.${random}`,
      random,
      `${order.token}x`,
      order.id,
    ])
      t.equal((await app.inject(`/api/v1/orders/${token}`)).statusCode, 404, token)
  })
})
