import t from "tap"
import { testApp } from "../../harness.ts"
import { hold, makeSeatedPerformance, planFile } from "../../support/seated.ts"
import { Visitor } from "../../support/visitor.ts"

t.test("numbered seats in the shop, without a script", async (t) => {
  const test = await testApp(t, { listen: true })
  const { app, owner } = test
  const performance = await makeSeatedPerformance(test, planFile("theatre-italienne"), { maxPerOrder: 4 })
  const { performanceId, zones } = performance
  const here = `/theatre/performances/${performanceId}`
  const someone = (language = "fr") => new Visitor(app.config.publicUrl, language)
  const taken = async () => (await performance.seats()).filter(({ status }) => status === "taken").length
  const letAllGo = () =>
    owner.query(
      "with carts as (update carts set state = 'released'), seats as (delete from taken_seats) update zone_stock set taken = 0",
    )
  const seats = (ids: (string | undefined)[]) => ({ way: "seats", seat: ids.map((id) => id ?? "") })
  const free = async (zone = 0) => (await performance.free(zone)).map(({ id }) => id)

  await t.test("the list says where each seat is, what it costs and whether it is free", async (t) => {
    const page = await someone().open(here)
    t.equal(page.html.match(/class="tick"/g)?.length, 624)
    t.match(page.html, /aria-label="Parterre, rang A, place 17, 30\u00a0€, libre"/)
    t.match(page.html, /<h3 id="zone-\d+">.*Carré or/)
    t.match((await someone("en").open(here)).html, /aria-label="Parterre, row A, seat 17, €30, free"/)
    t.equal(page.html.match(/disabled/g), null)
    const [first] = await free()
    await hold(app, [
      { performanceId, seats: [{ seatId: first ?? "", priceId: performance.price("plein", 0) }] },
    ])
    t.equal((await someone().open(here)).html.match(/ disabled/g)?.length, 1)
    await letAllGo()
  })

  await t.test(
    "ticked seats are kept at the full price; tariffs change in the basket, and one seat goes",
    async (t) => {
      const visitor = someone()
      const [a, b, c] = await free()
      const basket = await visitor.send(await visitor.open(here), here, seats([a, b, c]), "cart")
      t.equal(basket.address, "/theatre/cart")
      t.match(basket.text, /Parterre, \S+ Plein tarif · Carré or/)
      t.match(basket.text, "90,00 €")
      const reduced = await visitor.send(basket, "/cart/tariffs", { price: performance.price("reduit", 0) })
      t.match(reduced.text, "75,00 €")
      const foreign = await visitor.send(reduced, "/cart/tariffs", { price: performance.price("reduit", 2) })
      t.match(foreign.text, "75,00 €", "a price of another zone changes nothing")
      t.match(await visitor.open("/theatre/checkout"), { text: /Parterre, \S+ Tarif réduit/ })
      const two = await visitor.send(foreign, "/cart/removals")
      t.match(two.text, "60,00 €")
      t.equal(await taken(), 2)
      await letAllGo()
    },
  )

  await t.test("none, too many, or what the hall has not: said, and what was chosen stays", async (t) => {
    const visitor = someone()
    const page = await visitor.open(here)
    const none = await visitor.send(page, here, { way: "seats" })
    t.equal(none.status, 422)
    t.match(none.text, "Choisissez au moins une place, sur le plan ou dans la liste.")
    t.match(none.html, 'href="#field-seats"')
    t.match((await visitor.send(page, here, seats(["nowhere"]))).status, 422)
    const many = await visitor.send(page, here, seats((await free()).slice(0, 5)))
    t.equal(many.status, 422)
    t.match(many.text, "4 places au plus par commande.")
    t.equal(many.html.match(/ checked/g)?.length, 5)
    t.equal(visitor.cookies.length, 0)
  })

  await t.test("taken meanwhile: which one, and the rest stays chosen with its tariff", async (t) => {
    const visitor = someone()
    const page = await visitor.open(here)
    const [a, b] = await free()
    const price = performance.price("plein", 0)
    await hold(app, [{ performanceId, seats: [{ seatId: a ?? "", priceId: price }] }])
    const reduced = performance.price("reduit", 0)
    const refused = await visitor.send(page, here, { ...seats([a, b]), [`price[${b}]`]: reduced })
    t.equal(refused.status, 409)
    t.match(refused.text, /Parterre, rang \S+, place \S+ : cette place vient d’être prise/)
    t.equal(refused.html.match(/ checked/g)?.length, 1)
    t.match(refused.html, new RegExp(`data-price="${reduced}" checked`))
    await letAllGo()
  })

  await t.test("a seat would be left alone: which one", async (t) => {
    const visitor = someone()
    const [, second] = await free()
    const refused = await visitor.send(await visitor.open(here), here, seats([second]))
    t.equal(refused.status, 409)
    t.match(refused.text, /Parterre, rang \S+, place \d+ resterait seule à côté de votre choix/)
    t.equal(await taken(), 0)
  })

  await t.test("the best places, for a party of several tariffs", async (t) => {
    const visitor = someone()
    const field = (tariff: "plein" | "reduit") => `quantity[${performance.price(tariff, 0)}]`
    const page = await visitor.open(here)
    const none = await visitor.send(page, here)
    t.equal(none.status, 422)
    t.match(none.text, "Choisissez au moins une place.")
    const basket = await visitor.send(page, here, { [field("plein")]: "2", [field("reduit")]: "1" })
    t.equal(basket.address, "/theatre/cart")
    t.match(basket.text, "75,00 €")
    const kept = (await performance.seats()).filter(({ status }) => status === "taken")
    t.equal(new Set(kept.map(({ row }) => row)).size, 1, "side by side")
    await letAllGo()
  })

  await t.test("not enough side by side: so it says, and apart they are had", async (t) => {
    const visitor = someone()
    const zone = zones[4]
    const places = await performance.free(4)
    const middle = places
      .slice(2, 4)
      .map(({ id }) => ({ seatId: id, priceId: performance.price("gratuit", 4) }))
    t.equal((await hold(app, [{ performanceId, seats: middle }])).statusCode, 201)
    const page = await visitor.open(here)
    const field = `quantity[${performance.price("plein", 4)}]`
    const refused = await visitor.send(page, here, { [field]: "3" })
    t.equal(refused.status, 409)
    t.match(refused.text, `${zone?.name} : il ne reste pas autant de places côte à côte.`)
    t.match(refused.html, /<option value="3" selected>/)
    const basket = await visitor.send(refused, here, { [field]: "3", anywhere: "on" })
    t.equal(basket.address, "/theatre/cart")
  })

  await t.test("the drawing of a hall is kept for ever, and only that of what is announced", async (t) => {
    const page = await someone().open(here)
    const [address = ""] = /\/api\/v1\/shop\/theatre\/plans\/\d+/.exec(page.html) ?? []
    const drawing = await app.inject(address)
    t.match(drawing.headers["cache-control"], "immutable")
    t.equal(drawing.json().seats.id.length, 624)
    t.equal(drawing.json().sections.length, 3)
    t.equal((await app.inject(address.replace("theatre", "rival"))).statusCode, 404)
    t.equal((await app.inject("/api/v1/shop/theatre/plans/x")).statusCode, 404)
    await owner.query("update events set status = 'draft'")
    t.equal((await app.inject(address)).statusCode, 404)
  })
})
