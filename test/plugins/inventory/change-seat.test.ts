import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { hold, makeSeatedPerformance, type SeatedCart } from "../../support/seated.ts"
import { itemsOf, openCart, removeCart } from "../../support/shopping.ts"
import { right, stockBooks } from "../../support/stock-books.ts"

t.test("changing the seat of a place, and merging two carts", async (t) => {
  const cast = await testApp(t)
  const { app, owner, organisation } = cast
  const performance = await makeSeatedPerformance(cast)
  const { performanceId } = performance
  const seats = await performance.free()
  const price = performance.price("plein")
  const row = (name: string) => seats.filter((seat) => seat.row === name).map((seat) => seat.id)
  const [a = "", b = "", c = "", d = ""] = row(seats[0]?.row ?? "")
  const take = async (...ids: string[]) =>
    (
      await hold(app, [{ performanceId, seats: ids.map((seatId) => ({ seatId, priceId: price })) }])
    ).json<SeatedCart>()
  const patch = (cart: { id: string; secret: string }, item: string, payload: object) =>
    app.inject({
      method: "PATCH",
      url: `/api/v1/shop/theatre/carts/${cart.id}/items/${item}`,
      headers: { "cart-secret": cart.secret },
      payload,
    })
  const merge = (
    into: { id: string; secret: string },
    from: { id: string; secret: string },
    headers: Record<string, string> = {},
  ) =>
    app.inject({
      method: "POST",
      url: `/api/v1/shop/theatre/carts/${into.id}/merges`,
      headers: { "cart-secret": into.secret, ...headers },
      payload: { cart: { id: from.id, secret: from.secret } },
    })
  const seatsOf = (answer: { json<T>(): T }) =>
    answer
      .json<SeatedCart>()
      .items.map((item) => item.seat?.id)
      .sort()

  await t.test("a seat for another", async (t) => {
    const cart = await take(a, b)
    const others = await take(c, d)
    const refused = await patch(cart, "1", { seatId: c })
    t.equal(refused.json().code, "seat_taken")
    t.same((await stockBooks(cast)).lost, 0, "the seat it had is still its own")
    await removeCart(app, others)
    const moved = await patch(cart, "1", { seatId: c })
    t.equal(moved.statusCode, 200, moved.body)
    t.same(seatsOf(moved), [b, c].sort())
    t.equal(moved.json<SeatedCart>().total, 6000)
    const item = moved.json<SeatedCart>().items.find(({ seat }) => seat?.id === c)
    const cheaper = await patch(cart, item?.id ?? "", { seatId: c, priceId: performance.price("reduit") })
    t.equal(cheaper.statusCode, 200, cheaper.body)
    t.equal(cheaper.json<SeatedCart>().total, 4500)
    t.same(await stockBooks(cast), right)
    t.equal((await patch(cart, "99", { seatId: d })).statusCode, 404)
    t.equal((await patch({ ...cart, secret: "x" }, "2", { seatId: d })).statusCode, 404)
    t.equal((await patch(cart, "2", { seatId: "nowhere" })).statusCode, 422)
    t.equal((await patch(cart, "2", {})).statusCode, 422)
    await removeCart(app, cart)
    t.equal((await patch(cart, "2", { seatId: d })).statusCode, 410)
    t.same(await stockBooks(cast), right)
  })

  await t.test("two carts in one", async (t) => {
    const unseated = await makePerformance(app, organisation, { capacity: 5 })
    const [into, from] = [await take(a, b), await take(c, d)]
    const third = await openCart(app, itemsOf(unseated, 2))
    const headers = { "idempotency-key": "merge" }
    const merged = await merge(into, from, headers)
    t.equal(merged.statusCode, 201, merged.body)
    t.same(seatsOf(merged), [a, b, c, d].sort())
    t.equal((await merge(into, from, headers)).headers["idempotent-replay"], "true")
    t.equal((await merge(into, from)).statusCode, 410, "the other one has ended")
    t.equal((await merge(into, third)).statusCode, 201)
    t.equal((await merge(into, { id: into.id, secret: "wrong" })).statusCode, 201, "with itself: as it is")
    t.equal((await merge(into, { id: "9999999", secret: "x" })).statusCode, 404)
    t.same(await stockBooks(cast), right)
    await owner.query("update performances set max_per_order = 4")
    const more = await take(row(seats.at(-1)?.row ?? "")[0] ?? "")
    t.equal((await merge(into, more)).json().code, "too_many")
    t.same(await stockBooks(cast), right, "and nothing is lost by it")
    t.equal((await removeCart(app, more)).statusCode, 204)
    t.equal((await removeCart(app, into)).statusCode, 204)
    t.same((await owner.query("select sum(taken)::int as taken from zone_stock")).rows, [{ taken: 0 }])
  })

  await t.test("each merged into the other at once: one has all", async (t) => {
    for (let n = 0; n < 5; n++) {
      const [one, two] = [await take(a, b), await take(c, d)]
      const answers = await Promise.all([merge(one, two), merge(two, one)])
      t.same(answers.map((answer) => answer.statusCode).sort(), [201, 410])
      t.same(await stockBooks(cast), right)
      const left = answers[0]?.statusCode === 201 ? one : two
      t.equal((await removeCart(app, left)).statusCode, 204)
    }
  })
})
