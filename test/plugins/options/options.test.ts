import t from "tap"
import { expireCarts } from "../../../plugins/inventory/release-places.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { itemsOf, postCart, postCheckout, readOrder } from "../../support/shopping.ts"
import { right, stockBooks } from "../../support/stock-books.ts"

interface OptionAnswer {
  id: string
  status: string
  until: string
  places: { seat?: string }[]
}

t.test("options: places kept by name until a day", async (t) => {
  const cast = await testApp(t)
  const { app, as, organisation, owner, db } = cast
  const performance = await makePerformance(app, organisation, { capacity: 5 })
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString()
  const base = "/api/v1/organisations/theatre/options"
  const ask = (
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path = "",
    payload?: object,
    person: Parameters<typeof as>[0] = "boxOffice",
  ) => app.inject({ method, url: base + path, headers: as(person), ...(payload ? { payload } : {}) })
  const input = {
    name: "Collège Jean-Moulin",
    email: "vie.scolaire@example.org",
    until,
    items: itemsOf(performance, 4),
  }

  t.equal((await app.inject(base)).statusCode, 401)
  t.equal((await ask("GET", "", undefined, "door")).statusCode, 403)
  t.equal((await ask("POST", "", input, "accounting")).statusCode, 403)
  t.equal((await ask("POST", "", input, "outsider")).statusCode, 403)
  t.match((await ask("POST", "", { ...input, until: "2020-01-01T00:00:00Z" })).json(), {
    status: 422,
    errors: [{ path: "/until" }],
  })
  t.equal((await ask("POST", "", { ...input, name: " " })).statusCode, 422)
  t.equal((await ask("POST", "", { ...input, items: itemsOf(performance, 6) })).json().code, "sold_out")
  t.same((await owner.query("select from options")).rowCount, 0)

  const made = await ask("POST", "", input)
  t.equal(made.statusCode, 201, made.body)
  const { id } = made.json<OptionAnswer>()
  t.match(made.json(), {
    name: "Collège Jean-Moulin",
    status: "standing",
    until,
    madeBy: "boxOffice",
    total: 0,
  })
  t.equal(made.json<OptionAnswer>().places.length, 4)
  t.equal((await postCart(app, itemsOf(performance, 2))).statusCode, 409, "nobody else has them")
  t.equal(await expireCarts(db, app.events, organisation.id), 0, "ten minutes are nothing to an option")
  t.equal((await ask("GET", "?standing=true")).json().data.length, 1)
  t.equal((await ask("GET", `?performanceId=${performance.performanceId}`)).json().data.length, 1)
  t.equal((await ask("GET", "?performanceId=999999")).json().data.length, 0)
  t.equal((await ask("GET", "/999999")).statusCode, 404)

  await t.test("extended, and over by itself", async (t) => {
    const later = new Date(Date.now() + 9 * 86_400_000).toISOString()
    t.equal(
      (await ask("PATCH", `/${id}`, { until: later, note: "rappelle lundi" })).json<OptionAnswer>().until,
      later,
    )
    t.equal((await ask("PATCH", `/${id}`, { until: "2020-01-01T00:00:00Z" })).statusCode, 422)
    await owner.query("update carts set expires_at = now() where state = 'open'")
    t.equal((await ask("PATCH", `/${id}`, { until: later })).json().code, "option_over")
    t.equal(await expireCarts(db, app.events, organisation.id), 1)
    t.equal((await ask("GET", `/${id}`)).json<OptionAnswer>().status, "over")
    t.equal((await ask("DELETE", `/${id}`)).json().code, "option_over")
    t.same(await stockBooks(cast), right)
  })

  await t.test("released by staff, once", async (t) => {
    const { id } = (await ask("POST", "", input)).json<OptionAnswer>()
    t.equal((await ask("DELETE", `/${id}`, undefined, "door")).statusCode, 403)
    const answers = await Promise.all([
      ask("DELETE", `/${id}`),
      ask("DELETE", `/${id}`),
      ask("DELETE", `/${id}`),
    ])
    t.same(answers.map((answer) => answer.statusCode).sort(), [204, 409, 409])
    t.equal((await ask("GET", `/${id}`)).json<OptionAnswer>().status, "released")
    t.same((await owner.query("select taken from zone_stock")).rows, [{ taken: 0 }])
    t.same(await stockBooks(cast), right)
  })

  await t.test("confirmed: the same seats are ordered", async (t) => {
    const seated = await makeSeatedPerformance(cast)
    const items = [
      {
        performanceId: seated.performanceId,
        zoneId: seated.zones[0]?.id,
        best: { [seated.price("gratuit")]: 3 },
      },
    ]
    const make = async () => (await ask("POST", "", { ...input, items })).json<OptionAnswer>()
    let option = await make()
    const both = await Promise.all([ask("POST", `/${option.id}/carts`), ask("DELETE", `/${option.id}`)])
    t.same(both.filter((answer) => answer.statusCode < 300).length, 1, "confirmed or released, not both")
    let [cart] = both
    if (cart.statusCode !== 201) {
      option = await make()
      cart = await ask("POST", `/${option.id}/carts`)
    }
    t.equal(cart.statusCode, 201, cart.body)
    const { order } = (await postCheckout(app, cart.json())).json<{ order: { token: string } }>()
    const { tickets } = await readOrder(app, order.token)
    t.same(
      tickets.map((ticket) => (ticket as { seat?: string }).seat),
      option.places.map((place) => place.seat),
    )
    t.same(await stockBooks(cast), right)
  })
})
