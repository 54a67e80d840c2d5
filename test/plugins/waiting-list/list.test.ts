import t from "tap"
import { expireCarts } from "../../../plugins/inventory/release-places.ts"
import { forgetEntries } from "../../../plugins/waiting-list/offer-places.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { postForm } from "../../support/forms.ts"
import { itemsOf, openCart, postCart, postCheckout, removeCart } from "../../support/shopping.ts"
import { Visitor } from "../../support/visitor.ts"
import { join, linkIn, states, sweep, wait } from "./listing.ts"

t.test("somebody leaves an address, and takes the places that come back", async (t) => {
  const cast = await testApp(t, { listen: true })
  const { app, owner, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 4, amount: 0 })
  const wanted = `/theatre/performances/${performance.performanceId}`
  const visitor = new Visitor(app.config.publicUrl)
  t.notMatch((await visitor.open(wanted)).text, /liste d’attente/, "there are places")
  t.match((await visitor.open(`${wanted}/waiting-list`)).text, /Il reste des places/)
  const sold = await openCart(app, itemsOf(performance, 4))
  t.match((await visitor.open(wanted)).text, /S’inscrire sur la liste d’attente/)

  const form = await visitor.open(`${wanted}/waiting-list`)
  const field = `quantity[${performance.prices.plein}]`
  const refused = await visitor.send(form, "/waiting-list", { [field]: "11", email: "ada" })
  t.equal(refused.status, 422)
  t.match(refused.text, /10 places au plus par commande.*comme nom@exemple.fr/)
  t.match(refused.html, /value="ada"/, "what was typed is still there")
  t.match(
    (await visitor.send(form, "/waiting-list", { email: "ada@example.org" })).text,
    /au moins une place/,
  )
  const sent = await visitor.send(form, "/waiting-list", { [field]: "2", email: "ada@example.org" })
  t.match(sent.text, /Consultez votre messagerie/)
  await visitor.send(form, "/waiting-list", { [field]: "2", email: "ADA@example.org" })
  t.same(await states(cast), { "ada@example.org": "unconfirmed" }, "once, however often it is sent")

  const link = await linkIn(owner, "ada@example.org", "confirm")
  const confirming = await visitor.open(link)
  t.match(confirming.text, /Confirmer votre inscription.*2 places, Placement libre/)
  await removeCart(app, sold)
  await sweep(app)
  t.same(
    await states(cast),
    { "ada@example.org": "unconfirmed" },
    "nothing is offered before it is confirmed",
  )
  const again = await openCart(app, itemsOf(performance, 4))
  t.match(
    (await visitor.send(confirming, "/confirmation")).text,
    /Vous êtes sur la liste.*la première personne servie/,
  )

  await removeCart(app, again)
  t.equal(
    (await postCart(app, itemsOf(performance))).statusCode,
    409,
    "what came back is not for who passes by",
  )
  t.match((await new Visitor(app.config.publicUrl).open(wanted)).text, /Complet|complet/)
  await sweep(app)
  t.same(await states(cast), { "ada@example.org": "offered" })
  t.equal((await postCart(app, itemsOf(performance, 2))).statusCode, 201, "what nobody waits for is for all")
  t.equal((await postCart(app, itemsOf(performance))).statusCode, 409)

  const offer = await visitor.open(await linkIn(owner, "ada@example.org", "offer"))
  t.match(offer.text, /Des places sont gardées pour vous.*Jusqu’à/)
  t.notMatch((await visitor.open(link)).text, /Prendre ces places/, "the offer’s own link alone takes them")
  const checkout = await visitor.send(offer, "/acceptance")
  t.match(checkout.address, /\/theatre\/checkout/)
  const order = await visitor.send(checkout, "/checkout", {
    email: "ada@example.org",
    firstName: "Ada",
    lastName: "Lovelace",
  })
  t.match(order.address, /\/orders\//)
  await sweep(app)
  t.same(await states(cast), { "ada@example.org": "taken" })
  t.match((await visitor.open(link)).text, /Vous avez pris vos places/)
})

