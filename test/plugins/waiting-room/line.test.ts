import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { itemsOf, postCart, postItems } from "../../support/shopping.ts"
import { askPlace, closed, eventOf, letIn, olderPasses, quick, setLine, takePlace } from "./waiting.ts"

t.test("while no line is on, nothing is asked of anybody", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner } = cast
  const performance = await makePerformance(app, organisation)
  t.equal((await postCart(app, itemsOf(performance))).statusCode, 201)
  t.match(await takePlace(app, performance.performanceId), { state: "none", place: null })
  t.equal((await owner.query("select from waiting_lines")).rowCount, 0)
})

t.test("a line before one event", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, as } = cast
  const performance = await makePerformance(app, organisation, { capacity: 1000 })
  const other = await makePerformance(app, organisation)
  const id = performance.performanceId
  const before = await postCart(app, itemsOf(performance))
  const eventId = await eventOf(cast, id)
  t.equal((await setLine(cast, eventId, closed)).statusCode, 200)

  await t.test("a cart needs a place that was let in", async (t) => {
    const refused = await postCart(app, itemsOf(performance))
    t.equal(refused.statusCode, 429)
    t.match(refused.json(), { code: "waiting_room", type: "urn:parterre:problem:waiting_room" })
    t.match(refused.headers["retry-after"], /^\d+$/)
    t.match(refused.headers.link, /shop\/theatre\/waiting-places>; rel="waiting-place"/)
    const place = await takePlace(app, id)
    t.match(place, { state: "waiting", ahead: 0, estimateSeconds: null })
    const early = await postCart(app, itemsOf(performance), { "waiting-place": place.place ?? "" })
    t.equal(early.statusCode, 429, "not yet")
    t.match(await takePlace(app, id), { state: "waiting", ahead: 1 }, "the next one is behind")
    t.match(
      (await askPlace(app, place.place)).json(),
      { state: "waiting", ahead: 0 },
      "and asking changes nothing",
    )
  })

  await t.test("other events, carts that are there, and staff go by", async (t) => {
    const elsewhere = await postCart(app, itemsOf(other))
    t.equal(elsewhere.statusCode, 201)
    t.equal((await postItems(app, before.json(), itemsOf(performance))).statusCode, 201)
    t.equal((await postItems(app, elsewhere.json(), itemsOf(other))).statusCode, 201)
    const around = await postItems(app, elsewhere.json(), itemsOf(performance))
    t.equal(around.statusCode, 429, "a cart of another event is no way around the line")
    t.equal((await postCart(app, itemsOf(performance), as("boxOffice"))).statusCode, 201)
    t.equal((await postCart(app, itemsOf(performance), as("administrator"))).statusCode, 201)
    t.equal(
      (await postCart(app, itemsOf(performance), as("outsider"))).statusCode,
      429,
      "not those of another house",
    )
  })

  await t.test("let in, a place opens few carts, and those it did not get are not counted", async (t) => {
    const { place } = await takePlace(app, id)
    await setLine(cast, eventId, quick)
    const admitted = await letIn(app, place)
    t.ok(Date.parse(admitted.admittedUntil ?? "") > Date.now() + 9 * 60_000)
    const headers = { "waiting-place": place ?? "" }
    for (let n = 0; n < 7; n++)
      t.equal((await postCart(app, itemsOf(performance, 11), headers)).statusCode, 422, "too many")
    for (let n = 0; n < 5; n++) t.equal((await postCart(app, itemsOf(performance), headers)).statusCode, 201)
    t.equal((await postCart(app, itemsOf(performance), headers)).statusCode, 429)
    const over = await askPlace(app, place)
    t.equal(over.statusCode, 410)
    t.equal(over.json().code, "place_over")
  })

  await t.test("a place that nobody signed, or of another line, is none", async (t) => {
    const { place } = await takePlace(app, id)
    for (const forged of [
      "",
      "nonsense",
      place?.replace(/\.\d+\.(?=\d+\.[\w-]+$)/, ".0.") ?? "",
      `${place}x`,
    ]) {
      t.equal((await askPlace(app, forged)).statusCode, 404, forged)
      t.equal(
        (await postCart(app, itemsOf(performance), { "waiting-place": forged })).statusCode,
        429,
        forged,
      )
    }
    await setLine(cast, "shop", quick)
    const answer = await postCart(app, itemsOf(other), { "waiting-place": place ?? "" })
    t.equal(answer.statusCode, 429, "another line")
    await setLine(cast, "shop", { ...quick, mode: "off" })
  })

  await t.test("its time inside ends", async (t) => {
    const { place } = await takePlace(app, id)
    await letIn(app, place)
    await olderPasses(cast, 11)
    t.equal((await askPlace(app, place)).statusCode, 410)
    t.equal((await postCart(app, itemsOf(performance), { "waiting-place": place ?? "" })).statusCode, 429)
  })

  await t.test("who was not there when called has their turn for ten minutes", async (t) => {
    const [kept, missed] = [await takePlace(app, id), await takePlace(app, id)]
    await letIn(app, (await takePlace(app, id)).place)
    await olderPasses(cast, 9)
    t.equal((await askPlace(app, kept.place)).json().state, "admitted", "after nine minutes")
    await olderPasses(cast, 2)
    app.waitingRoom.book.forget(organisation.id)
    t.equal((await askPlace(app, missed.place)).statusCode, 410, "after eleven")
  })

  await t.test("off, everybody goes by; on again, places of before are worth nothing", async (t) => {
    await setLine(cast, eventId, closed)
    const { place } = await takePlace(app, id)
    await setLine(cast, eventId, { ...quick, mode: "off" })
    t.match((await askPlace(app, place)).json(), { state: "none" })
    t.equal((await postCart(app, itemsOf(performance))).statusCode, 201)
    await setLine(cast, eventId, closed)
    t.equal((await askPlace(app, place)).statusCode, 410)
    t.match(await takePlace(app, id), { ahead: 0 })
  })
})

