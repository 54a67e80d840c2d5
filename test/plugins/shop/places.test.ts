import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { Visitor } from "../../support/visitor.ts"

t.test("choosing places", async (t) => {
  const test = await testApp(t, { listen: true })
  const { app, organisation, owner } = test
  const { performanceId, zoneId, prices } = await makePerformance(app, organisation, {
    capacity: 6,
    maxPerOrder: 4,
  })
  const here = `/theatre/performances/${performanceId}`
  const field = (priceId: string) => `quantity[${priceId}]`
  const taken = async () =>
    (await owner.query<{ taken: number }>("select taken from zone_stock where zone_id = $1", [zoneId]))
      .rows[0]?.taken
  const someone = () => new Visitor(app.config.publicUrl, "en")

  await t.test("none, or nonsense: said at the field, nothing taken", async (t) => {
    const visitor = someone()
    const page = await visitor.open(here)
    const none = await visitor.send(page, here)
    t.equal(none.status, 422)
    t.match(none.text, "Choose at least one place.")
    t.match(none.html, `href="#field-quantity-${prices.plein}"`, "the summary leads to the field")
    t.match(none.html, `aria-describedby="error-${prices.plein}"`)
    const nonsense = await visitor.send(page, here, {
      [field(prices.plein)]: "many",
      [field(prices.reduit)]: "2",
    })
    t.equal(nonsense.status, 422)
    t.match(nonsense.html, /<option value="2" selected>/, "what was chosen stays chosen")
    t.equal(await taken(), 0)
    t.equal(visitor.cookies.length, 0)
  })

  await t.test("more than an order may have, here and in the basket", async (t) => {
    const visitor = someone()
    const page = await visitor.open(here)
    const many = await visitor.send(page, here, { [field(prices.plein)]: "5" })
    t.equal(many.status, 422)
    t.match(many.text, "At most 4 places in one order. Choose fewer.")
    const basket = await visitor.send(page, here, { [field(prices.plein)]: "3" })
    t.equal(basket.address, "/theatre/cart")
    const more = await visitor.send(await visitor.open(here), here, { [field(prices.plein)]: "2" })
    t.match(more.text, "your basket already has 3 for this performance")
    t.equal(await taken(), 3)
  })

  await t.test("more than are left: how many there are, and what was chosen stays", async (t) => {
    const visitor = someone()
    const page = await visitor.open(here)
    const refused = await visitor.send(page, here, { [field(prices.plein)]: "4" })
    t.equal(refused.status, 409)
    t.match(refused.text, "Placement libre: only 3 places are left. Choose fewer.")
    t.match(refused.html, /<option value="3" selected>/)
    t.equal(await taken(), 3)
  })

  await t.test("a button pressed twice takes the places once", async (t) => {
    const visitor = someone()
    const page = await visitor.open(here)
    const twice = await Promise.all([
      visitor.send(page, here, { [field(prices.plein)]: "1" }),
      visitor.send(page, here, { [field(prices.plein)]: "1" }),
    ])
    t.same(
      twice.map((answer) => answer.status),
      [200, 200],
    )
    t.equal(await taken(), 4)
    t.match((await visitor.open("/theatre/cart")).text, /Your choice Le Malade imaginaire .* 1 Plein tarif/)
    await visitor.send(page, here, { [field(prices.reduit)]: "1" })
    t.equal(await taken(), 5, "another choice on the same page is another choice")
  })

  await t.test("places of a price that is not this performance’s are refused", async (t) => {
    const other = await makePerformance(app, organisation)
    const visitor = someone()
    const page = await visitor.open(here)
    const refused = await visitor.send(page, here, { [field(other.prices.plein)]: "1" })
    t.equal(refused.status, 422)
    t.match(refused.text, "These places are no longer on sale.")
  })

  await t.test("the last place, held by somebody whose time is over, is nobody’s any more", async (t) => {
    const { rows } = await owner.query(
      "update carts set expires_at = now() - interval '1 second' where state = 'open' returning id",
    )
    t.ok(rows.length > 0)
    const visitor = someone()
    const basket = await visitor.send(await visitor.open(here), here, { [field(prices.plein)]: "4" })
    t.equal(basket.address, "/theatre/cart")
    t.equal(await taken(), 4)
  })

  await t.test("closed meanwhile: the page says so", async (t) => {
    const visitor = someone()
    const page = await visitor.open(here)
    await owner.query("update performances set status = 'cancelled' where id = $1", [performanceId])
    const refused = await visitor.send(page, here, { [field(prices.plein)]: "1" })
    t.equal(refused.status, 422)
    t.match(refused.text, "This performance is cancelled")
  })

  await t.test("a form of another site is refused", async (t) => {
    const answer = await app.inject({
      method: "POST",
      url: here,
      headers: { "sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded" },
      payload: `${field(prices.plein)}=1`,
    })
    t.equal(answer.statusCode, 403)
    const unknown = await app.inject({ method: "POST", url: "/theatre/performances/999999" })
    t.equal(unknown.statusCode, 404)
  })
})
