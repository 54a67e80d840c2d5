import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { itemsOf, postCart } from "../../support/shopping.ts"
import { right, stockBooks } from "../../support/stock-books.ts"

t.test("options in the back office", async (t) => {
  const cast = await testApp(t)
  const { app, as, organisation, owner } = cast
  type Person = Parameters<typeof as>[0]
  const home = "/admin/theatre/options"
  const see = (path: string, person: Person = "boxOffice") => openPage(app, home + path, as(person))
  const send = (path: string, fields: Record<string, string>, person: Person = "boxOffice") =>
    postForm(app, home + path, fields, as(person))
  const performance = await makePerformance(app, organisation, { capacity: 6 })
  const { performanceId, zoneId, prices } = performance
  const create = `/new?performance=${performanceId}`
  const local = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16)
  const input = {
    name: "Collège Jean-Moulin",
    email: "vie.scolaire@example.org",
    until: local(3),
    [`price-${prices.gratuit}`]: "4",
  }

  await t.test("for who may", async (t) => {
    t.equal((await openPage(app, home)).statusCode, 303)
    for (const person of ["outsider", "door", "accounting"] as const) {
      t.equal((await see("", person)).statusCode, 403, person)
      t.equal((await send(create, input, person)).statusCode, 403, person)
    }
    t.match((await see("/new")).body, create, "the performance is chosen first")
    t.equal((await see("/new?performance=999999")).statusCode, 404)
    t.equal((await see("/999999")).statusCode, 404)
  })

  const refused = async (changes: Record<string, string>, expected: string, status = 422) => {
    const answer = await send(create, { ...input, ...changes })
    t.equal(answer.statusCode, status)
    t.match(answer.body, expected)
    t.match(answer.body, "Collège Jean-Moulin", "what was typed is kept")
  }
  await refused({ email: "vie scolaire" }, "une adresse comme")
  await refused({ until: "2020-01-01T10:00" }, "choisissez un moment à venir")
  await refused({ until: "2198-01-01T10:00" }, "avant la fin de la séance")
  await refused({ [`price-${prices.gratuit}`]: "" }, "Dites combien de places")
  await refused({ [`price-${prices.gratuit}`]: "7" }, "Il ne reste pas assez de places", 409)
  t.equal((await owner.query("select from options")).rowCount, 0)

  const made = await send(create, input)
  t.equal(made.statusCode, 303, made.body)
  const path = (made.headers.location ?? "").replace(home, "")
  t.match((await see(path)).body, "L’option est posée")
  t.match((await see("")).body, "Collège Jean-Moulin")
  t.equal((await postCart(app, itemsOf(performance, 3))).statusCode, 409, "they are kept")
  const [one = ""] = path.split("?")

  await t.test("extended", async (t) => {
    const before = (await owner.query("select expires_at from carts")).rows[0].expires_at
    t.match((await send(one, { ...input, until: "" })).body, "Gardées jusqu’au\u202f: à remplir")
    t.equal((await send(one, { ...input, until: local(5), note: "rappelle lundi" })).statusCode, 303)
    const after = (await owner.query("select expires_at from carts")).rows[0].expires_at
    t.ok(after - before > 86_400_000)
    t.match((await see(one)).body, "rappelle lundi")
  })

  await t.test("released, once", async (t) => {
    t.equal((await send(`${one}/release`, {}, "accounting")).statusCode, 403)
    t.equal((await send(`${one}/release`, {})).statusCode, 303)
    const again = await send(`${one}/release`, {})
    t.equal(again.statusCode, 409)
    t.match(again.body, "Cette option n’est plus en cours")
    t.notMatch(again.body, `${one}/release`, "nothing more can be done with it")
    t.notMatch((await see("")).body, "Collège Jean-Moulin")
    t.match((await see("?show=all")).body, "Libérée")
    t.same(await stockBooks(cast), right)
  })

  await t.test("confirmed: its places are in the basket of who confirms", async (t) => {
    const { headers } = await send(create, input)
    const [option = ""] = (headers.location ?? "").replace(home, "").split("?")
    const confirmed = await send(`${option}/confirmation`, {})
    t.same([confirmed.statusCode, confirmed.headers.location], [303, "/theatre/checkout"])
    const cookie = [confirmed.headers["set-cookie"]].flat().find((one) => one?.startsWith("cart="))
    const checkout = await openPage(app, "/theatre/checkout", { cookie: cookie?.split(";")[0] ?? "" })
    t.equal(checkout.statusCode, 200)
    t.match(checkout.body, performance.zoneId ? "Placement libre" : "")
    t.equal((await send(`${option}/confirmation`, {})).statusCode, 409)
    t.match((await see(option)).body, "Confirmée")
    await owner.query("update carts set expires_at = now() where state = 'open'")
  })

  await t.test("from what is set aside, and by numbered seat", async (t) => {
    const aside = await app.inject({
      method: "POST",
      url: `/api/v1/organisations/theatre/performances/${performanceId}/allotments`,
      headers: as("boxOffice"),
      payload: { name: "Scolaires", channels: ["school"], zones: [{ zoneId, places: 2 }] },
    })
    const { id } = aside.json<{ id: string }>()
    t.match((await see(create)).body, "Scolaires")
    const from = { ...input, from: id, [`price-${prices.gratuit}`]: "2" }
    t.equal((await send(create, from)).statusCode, 303)
    t.same((await owner.query("select taken from allotment_stock")).rows, [{ taken: 2 }])
    t.equal((await send(create, from)).statusCode, 409, "there are no more")

    const seated = await makeSeatedPerformance(cast)
    const best = { ...input, [`price-${seated.price("gratuit")}`]: "3" }
    const seats = await send(`/new?performance=${seated.performanceId}`, best)
    t.equal(seats.statusCode, 303, seats.body)
    const { rows } = await owner.query(
      "select count(distinct seat_id)::int as seats from taken_seats where cart_id is not null",
    )
    t.same(rows, [{ seats: 3 }])
    t.same(await stockBooks(cast), right)
  })
})
