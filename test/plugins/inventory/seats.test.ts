import t from "tap"
import { testApp } from "../../harness.ts"
import { hold, makeSeatedPerformance, planFile, readSeats, type SeatedCart } from "../../support/seated.ts"
import { postCheckout, postItems, readOrder, removeCart, removeItem } from "../../support/shopping.ts"

t.test("numbered seats over the API", async (t) => {
  const cast = await testApp(t)
  const { app, as, owner } = cast
  const performance = await makeSeatedPerformance(cast)
  const { performanceId } = performance
  const [zone] = performance.zones
  const codeOf = (answer: { json(): { code?: string } }) => answer.json().code
  const taken = async () => (await performance.seats()).filter((seat) => seat.status === "taken").length

  await t.test("the seats of a hall, with their zone", async (t) => {
    const seats = await performance.seats()
    t.equal(seats.length, 53)
    t.match(seats[0], { label: String, row: String, number: String, zoneId: zone?.id, status: "free" })
    const list = (await app.inject("/api/v1/shop/theatre/performances")).json<{
      data: { seated: boolean }[]
    }>()
    t.equal(list.data[0]?.seated, true)
    t.equal((await app.inject("/api/v1/shop/theatre/performances/999999/seats")).statusCode, 404)
    t.equal((await app.inject("/api/v1/shop/theatre/performances/x/seats/taken")).statusCode, 404)
    t.equal((await app.inject(`/api/v1/shop/rival/performances/${performanceId}/seats`)).statusCode, 404)
  })

  await t.test("seats picked by hand are held, and nobody else's", async (t) => {
    const [a, b] = await performance.free()
    const items = [
      {
        performanceId,
        seats: [
          { seatId: a?.id ?? "", priceId: performance.price("plein") },
          { seatId: b?.id ?? "", priceId: performance.price("reduit") },
        ],
      },
    ]
    const first = await hold(app, items)
    t.equal(first.statusCode, 201, first.body)
    const cart = first.json<SeatedCart>()
    t.same(
      cart.items.map((item) => item.seat),
      [a, b].map((seat) => ({ id: seat?.id, label: seat?.label })),
    )
    t.equal(cart.total, 4500)
    t.match(await performance.seats(), {
      0: { status: "taken" },
      1: { status: "taken" },
      2: { status: "free" },
    })
    const second = await hold(app, items)
    t.equal(second.statusCode, 409)
    t.match(second.json(), { code: "seat_taken", errors: [{ path: "/items/0/seats/0" }, {}] })
    t.equal((await removeItem(app, cart, "1")).statusCode, 204)
    t.equal(await taken(), 1, "a place given back is free at once")
    await removeCart(app, cart)
    t.equal(await taken(), 0)
    t.same((await owner.query("select taken from zone_stock")).rows, [{ taken: 0 }])
  })

  await t.test("what is not a seat of this hall, or not its price, is told at its place", async (t) => {
    const [a, b] = await performance.free()
    const priceId = performance.price("plein")
    const refused = async (seats: { seatId: string; priceId: string }[], path: string) => {
      const answer = await hold(app, [{ performanceId, seats }])
      t.equal(answer.statusCode, 422, answer.body)
      t.match(answer.json(), { errors: [{ path }] })
    }
    await refused([{ seatId: "nowhere", priceId }], "/items/0/seats/0/seatId")
    await refused(
      [
        { seatId: a?.id ?? "", priceId },
        { seatId: a?.id ?? "", priceId },
      ],
      "/items/0/seats/1",
    )
    const other = await makeSeatedPerformance(cast)
    await refused([{ seatId: b?.id ?? "", priceId: other.price("plein") }], "/items/0/seats/0")
    const half = { performanceId, zoneId: zone?.id ?? "" } as never
    t.match((await hold(app, [half])).json(), { status: 422, errors: [{ path: "/items/0" }] })
    t.equal(await taken(), 0)
  })

  await t.test("the best places sit side by side, whatever their tariffs", async (t) => {
    const best = { [performance.price("plein")]: 2, [performance.price("reduit")]: 1 }
    const answer = await hold(app, [{ performanceId, zoneId: zone?.id ?? "", best }])
    t.equal(answer.statusCode, 201, answer.body)
    const cart = answer.json<SeatedCart>()
    t.equal(cart.total, 7500)
    const seats = new Map((await performance.seats()).map((seat) => [seat.id, seat]))
    const chosen = cart.items.flatMap(({ seat }) => seats.get(seat?.id ?? "") ?? [])
    t.equal(new Set(chosen.map((seat) => seat.row)).size, 1)
    const numbers = chosen.map((seat) => Number(seat.number)).sort((x, y) => x - y)
    t.equal((numbers[2] ?? 0) - (numbers[0] ?? 0), numbers.length - 1)
    const more = await postItems(app, cart, [
      { performanceId, priceId: performance.price("plein"), quantity: 2 },
    ])
    t.equal(more.statusCode, 201, "a quantity is served with the best ones too")
    t.equal(more.json<SeatedCart>().items.filter((item) => item.seat).length, 5)
    await removeCart(app, cart)
  })

  await t.test(
    "a seat is never left alone while others would do, and the last ones always sell",
    async (t) => {
      const row = (await performance.seats()).filter((seat) => seat.row === "A")
      const one = (index: number) => ({ seatId: row[index]?.id ?? "", priceId: performance.price("gratuit") })
      t.match((await hold(app, [{ performanceId, seats: [one(1)] }])).json(), {
        status: 409,
        code: "lone_seat",
      })
      const atTheEnd = await hold(app, [{ performanceId, seats: [one(0)] }])
      t.equal(atTheEnd.statusCode, 201)
      await removeCart(app, atTheEnd.json<SeatedCart>())

      const all = await performance.free()
      for (let left = all.length; left > 0; ) {
        const quantity = Math.min(left, 5)
        const answer = await hold(app, [
          {
            performanceId,
            zoneId: zone?.id ?? "",
            best: { [performance.price("gratuit")]: quantity },
            anywhere: true,
          },
        ])
        t.equal(answer.statusCode, 201, answer.body)
        left -= quantity
      }
      t.equal(
        codeOf(
          await hold(app, [
            { performanceId, zoneId: zone?.id ?? "", best: { [performance.price("gratuit")]: 1 } },
          ]),
        ),
        "sold_out",
      )
      await owner.query("update carts set expires_at = now()")
      const again = await hold(app, [{ performanceId, seats: [one(0)] }])
      t.equal(again.statusCode, 201, "seats of carts whose time is over are there for the next")
      await removeCart(app, again.json<SeatedCart>())
    },
  )

  await t.test("sold: the ticket says the seat", async (t) => {
    const cart = (
      await hold(app, [
        { performanceId, zoneId: zone?.id ?? "", best: { [performance.price("gratuit")]: 2 } },
      ])
    ).json<SeatedCart>()
    const { order } = (await postCheckout(app, cart)).json<{ order: { token: string } }>()
    const { tickets } = await readOrder(app, order.token)
    t.same(
      tickets.map((ticket) => (ticket as { seat?: string }).seat),
      cart.items.map(({ seat }) => seat?.label),
    )
    const calendar = await app.inject(`/api/v1/orders/${order.token}/tickets.ics`)
    t.match(
      calendar.body.replaceAll("\r\n ", ""),
      `DESCRIPTION:2 places : ${cart.items.map(({ seat }) => seat?.label).join(" \\; ")}`,
    )
  })

  await t.test("a plan never changes under what it sold", async (t) => {
    const before = (
      await app.inject({
        url: `/api/v1/organisations/theatre/performances/${performanceId}`,
        headers: as("manager"),
      })
    ).json<{ seatingVersionId: string }>()
    const change = (payload: object) =>
      app.inject({
        method: "PATCH",
        url: `/api/v1/organisations/theatre/performances/${performanceId}`,
        headers: as("manager"),
        payload,
      })
    t.ok(before.seatingVersionId)
    t.equal(codeOf(await change({ seatingVersionId: null })), "below_sold")
    const wider = planFile("petite-salle")
    wider.zones[0].rows[5].seats.pop()
    const made = await app.inject({
      method: "POST",
      url: "/api/v1/organisations/theatre/seating-plans",
      headers: as("manager"),
      payload: { name: "Sans le dernier fauteuil", plan: wider },
    })
    const { rows } = await owner.query("select max(id) as id from seating_versions")
    t.equal(made.statusCode, 201)
    t.equal(
      (await change({ seatingVersionId: rows[0].id })).statusCode,
      200,
      "its sold seats are in the other plan",
    )
    t.equal((await readSeats(app, performanceId)).length, 52)
    t.equal(await taken(), 2)
  })
})