t.test("offers go in order, and on when they are not taken", async (t) => {
  const cast = await testApp(t)
  const { app, owner, organisation, db } = cast
  const performance = await makePerformance(app, organisation, { capacity: 3 })
  const sold = await openCart(app, itemsOf(performance, 3))
  await wait(cast, performance, "three@example.org", 3)
  await wait(cast, performance, "one@example.org", 1)
  const second = await wait(cast, performance, "second@example.org", 1)

  await removeCart(app, sold)
  await sweep(app)
  t.match(
    await states(cast),
    { "three@example.org": "offered", "one@example.org": "waiting" },
    "the first of all",
  )
  const { rows } = await owner.query(
    "select extract(epoch from offered_until - now())::int as seconds from waiting_list_entries where state = 'offered'",
  )
  t.ok(
    rows[0].seconds > 17 * 3600 && rows[0].seconds <= 24 * 3600,
    "for a quarter of the three days that are left",
  )

  await owner.query("update carts set expires_at = now() - interval '1 second' where state = 'open'")
  await expireCarts(db, app.events, organisation.id)
  t.equal((await postCart(app, itemsOf(performance))).statusCode, 409, "not for who passes by")
  await sweep(app)
  t.match(await states(cast), {
    "three@example.org": "lapsed",
    "one@example.org": "offered",
    "second@example.org": "offered",
  })
  t.match((await app.inject(second)).body, /gardées pour vous/)
  const left = await postForm(app, `${second}/removal`, {})
  t.equal(left.statusCode, 303)
  t.match(await states(cast), { "second@example.org": "left" })
  t.equal((await postCart(app, itemsOf(performance, 2))).statusCode, 201, "nobody waits any more")
})

t.test("a party is not overtaken for ever, and holds nobody up", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 4 })
  const [one, two] = [
    await openCart(app, itemsOf(performance, 1)),
    await openCart(app, itemsOf(performance, 3)),
  ]
  await wait(cast, performance, "party@example.org", 4)
  await wait(cast, performance, "pair@example.org", 2)
  await removeCart(app, one)
  t.equal(
    (await postCart(app, itemsOf(performance))).statusCode,
    201,
    "one place is of no use to those who wait",
  )
  await removeCart(app, two)
  await sweep(app)
  t.same(await states(cast), { "party@example.org": "waiting", "pair@example.org": "offered" })
})

t.test("what can’t be sold any more holds nobody up", async (t) => {
  const cast = await testApp(t)
  const { app, owner, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 2 })
  const sold = await openCart(app, itemsOf(performance, 2))
  await wait(cast, performance, "ada@example.org")
  await owner.query("update prices set offered = false where id = $1", [performance.prices.plein])
  await removeCart(app, sold)
  await sweep(app)
  t.same(await states(cast), { "ada@example.org": "lapsed" })
  t.equal((await postCart(app, itemsOf(performance, 2))).statusCode, 201)
})

t.test("links, staff and forgetting", async (t) => {
  const cast = await testApp(t)
  const { app, owner, organisation, as, db } = cast
  const performance = await makePerformance(app, organisation, { capacity: 1 })
  const cart = await openCart(app, itemsOf(performance))
  const link = await wait(cast, performance, "ada@example.org")
  await join(cast, performance, "never@example.org")
  for (const forged of [
    link.replace(/.$/, "x"),
    link.replace(/\/(\d+)\./, "/99."),
    "/theatre/waiting-list/1",
  ])
    t.equal((await app.inject(forged)).statusCode, forged === link ? 200 : 404, forged)
  t.equal((await postForm(app, `${link}/acceptance`, { cart: "x".repeat(24) })).statusCode, 303)
  t.match(await states(cast), { "ada@example.org": "waiting" })

  const home = "/admin/theatre/waiting-list"
  t.match((await app.inject({ url: home, headers: as("boxOffice") })).body, /Le Malade imaginaire/)
  const list = await app.inject({ url: `${home}/${performance.performanceId}`, headers: as("boxOffice") })
  t.match(list.body, /ada@example\.org[\s\S]*attend/)
  t.equal((await app.inject({ url: home, headers: as("accounting") })).statusCode, 403)
  const api = `/api/v1/organisations/theatre/performances/${performance.performanceId}/waiting-list`
  t.match((await app.inject({ url: api, headers: as("manager") })).json(), {
    data: [
      { email: "ada@example.org", places: 1, state: "waiting" },
      { email: "never@example.org", state: "unconfirmed" },
    ],
    nextCursor: null,
  })

  const ordered = await postCheckout(app, cart, { method: "sandbox" })
  t.equal(ordered.statusCode, 201)
  await forgetEntries(db)
  t.equal(Object.keys(await states(cast)).length, 2)
  await owner.query(
    "update performances set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour'",
  )
  await forgetEntries(db)
  t.same(await states(cast), {}, "nobody is remembered after the performance")
  t.same((await owner.query("select awaited from zone_stock")).rows, [{ awaited: null }])
})