t.test("before the opening: everybody waits, the order is drawn, later ones follow in turn", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner } = cast
  const opening = new Date(Date.now() + 3600_000 * 2)
  const performance = await makePerformance(app, organisation, { onSaleFrom: opening, capacity: 1000 })
  const id = performance.performanceId
  const eventId = await eventOf(cast, id)
  const settings = { ...quick, rate: 60 }
  await setLine(cast, eventId, settings)
  t.match(await takePlace(app, id), { state: "none" }, "nobody waits two hours before")
  await setLine(cast, eventId, { ...settings, opensAt: new Date(Date.now() + 1800_000).toISOString() })
  const early = []
  for (let n = 0; n < 40; n++) early.push(await takePlace(app, id))
  t.match(early[39], { state: "before", ahead: null, draw: null })
  t.ok(Date.parse(early[0]?.opensAt ?? "") > Date.now())

  await setLine(cast, eventId, { ...settings, opensAt: new Date(Date.now() - 1000).toISOString() })
  const late = await takePlace(app, id)
  const first = await Promise.all(early.map(async ({ place }) => (await askPlace(app, place)).json()))
  const numbers = first.map((answer) => answer.draw?.number as number)
  t.same(
    [...numbers].sort((a, b) => a - b),
    [...Array(40).keys()],
    "each number once",
  )
  t.notSame(numbers, [...Array(40).keys()], "and not in order of arrival")
  t.ok(
    first.every(({ state, draw, ahead }) => state === "admitted" || ahead <= draw.number),
    "the number says the position",
  )
  const after = (await askPlace(app, late.place)).json()
  t.match(after, { state: "waiting", draw: null })
  t.ok(
    after.ahead >= Math.max(...first.map(({ ahead }) => ahead ?? 0)),
    "who came later is behind all of them",
  )
  const { rows } = await owner.query("select pool, encode(shuffle_key, 'hex') as key from waiting_lines")
  t.match(rows, [{ pool: 40, key: first[0].draw.key }])
  await takePlace(app, id)
  t.same(
    (await owner.query("select pool, encode(shuffle_key, 'hex') as key from waiting_lines")).rows,
    rows,
    "drawn once",
  )
})

t.test("a line forms by itself while the server is busy, and goes when it is calm and empty", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner } = cast
  const performance = await makePerformance(app, organisation)
  const id = performance.performanceId
  await setLine(cast, "shop", { mode: "auto", rate: 6000, opensAt: null, passMinutes: 10 })
  t.match(await takePlace(app, id), { state: "none" })

  const block = setInterval(() => {
    for (const end = Date.now() + 350; Date.now() < end; );
  }, 400)
  t.teardown(() => clearInterval(block))
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    if ((await postCart(app, itemsOf(performance))).statusCode === 429) break
  }
  clearInterval(block)
  t.ok(app.waitingRoom.load.busy || app.waitingRoom.load.ratio >= 0, "measured")
  const { place, state } = await takePlace(app, id)
  t.equal(state, "waiting", "there is a line")
  await letIn(app, place)

  const later = () => owner.query("update waiting_lines set busy_at = now() - interval '130 seconds'")
  const look = async () => {
    await later()
    await new Promise((resolve) => setTimeout(resolve, 1100))
    app.waitingRoom.book.forget(organisation.id)
    return takePlace(app, id)
  }
  let answer = await look()
  for (let n = 0; n < 8 && answer.state !== "none"; n++) answer = await look()
  t.equal(answer.state, "none", "and it is gone")
  t.equal((await postCart(app, itemsOf(performance))).statusCode, 201)
})

t.test("the operator’s settings", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, as } = cast
  const { performanceId } = await makePerformance(app, organisation)
  const eventId = await eventOf(cast, performanceId)
  t.equal((await setLine(cast, eventId, quick, "door")).statusCode, 403)
  t.equal((await setLine(cast, "999999", quick)).statusCode, 404)
  t.equal((await setLine(cast, "shop", { ...quick, rate: 6001 })).statusCode, 422)
  t.equal((await setLine(cast, "shop", { ...quick, mode: "sometimes" })).statusCode, 422)
  t.equal((await setLine(cast, "shop", { ...quick, passMinutes: 0 })).statusCode, 422)
  t.match((await setLine(cast, eventId, { ...quick, rate: null })).json(), {
    scope: eventId,
    title: "Le Malade imaginaire",
    mode: "on",
    rate: null,
    formed: true,
    waiting: 0,
  })
  await takePlace(app, performanceId)
  const list = await app.inject({
    url: "/api/v1/organisations/theatre/waiting-lines",
    headers: as("boxOffice"),
  })
  t.match(list.json().data, [
    { scope: "shop", title: null, mode: "off", formed: false },
    { scope: eventId, mode: "on", waiting: 1, admitted: 0, abandoned: 0 },
  ])
  await setLine(cast, eventId, { ...quick, rate: 0, passMinutes: 15 })
  const again = await app.inject({
    url: "/api/v1/organisations/theatre/waiting-lines",
    headers: as("manager"),
  })
  t.equal(again.json().data[1].waiting, 1, "changing the rate keeps everybody’s place")
})
