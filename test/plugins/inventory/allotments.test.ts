import t from "tap"
import { openCart as openCartAs } from "../../../plugins/inventory/change-cart.ts"
import { releaseDueAllotments } from "../../../plugins/inventory/release-allotment.ts"
import { expireCarts } from "../../../plugins/inventory/release-places.ts"
import type { Channel } from "../../../plugins/inventory/tables.ts"
import type { Wish } from "../../../plugins/inventory/wishes.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { itemsOf, openCart, postCart, removeCart } from "../../support/shopping.ts"
import { right, stockBooks } from "../../support/stock-books.ts"

interface AllotmentAnswer {
  id: string
  zones: { zoneId: string; capacity: number; taken: number }[]
  seats: string[]
  releasedAt: string | null
}

function staff({ app, as }: TestApp) {
  return (
    method: "GET" | "POST" | "PATCH",
    path: string,
    payload?: object,
    person: Parameters<typeof as>[0] = "boxOffice",
  ) =>
    app.inject({
      method,
      url: `/api/v1/organisations/theatre/${path}`,
      headers: as(person),
      ...(payload ? { payload } : {}),
    })
}

function sellAs(cast: TestApp, channel: Channel) {
  const db = cast.app.databases.forOrganisation(cast.organisation.id)
  return (wish: Wish, allotmentId?: string) =>
    openCartAs(db, { boards: cast.app.seatBoards, db, channel, ...(allotmentId ? { allotmentId } : {}) }, [
      wish,
    ])
}

t.test("an allotment sets places aside for who may sell it", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner } = cast
  const ask = staff(cast)
  const performance = await makePerformance(app, organisation, { capacity: 10, maxPerOrder: 100 })
  const { performanceId, zoneId } = performance
  const path = `performances/${performanceId}/allotments`
  const school = { name: "Scolaires", channels: ["school"], zones: [{ zoneId, places: 6 }] }
  const remaining = async () => {
    const answer = await app.inject(`/api/v1/shop/theatre/performances/${performanceId}`)
    return answer.json<{ zones: { remaining: number }[] }>().zones[0]?.remaining
  }

  await t.test("who may, and what is refused", async (t) => {
    t.equal((await app.inject(`/api/v1/organisations/theatre/${path}`)).statusCode, 401)
    t.equal((await ask("POST", path, school, "door")).statusCode, 403)
    t.equal((await ask("POST", path, school, "outsider")).statusCode, 403)
    t.equal((await ask("POST", path, school, "accounting")).statusCode, 403)
    const wrong = async (payload: object, expected: object) =>
      t.match((await ask("POST", path, { ...school, ...payload })).json(), expected)
    await wrong({ channels: ["post"] }, { status: 422 })
    await wrong({ name: " " }, { status: 422 })
    await wrong(
      { zones: [{ zoneId: "999999", places: 1 }] },
      { status: 422, errors: [{ path: "/zones/0/zoneId" }] },
    )
    await wrong({ zones: [{ zoneId, places: 11 }] }, { status: 409, code: "sold_out" })
    await wrong({ overflowId: "999999" }, { status: 422, errors: [{ path: "/overflowId" }] })
    await wrong({ seats: ["A-1"] }, { status: 422, errors: [{ path: "/seats/0" }] })
    t.equal((await ask("POST", "performances/999999/allotments", { ...school, zones: [] })).statusCode, 404)
    t.equal((await owner.query("select from allotments")).rowCount, 0)
    t.same(await stockBooks(cast), right)
  })

  const { id } = (await ask("POST", path, school)).json<AllotmentAnswer>()
  t.equal(await remaining(), 4)
  t.equal((await postCart(app, itemsOf(performance, 5))).statusCode, 409, "the public can't have it")
  const wish = itemsOf(performance, 3)[0] as Wish
  await t.rejects(sellAs(cast, "partner")(wish, id), { code: "not_on_sale" }, "nor another channel")
  const group = await sellAs(cast, "school")(wish, id)
  t.equal(await remaining(), 4, "what the channel sells is its own")
  t.same(await stockBooks(cast), right)
  await t.rejects(sellAs(cast, "school")(itemsOf(performance, 4)[0] as Wish, id), { code: "sold_out" })
  const all = await sellAs(cast, "school")(itemsOf(performance, 7)[0] as Wish)
  t.equal(all.items.length, 7, "a channel sells what is for everybody, and then what is its own")
  t.same(await stockBooks(cast), right)
  await removeCart(app, all)
  t.same((await ask("GET", path)).json<{ data: AllotmentAnswer[] }>().data[0]?.zones, [
    { zoneId, name: "Placement libre", capacity: 6, taken: 3 },
  ])

  await t.test("moved by staff, released, and given back after", async (t) => {
    const house = (await ask("POST", path, { name: "Maison", channels: [] })).json<AllotmentAnswer>()
    const moves = `performances/${performanceId}/allotment-moves`
    const move = (from: string | null, to: string | null, places: number) =>
      ask("POST", moves, { from, to, zones: [{ zoneId, places }] })
    t.equal((await move(id, house.id, 4)).json().code, "sold_out", "three of six are sold")
    t.equal((await move(id, house.id, 2)).statusCode, 201)
    t.equal((await move(house.id, null, 1)).statusCode, 201)
    t.equal((await move(house.id, house.id, 1)).statusCode, 422)
    t.equal((await move("999999", null, 1)).statusCode, 404)
    t.equal(await remaining(), 5)
    t.equal((await ask("POST", moves, { from: id, to: null }, "door")).statusCode, 403)
    const changed = await ask("PATCH", `allotments/${id}`, { name: "Écoles", overflowId: house.id })
    t.match(changed.json(), { name: "Écoles", overflowId: house.id })
    t.equal((await ask("PATCH", `allotments/${id}`, { overflowId: id })).statusCode, 422)
    t.equal((await ask("PATCH", "allotments/999999", { name: "x" })).statusCode, 404)

    t.match((await ask("POST", `allotments/${id}/releases`)).json(), { zones: [{ capacity: 3, taken: 3 }] })
    t.equal(await remaining(), 5, "it flows over to the house")
    const at = new Date(Date.now() - 1000).toISOString()
    t.equal(
      (await ask("PATCH", `allotments/${id}`, { name: "again" })).statusCode,
      404,
      "released is released",
    )
    t.equal((await ask("PATCH", `allotments/${house.id}`, { releaseAt: at })).statusCode, 200)
    t.equal(await releaseDueAllotments(cast.db), 1)
    t.equal(await remaining(), 7)
    t.same(await stockBooks(cast), right)
    await removeCart(app, group)
    t.equal(await remaining(), 10, "what came from a released allotment goes to everybody")
    t.same(await stockBooks(cast), right)
  })

  await t.test("the web may have one too", async (t) => {
    await ask("POST", path, { name: "Web", channels: ["web"], zones: [{ zoneId, places: 8 }] })
    t.equal(await remaining(), 10)
    const cart = await openCart(app, itemsOf(performance, 9))
    t.equal(await remaining(), 1)
    t.same(await stockBooks(cast), right)
    await owner.query("update carts set expires_at = now()")
    await expireCarts(cast.db, app.events, organisation.id)
    t.equal(await remaining(), 10)
    t.same(await stockBooks(cast), right)
    t.ok(cart)
  })
})

