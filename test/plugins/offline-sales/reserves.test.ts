import t from "tap"
import { endPastReserves } from "../../../plugins/offline-sales/end-reserve.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { newHolder, offlineTill, type Reserve } from "../../support/offline-till.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { itemsOf, postCart } from "../../support/shopping.ts"
import { counter } from "../../support/till.ts"

t.test("places that a till keeps", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation, as } = cast
  const performance = await makePerformance(app, organisation, { capacity: 30, maxPerOrder: 30 })
  const { performanceId, zoneId } = performance
  const till = offlineTill(cast)
  const session = await till.open()
  const stock = async () =>
    (
      await db
        .selectFrom("zone_stock")
        .select("taken")
        .where("zone_id", "=", zoneId)
        .executeTakeFirstOrThrow()
    ).taken

  await t.test("not for who may not sell", async (t) => {
    for (const person of ["accounting", "door", "outsider"] as const) {
      const other = offlineTill(cast, person)
      t.equal((await other.keep(session, performanceId, { [zoneId]: 1 })).statusCode, 403, person)
      t.equal(
        (await other.get(`offline-reserves?tillSessionId=${session}&holder=${newHolder()}`)).statusCode,
        403,
      )
      t.equal((await other.post("offline-sales", { sales: [] })).statusCode, 403)
    }
    const anonymous = await app.inject({
      method: "POST",
      url: "/api/v1/organisations/theatre/offline-reserves",
      payload: {},
    })
    t.equal(anonymous.statusCode, 401)
  })

  await t.test("nor for another’s till, nor with what makes no sense", async (t) => {
    const foreign = await offlineTill(cast, "manager").keep(session, performanceId, { [zoneId]: 1 })
    t.match(foreign.json(), { status: 409, code: "till_of_another" })
    t.match((await till.keep("99999", performanceId, { [zoneId]: 1 })).json(), { status: 422 })
    t.match((await till.keep(session, "99999", { [zoneId]: 1 })).json(), { status: 404 })
    t.match((await till.keep(session, performanceId, { 99999: 1 })).json(), {
      status: 422,
      errors: [{ path: "/zones/0/zoneId" }],
    })
    for (const body of [
      { holder: "me" },
      { zones: [] },
      { zones: [{ zoneId, places: 0 }] },
      { zones: [{ zoneId, places: 501 }] },
    ])
      t.match((await till.keep(session, performanceId, { [zoneId]: 1 }, body)).json(), {
        status: 422,
        code: "invalid_request",
      })
    const over = await makePerformance(app, organisation, { startsAt: new Date(Date.now() - 86_400_000) })
    t.match((await till.keep(session, over.performanceId, { [over.zoneId]: 1 })).json(), {
      status: 422,
      code: "not_on_sale",
    })
    t.equal(await stock(), 0)
  })

  let reserve: Reserve
  await t.test("are nobody else’s, and have codes", async (t) => {
    reserve = await till.kept(session, performanceId, { [zoneId]: 20 })
    t.equal(reserve.places.length, 20)
    t.match(reserve.places[0], { code: /^.{137}$/, seat: null, orderNumber: /^\w{4}-\w{4}$/ })
    t.equal(new Set(reserve.places.map(({ code }) => code)).size, 20)
    t.match(reserve.zones, [
      { wanted: 20, prices: [{ tariff: "Plein tarif", amount: 2400, seal: /.{20}/ }, {}, {}] },
    ])
    t.equal(await stock(), 20)
    t.equal((await postCart(app, itemsOf(performance, 11))).statusCode, 409, "the web has 10 left")
    t.equal((await postCart(app, itemsOf(performance, 4))).statusCode, 201)
    const desk = await counter(cast).post("sales", {
      tillSessionId: session,
      items: itemsOf(performance, 7),
      payments: [],
    })
    t.match(desk.json(), { code: "sold_out" }, "nor does the same till sell them otherwise")
  })

  await t.test("asked for again, are as many as wanted, and no more", async (t) => {
    const again = await till.kept(session, performanceId, { [zoneId]: 20 })
    t.same(again.places, reserve.places)
    t.equal((await till.kept(session, performanceId, { [zoneId]: 10 })).places.length, 20)
    const more = await till.kept(session, performanceId, { [zoneId]: 28 })
    t.equal(more.places.length, 26, "what is there")
    t.equal(await stock(), 30)
    t.same(await till.reserves(session), [more])
  })

  await t.test("are given to one device alone", async (t) => {
    const elsewhere = await till.keep(session, performanceId, { [zoneId]: 20 }, { holder: newHolder() })
    t.match(elsewhere.json(), { status: 409, code: "reserve_elsewhere" })
    const none = await till.get(`offline-reserves?tillSessionId=${session}&holder=${newHolder()}`)
    t.same(none.json().data, [])
  })

  await t.test("can’t be taken from it as from another allotment", async (t) => {
    const { data } = (
      await app.inject({
        url: `/api/v1/organisations/theatre/performances/${performanceId}/allotments`,
        headers: as("boxOffice"),
      })
    ).json()
    t.match(data, [{ name: "Hors réseau : guichet-1", zones: [{ capacity: 26, taken: 0 }] }])
    const [{ id }] = data
    const refused = [
      await till.post(`allotments/${id}/releases`, {}),
      await till.post(`performances/${performanceId}/allotment-moves`, {
        ...{ from: id, to: null, zones: [{ zoneId, places: 1 }] },
      }),
      await app.inject({
        method: "PATCH",
        url: `/api/v1/organisations/theatre/allotments/${id}`,
        headers: as("boxOffice"),
        payload: { channels: ["web"] },
      }),
    ]
    for (const answer of refused) t.match(answer.json(), { status: 409, code: "kept_by_till" })
  })

  await t.test("come back when they are released, and their codes are void", async (t) => {
    const release = (id: string, person: Parameters<typeof as>[0]) =>
      app.inject({
        method: "DELETE",
        url: `/api/v1/organisations/theatre/offline-reserves/${id}`,
        headers: as(person),
      })
    t.equal((await release(reserve.id, "door")).statusCode, 403)
    t.equal((await release("99999", "boxOffice")).statusCode, 404)
    t.equal((await release(reserve.id, "manager")).statusCode, 204)
    t.equal((await release(reserve.id, "manager")).statusCode, 204, "again: it is released")
    t.equal(await stock(), 4)
    t.same(await till.reserves(session), [])
    const { rows } = await cast.owner.query(
      "select count(*)::int as n from advance_tickets where voided_at is null",
    )
    t.same(rows, [{ n: 0 }])
  })

  await t.test("come back when the till is closed, and when the performance is over", async (t) => {
    const second = await makePerformance(app, organisation, { capacity: 5 })
    const other = await till.open("guichet-9", 0)
    await till.kept(other, performanceId, { [zoneId]: 3 })
    await till.kept(other, second.performanceId, { [second.zoneId]: 5 })
    t.equal(await stock(), 7)
    await cast.owner.query(
      "update performances set starts_at = now() - interval '3 hours', doors_at = null, ends_at = now() - interval '1 hour' where id = $1",
      [second.performanceId],
    )
    await endPastReserves(db)
    const ended = async () =>
      (await db.selectFrom("offline_reserves").select("end_reason").orderBy("id").execute()).map(
        ({ end_reason }) => end_reason,
      )
    t.same(await ended(), ["released", null, "performance_over"])
    t.equal((await till.close(other, 0)).statusCode, 201)
    t.same(await ended(), ["released", "session_closed", "performance_over"])
    t.equal(await stock(), 4)
    t.match((await till.keep(other, performanceId, { [zoneId]: 3 })).json(), { code: "till_session_closed" })
  })
})

t.test("numbered seats that a till keeps", async (t) => {
  const cast = await testApp(t)
  const hall = await makeSeatedPerformance(cast)
  const till = offlineTill(cast)
  const session = await till.open()
  const zone = hall.zones[0]?.id ?? ""
  const before = await hall.free()
  const reserve = await till.kept(session, hall.performanceId, { [zone]: 6 })
  t.equal(reserve.places.length, 6)
  t.ok(reserve.places.every(({ seat, seatId }) => seat && before.some(({ id }) => id === seatId)))
  t.equal((await hall.free()).length, before.length - 6, "the plan of the shop shows them taken")
  const [place] = reserve.places
  const stolen = await counter(cast).post("sales", {
    tillSessionId: session,
    items: [
      {
        performanceId: hall.performanceId,
        seats: [{ seatId: place?.seatId, priceId: hall.price("gratuit") }],
      },
    ],
    payments: [],
  })
  t.match(stolen.json(), { status: 409, code: "seat_taken" })
  const again = await till.kept(session, hall.performanceId, { [zone]: 6 })
  t.same(again.places, reserve.places)
  const all = await till.kept(session, hall.performanceId, { [zone]: 500 })
  t.equal(all.places.length, before.length)
  t.equal((await hall.free()).length, 0)
})
