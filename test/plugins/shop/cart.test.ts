import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { Visitor } from "../../support/visitor.ts"

t.test("the basket", async (t) => {
  const { app, organisation, owner } = await testApp(t, { listen: true })
  const one = await makePerformance(app, organisation, { capacity: 10 })
  const two = await makePerformance(app, organisation, { capacity: 10 })
  const visitor = new Visitor(app.config.publicUrl)
  const take = async (performance: typeof one, typed: Record<string, string>) => {
    const here = `/theatre/performances/${performance.performanceId}`
    return visitor.send(await visitor.open(here), here, typed)
  }
  const taken = async () =>
    (await owner.query<{ taken: number }>("select sum(taken)::int as taken from zone_stock")).rows[0]?.taken

  await t.test("nobody’s: empty, and nothing to take out of it", async (t) => {
    const page = await visitor.open("/theatre/cart")
    t.equal(page.status, 200)
    t.match(page.text, "Votre panier est vide")
    t.match(page.html, `<meta name="robots" content="noindex"`)
    const removal = await app.inject({ method: "POST", url: "/theatre/cart/removals" })
    t.match(
      { status: removal.statusCode, to: removal.headers.location },
      { status: 303, to: "/theatre/cart" },
    )
  })

  await t.test("places of two performances, in sight on every page", async (t) => {
    await take(one, { [`quantity[${one.prices.plein}]`]: "2" })
    const page = await take(two, { [`quantity[${two.prices.reduit}]`]: "1" })
    t.match(page.text, /2 Plein tarif .* 48,00 €.* 1 Tarif réduit .* 16,00 €.* Total 64,00 €/)
    t.match((await visitor.open("/theatre")).text, /3 places .* 64,00 € Voir le panier/)
    const [cookie] = visitor.cookies
    t.match(cookie, { name: "cart", path: "/theatre" })
    const answer = await app.inject({ url: "/theatre/cart", cookies: { cart: cookie?.value ?? "" } })
    t.match(answer.headers, { "cache-control": "private, no-store" })
    t.match((await visitor.open("/rival")).text, /Scène rivale/)
    t.notMatch((await visitor.open("/rival")).text, "Voir le panier", "the basket is one organisation’s")
  })

  await t.test("lines are taken out and their places freed at once", async (t) => {
    const after = await visitor.send(await visitor.open("/theatre/cart"), "/cart/removals")
    t.equal(after.address, "/theatre/cart")
    t.equal(await taken(), 1)
    t.match(after.text, "Total 16,00 €")
    const empty = await visitor.send(after, "/cart/removals")
    t.match(empty.text, "Votre panier est vide")
    t.equal(await taken(), 0)
    t.equal(visitor.cookies.length, 0)
  })

  await t.test("a secret that was made up opens nothing", async (t) => {
    await take(one, { [`quantity[${one.prices.plein}]`]: "1" })
    const [cookie] = visitor.cookies
    const [id] = (cookie?.value ?? "").split(".")
    const forged = await app.inject({
      url: "/theatre/cart",
      cookies: { cart: `${id}.aaaaaaaaaaaaaaaaaaaaaaaa` },
    })
    t.match(forged.body, "Votre panier est vide")
    const removal = await app.inject({
      method: "POST",
      url: "/theatre/cart/removals",
      cookies: { cart: `${id}.aaaaaaaaaaaaaaaaaaaaaaaa` },
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "items=1",
    })
    t.equal(removal.statusCode, 303)
    t.equal(await taken(), 1, "nothing was freed")
  })

  await t.test("when its time is up, it says so and leads back to the places", async (t) => {
    await owner.query("update carts set expires_at = now() - interval '1 second' where state = 'open'")
    const page = await visitor.open("/theatre/cart")
    t.match(page.text, "Le temps du panier est écoulé")
    t.match(page.html, `href="/theatre/performances/${one.performanceId}"`)
    t.notMatch((await visitor.open("/theatre")).text, "Voir le panier")
    t.equal((await visitor.open("/theatre/checkout")).address, "/theatre/cart")
    const anew = await take(one, { [`quantity[${one.prices.plein}]`]: "1" })
    t.match(anew.text, "Total 24,00 €", "a new one begins")
  })
})