t.test("numbered seats are set aside one by one", async (t) => {
  const cast = await testApp(t)
  const { app } = cast
  const ask = staff(cast)
  const performance = await makeSeatedPerformance(cast)
  const { performanceId } = performance
  const seats = await performance.free()
  const rowA = seats.filter((seat) => seat.row === seats[0]?.row).map((seat) => seat.id)
  const made = await ask("POST", `performances/${performanceId}/allotments`, {
    name: "Presse",
    channels: ["house"],
    seats: rowA,
  })
  t.equal(made.statusCode, 201, made.body)
  const { id } = made.json<AllotmentAnswer>()
  t.same((await performance.free()).length, seats.length - rowA.length)
  t.equal(
    (
      await ask("POST", `performances/${performanceId}/allotments`, {
        name: "Deux fois",
        channels: [],
        seats: rowA,
      })
    ).json().code,
    "seat_taken",
  )
  const zoneId = performance.zones[0]?.id ?? ""
  const best = { performanceId, zoneId, best: { [performance.price("gratuit")]: 2 } }
  const press = await sellAs(cast, "house")(best, id)
  t.ok(
    press.items.every((item) => rowA.includes(item.seat?.id ?? "")),
    "the best of the allotment",
  )
  t.same(await stockBooks(cast), right)
  const byHand = (seatId: string) => ({
    performanceId,
    seats: [{ seatId, priceId: performance.price("gratuit") }],
  })
  const free = rowA.filter((seat) => !press.items.some((item) => item.seat?.id === seat))
  await t.rejects(sellAs(cast, "web")(byHand(free[0] ?? "")), { code: "seat_taken" })
  await removeCart(app, press)
  t.same(
    (await ask("GET", `performances/${performanceId}/allotments`)).json().data[0].seats.length,
    rowA.length,
  )
  t.same(await stockBooks(cast), right)
  const held = await sellAs(cast, "house")(best, id)
  await ask("POST", `allotments/${id}/releases`)
  t.same(await stockBooks(cast), right)
  t.equal((await performance.free()).length, seats.length - 2)
  await removeCart(app, held)
  t.equal((await performance.free()).length, seats.length)
  t.same(await stockBooks(cast), right)
})

t.test("a release two days before follows the performance when it is put off", async (t) => {
  const cast = await testApp(t)
  const ask = staff(cast)
  const startsAt = new Date(Date.now() + 5 * 86_400_000)
  const { performanceId, zoneId } = await makePerformance(cast.app, cast.organisation, { startsAt })
  const path = `performances/${performanceId}/allotments`
  const releaseAt = new Date(startsAt.getTime() - 2 * 86_400_000).toISOString()
  const zones = [{ zoneId, places: 2 }]
  const made = await ask("POST", path, { name: "Écoles", channels: ["school"], releaseAt, zones })
  t.equal(made.statusCode, 201, made.body)
  await ask("POST", path, { name: "Maison", channels: ["house"], zones })
  const later = startsAt.getTime() + 7 * 86_400_000
  await cast.db
    .updateTable("performances")
    .set({ starts_at: new Date(later), ends_at: new Date(later + 5_400_000) })
    .where("id", "=", performanceId)
    .execute()
  const { data } = (await ask("GET", path)).json<{ data: { name: string; releaseAt: string | null }[] }>()
  t.same(Object.fromEntries(data.map((one) => [one.name, one.releaseAt])), {
    Écoles: new Date(startsAt.getTime() + 5 * 86_400_000).toISOString(),
    Maison: null,
  })
})
