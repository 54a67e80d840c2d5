import t from "tap"
import { doorSecret } from "../../../plugins/admission/door-secret.ts"
import { recordEntries } from "../../../plugins/ledger/record-entries.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { newHolder, offlineTill, type Reserve } from "../../support/offline-till.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { buy, itemsOf, openCart, readOrder } from "../../support/shopping.ts"
import { doorListOf, readList, sendBatch } from "../admission/offline.ts"
import { minutes, present } from "../admission/scanning.ts"

type Place = Reserve["places"][number]

const operations = async ({ app, as }: Pick<TestApp, "app" | "as">) =>
  (
    await app.inject({ url: "/api/v1/organisations/theatre/operations?limit=200", headers: as("accounting") })
  ).json().data

const verified = async ({ app, as }: Pick<TestApp, "app" | "as">) =>
  (
    await app.inject({
      url: "/api/v1/organisations/theatre/operations/verification",
      headers: as("accounting"),
    })
  ).json()

t.test("what a till sold without a network", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation, owner, as } = cast
  const performance = await makePerformance(app, organisation, { capacity: 40, startsAt: minutes(20) })
  const { performanceId, zoneId } = performance
  const till = offlineTill(cast)
  const session = await till.open()
  const reserve = await till.kept(session, performanceId, { [zoneId]: 20 })
  const places = [...reserve.places]
  const next = (count = 1) => places.splice(0, count) as [Place, ...Place[]]
  const stock = async () => {
    const { rows } = await owner.query(
      `select z.taken, coalesce(s.capacity, 0) as kept, coalesce(s.taken, 0) as sold from zone_stock z
       left join allotment_stock s on s.zone_id = z.zone_id where z.zone_id = $1`,
      [zoneId],
    )
    return rows[0]
  }

  await t.test("is a sale like any other, marked, with its own time and its own codes", async (t) => {
    const sold = next(2)
    const soldAt = new Date(Date.now() - 5 * 60_000)
    const sale = till.sale(session, reserve, sold, { at: soldAt.toISOString() })
    const [answer] = await till.send([sale])
    t.match(answer, {
      ...{ id: sale.id, state: "recorded", repeated: false, remarks: [] },
      order: { number: sold[0].orderNumber, total: 4800 },
    })
    const order = await readOrder(app, answer?.order?.token ?? "")
    t.same(
      order.tickets.map(({ code, number, amount, status }) => ({ code, number, amount, status })),
      sold.map(({ code }, n) => ({
        ...{ code, number: `${sold[0].orderNumber}-${n + 1}`, amount: 2400, status: "valid" },
      })),
      "the codes that were printed",
    )
    const row = await db
      .selectFrom("orders")
      .selectAll()
      .where("id", "=", answer?.order?.id ?? "")
      .executeTakeFirstOrThrow()
    t.match(row, { channel: "till", status: "paid", offline_at: soldAt })
    t.match((await operations(cast)).at(-1), {
      kind: "sale",
      total: 4800,
      paid: 4800,
      channel: "till",
      tillSession: session,
      offline: soldAt.toISOString(),
      lines: [{ quantity: 2, unit: 2400, tickets: order.tickets.map(({ number }) => number) }],
      payments: [{ method: "cash", amount: 4800 }],
    })
    t.match((await till.get(`till-sessions/${session}`)).json(), {
      ...{ expected: 14_800, sales: 1, byMethod: { cash: 4800 } },
    })
    t.same(await stock(), { taken: 20, kept: 20, sold: 2 })
    t.equal((await till.reserves(session))[0]?.places.length, 18)
    t.equal((await till.kept(session, performanceId, { [zoneId]: 20 })).places.length, 20, "filled up again")
  })

  await t.test("is recorded once, however often and from wherever it comes", async (t) => {
    const sales = [till.sale(session, reserve, next(3)), till.sale(session, reserve, next(1))]
    const before = (await operations(cast)).length
    // The answer is lost, and two windows send it again at once, in another order.
    const all = await Promise.all([
      till.send(sales),
      till.send([...sales].reverse()),
      till.send(sales),
      till.send([...sales].reverse()),
    ])
    t.equal(all.flat().filter(({ repeated }) => !repeated).length, 2)
    t.equal(new Set(all.flat().map(({ order }) => order?.number)).size, 2)
    t.match(await till.send(sales), [
      { repeated: true, state: "recorded", order: { total: 7200 } },
      { repeated: true, state: "recorded", order: { total: 2400 } },
    ])
    t.equal((await operations(cast)).length, before + 2)
    t.match((await till.get(`till-sessions/${session}`)).json(), { expected: 10_000 + 4800 + 9600, sales: 3 })
  })

  await t.test("without its guard, would be recorded twice", async (t) => {
    // The negative control: the same two windows, with the key of the sale made another by each.
    const [one] = next(1)
    const sale = till.sale(session, reserve, [one])
    const twice = await Promise.all([till.send([sale]), till.send([{ ...sale, id: newHolder() }])])
    const orders = new Set(twice.flat().map(({ order }) => order?.id))
    t.equal(orders.size, 2, "two sales of one place are two sales: money was taken twice")
    t.match(
      twice.flat().find(({ remarks }) => remarks.length > 0),
      { state: "recorded", remarks: [{ code: "reserve_ended" }] },
      "and the second has a place of its own",
    )
    t.same(await stock(), { taken: 23, kept: 22, sold: 7 })
  })

  await t.test("keeps the price it was sold at, in a tariff that changed meanwhile", async (t) => {
    const sale = till.sale(session, reserve, next(1), { tariff: "Tarif réduit" })
    await owner.query("update prices set amount = 9900 where id = $1", [performance.prices.reduit])
    const [answer] = await till.send([sale])
    t.match(answer, { state: "recorded", order: { total: 1600 } })
    await owner.query("update prices set offered = false where id = $1", [performance.prices.reduit])
    const [other] = await till.send([till.sale(session, reserve, next(1), { tariff: "Tarif réduit" })])
    t.match(other, { state: "recorded", order: { total: 1600 } }, "or that is no more")
  })

  await t.test("may be free, for a reason, and paid in several ways", async (t) => {
    const [free, mixed] = await till.send([
      till.sale(session, reserve, next(1), {
        payments: [{ method: "free", amount: 2400, reference: "presse" }],
      }),
      till.sale(session, reserve, next(2), {
        payments: [
          { method: "cheque", amount: 2800, reference: "0001" },
          { method: "cash", amount: 2000 },
        ],
      }),
    ])
    t.match(free, { state: "recorded", order: { total: 0 } })
    t.match(mixed, { state: "recorded", order: { total: 4800 } })
    t.match((await operations(cast)).slice(-2), [
      { kind: "free_entry", total: 0, offline: String },
      { kind: "sale", payments: [{ method: "cheque" }, { method: "cash" }] },
    ])
  })

  await t.test("is malformed: nothing of the batch is recorded", async (t) => {
    const good = till.sale(session, reserve, [places[0] as Place])
    for (const bad of [
      { id: "short" },
      { number: 0 },
      { at: "yesterday" },
      { lines: [] },
      { payments: [{ method: "cash", amount: -1 }] },
      { extra: true },
    ]) {
      const answer = await till.post("offline-sales", { sales: [good, { ...good, ...bad }] })
      t.match(answer.json(), { status: 422, code: "invalid_request" }, JSON.stringify(bad))
    }
    t.equal((await db.selectFrom("offline_sales").select("id").where("id", "=", good.id).execute()).length, 0)
  })

  await t.test("is no sale: it is kept, and said", async (t) => {
    const [one] = [places[0] as Place]
    const good = () => till.sale(session, reserve, [one])
    const line = good().lines[0]
    const other = await offlineTill(cast, "manager").open("guichet-3", 0)
    const cases: [object, string][] = [
      [{ tillSessionId: "99999" }, "unknown_session"],
      [{ lines: [{ ...line, amount: 100 }], payments: [{ method: "cash", amount: 100 }] }, "forged_price"],
      [{ lines: [{ ...line, ticketId: "99999999" }] }, "unknown_place"],
      [{ lines: [line, line], payments: [{ method: "cash", amount: 4800 }] }, "unknown_place"],
      [{ payments: [{ method: "cash", amount: 2300 }] }, "payments_mismatch"],
      [{ payments: [{ method: "shells", amount: 2400 }] }, "invalid_payment"],
      [{ tillSessionId: other }, "foreign_place"],
    ]
    const before = (await operations(cast)).length
    for (const [more, code] of cases) {
      const sale = { ...good(), ...more }
      t.match(await till.send([sale]), [{ state: "refused", order: null, remarks: [{ code }] }], code)
      t.match(await till.send([sale]), [{ state: "refused", repeated: true, remarks: [{ code }] }])
    }
    t.equal((await operations(cast)).length, before)
    const list = await till.get("offline-sales?doubtful=true")
    t.same(
      new Set(list.json().data.map(({ state }: { state: string }) => state)),
      new Set(["refused", "recorded"]),
    )
    t.match(await till.send([good()]), [{ state: "recorded" }], "the place is there still")
    places.shift()
    t.equal((await offlineTill(cast, "door").get("offline-sales")).statusCode, 403)
  })

  await t.test("came in before anybody heard of the sale: admitted, and an entry once", async (t) => {
    const [online, offline, both] = next(3) as [Place, Place, Place]
    const sale = till.sale(session, reserve, [online, offline, both])
    const show = (code = "", nonce = newHolder()) => present(cast, { code, performanceId, nonce })
    const early = minutes(-3).toISOString()
    t.match((await show(online.code)).json(), { result: "admitted", ticket: { zone: "Placement libre" } })
    t.match((await show(online.code)).json(), { result: "already_admitted" })
    const proofOf = (place: Place) => ({
      seen: { ticket: place.ticketId, proof: doorSecret(place.code ?? "").proof.toString("base64url") },
    })
    const device = { authorization: `Bearer ${(await makeToken()).token}` }
    const reports = [offline, both].map((place, n) => ({
      ...proofOf(place),
      ...{ performanceId, at: early, nonce: `report-${n}`, result: "admitted" },
    }))
    t.match(await sendBatch(cast, reports, device), [{ result: "admitted" }, { result: "admitted" }])
    t.match((await show(both.code)).json(), { result: "already_admitted" }, "the other door has heard of it")
    const { list } = await doorListOf(cast, performanceId)
    const lookup = doorSecret(both.code ?? "").lookup
    t.match(
      readList(list).find((record) => record.lookup.equals(lookup)),
      { used: 1, flags: 0 },
      "and tells the doors that have no network",
    )
    await owner.query("update entries set received_at = received_at - interval '5 minutes'")
    await recordEntries(app)
    t.notOk((await operations(cast)).some(({ kind }: { kind: string }) => kind === "entry"))

    t.match(await till.send([sale]), [{ state: "recorded" }])
    await recordEntries(app)
    const entries = (await operations(cast)).filter(({ kind }: { kind: string }) => kind === "entry")
    t.equal(entries.length, 3, "the books have the sale, then its entries")
    await recordEntries(app)
    t.match(await sendBatch(cast, reports, device), [{ result: "admitted" }, { result: "admitted" }])
    const { rows } = await owner.query(
      "select ticket_id::text, count(*)::int as n from entries where withdrawn_at is null group by 1 order by 1",
    )
    t.same(
      rows,
      [online, offline, both].map(({ ticketId }) => ({ ticket_id: ticketId, n: 1 })),
    )
    t.match((await show(offline.code)).json(), {
      result: "already_admitted",
      ticket: { tariff: "Plein tarif" },
    })
  })

  async function makeToken() {
    const made = await app.inject({
      method: "POST",
      url: "/api/v1/organisations/theatre/devices",
      headers: as("boxOffice"),
      payload: { name: "Reader" },
    })
    return made.json<{ token: string }>()
  }

  await t.test("the sale online had succeeded, though its answer was lost: it is one sale", async (t) => {
    const key = newHolder()
    const lost = await till.post(
      "sales",
      {
        tillSessionId: session,
        items: itemsOf(performance, 1, "plein"),
        payments: [{ method: "cash", amount: 2400 }],
      },
      { "idempotency-key": key },
    )
    t.equal(lost.statusCode, 201)
    const before = (await till.get(`till-sessions/${session}`)).json().expected
    const sale = till.sale(session, reserve, next(1), { instead: key })
    t.match(await till.send([sale]), [{ state: "recorded", remarks: [{ code: "online_twin_cancelled" }] }])
    t.equal((await till.get(`till-sessions/${session}`)).json().expected, before, "cash was taken once")
    const twin = await readOrder(app, lost.json().token)
    t.match(twin, { status: "cancelled", tickets: [{ status: "cancelled" }] })
    t.match(await till.send([sale]), [{ repeated: true }])

    await t.test("and if it had not, it can’t any more", async (t) => {
      const other = newHolder()
      t.match(await till.send([till.sale(session, reserve, next(1), { instead: other })]), [
        { state: "recorded", remarks: [] },
      ])
      const late = await till.post(
        "sales",
        {
          tillSessionId: session,
          items: itemsOf(performance, 1, "plein"),
          payments: [{ method: "cash", amount: 2400 }],
        },
        { "idempotency-key": other },
      )
      t.match(late.json(), { status: 422, code: "idempotency_conflict" })
    })
  })

  await t.test("a sale that was tried online and given up is found, or never happens", async (t) => {
    const [happened, not] = [newHolder(), newHolder()]
    const sell = (key: string) =>
      till.post(
        "sales",
        { tillSessionId: session, items: itemsOf(performance, 1), payments: [] },
        { "idempotency-key": key },
      )
    const sold = (await sell(happened)).json()
    const answer = await till.post("offline-sales", { sales: [], tries: [happened, not] })
    t.same(answer.json().tries, [
      { key: happened, order: { number: sold.number, total: 0 } },
      { key: not, order: null },
    ])
    t.match((await sell(not)).json(), { status: 422, code: "idempotency_conflict" })
  })

  await t.test("its till was closed meanwhile: it is recorded late, and said", async (t) => {
    const sale = till.sale(session, reserve, next(1))
    const { expected } = (await till.get(`till-sessions/${session}`)).json()
    t.equal((await till.close(session, expected + 2400, { reason: "une vente à venir" })).statusCode, 201)
    t.match(await till.send([sale]), [
      { state: "recorded", remarks: [{ code: "reserve_ended" }, { code: "till_closed" }] },
    ])
    const after = (await till.get(`till-sessions/${session}`)).json()
    t.match(after, { expected: expected + 2400, closedAt: String })
    t.match((await till.get(`offline-sales?tillSessionId=${session}&limit=1`)).json().data, [
      { late: true, total: 2400, owed: 0 },
    ])
  })

  t.match(await verified(cast), { ok: true, brokenAt: null })
})

t.test("places that were let go of before the sale was heard of", async (t) => {
  const cast = await testApp(t)
  const { app, owner } = cast
  const release = (id: string) =>
    app.inject({
      method: "DELETE",
      url: `/api/v1/organisations/theatre/offline-reserves/${id}`,
      headers: cast.as("manager"),
    })

  await t.test("free still: the same are sold, and the code that was void is good", async (t) => {
    const performance = await makePerformance(app, cast.organisation, { capacity: 5, startsAt: minutes(20) })
    const till = offlineTill(cast)
    const session = await till.open("a", 0)
    const { performanceId, zoneId } = performance
    const reserve = await till.kept(session, performanceId, { [zoneId]: 2 })
    const [place, unsold] = reserve.places as [Place, Place]
    const sale = till.sale(session, reserve, [place])
    await release(reserve.id)
    const scan = (code = "") => present(cast, { code, performanceId })
    t.match((await scan(unsold.code)).json(), { result: "cancelled" })
    const lookup = doorSecret(unsold.code ?? "").lookup
    const { list } = await doorListOf(cast, performanceId, String(Date.now()))
    t.match(
      readList(list).find((record) => record.lookup.equals(lookup)),
      { flags: 1 },
      "doors without a network learn it by the next list",
    )
    const { device } = { device: cast.as("door") }
    // A door that had not heard of the release let them in.
    const proof = doorSecret(place.code ?? "").proof.toString("base64url")
    const report = {
      ...{ seen: { ticket: place.ticketId, proof }, performanceId, nonce: "early", result: "admitted" },
    }
    await sendBatch(cast, [report], device)
    t.match(await till.send([sale]), [{ state: "recorded", remarks: [{ code: "reserve_ended" }] }])
    const { rows } = await owner.query("select standing from scans where nonce = 'early'")
    t.same(rows, [{ standing: "entry" }])
    t.match((await scan(place.code)).json(), { result: "already_admitted" })
    t.match((await scan(unsold.code)).json(), { result: "cancelled" })
  })

  await t.test("a seat that somebody else has: another as good", async (t) => {
    const hall = await makeSeatedPerformance(cast)
    const till = offlineTill(cast)
    const session = await till.open("b", 0)
    const zone = hall.zones[0]?.id ?? ""
    const reserve = await till.kept(session, hall.performanceId, { [zone]: 1 })
    const sale = till.sale(session, reserve, reserve.places)
    await release(reserve.id)
    const seatId = reserve.places[0]?.seatId ?? ""
    const taken = await app.inject({
      method: "POST",
      url: "/api/v1/shop/theatre/carts",
      payload: {
        items: [{ performanceId: hall.performanceId, seats: [{ seatId, priceId: hall.price("gratuit") }] }],
      },
    })
    t.equal(taken.statusCode, 201)
    t.match(await till.send([sale]), [
      { state: "moved", remarks: [{ code: "reserve_ended" }, { code: "other_places" }] },
    ])
    const { rows } = await owner.query(
      "select i.seat_id, k.seat = i.seat as said from cart_items i join orders o on o.cart_id = i.cart_id join tickets k on k.order_id = o.id where o.number = $1",
      [reserve.places[0]?.orderNumber],
    )
    t.match(rows, [{ said: true }])
    t.not(rows[0]?.seat_id, seatId)
  })

  await t.test("none left: the money is in the books, and is to be given back", async (t) => {
    const performance = await makePerformance(app, cast.organisation, { capacity: 1 })
    const till = offlineTill(cast)
    const session = await till.open("c", 0)
    const { performanceId, zoneId } = performance
    const reserve = await till.kept(session, performanceId, { [zoneId]: 1 })
    const sale = till.sale(session, reserve, reserve.places)
    await release(reserve.id)
    await openCart(app, itemsOf(performance))
    t.match(await till.send([sale]), [
      { state: "unplaced", remarks: [{ code: "reserve_ended" }, { code: "no_place_left" }] },
    ])
    t.match((await till.get(`till-sessions/${session}`)).json(), { expected: 2400 })
    t.match((await till.get(`offline-sales?tillSessionId=${session}`)).json().data, [{ owed: 2400 }])
    const { rows } = await owner.query("select taken from zone_stock where zone_id = $1", [zoneId])
    t.same(rows, [{ taken: 1 }], "nothing is sold twice")
    t.match((await operations(cast)).at(-1), {
      ...{ kind: "payment", total: 0, paid: 2400, offline: sale.at, channel: "till" },
    })
  })

  t.match(await verified(cast), { ok: true })
})

t.test("the last places: a till that keeps them against the web", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner } = cast
  for (let round = 0; round < 5; round++) {
    const performance = await makePerformance(app, organisation, { capacity: 10, maxPerOrder: 10 })
    const till = offlineTill(cast)
    const session = await till.open(`g${round}`, 0)
    const [kept, ...carts] = await Promise.all([
      till.keep(session, performance.performanceId, { [performance.zoneId]: 6 }),
      ...[1, 2, 3, 4].map(() => buy(app, performance, { quantity: 2 }).catch(() => null)),
    ])
    const reserved = kept.json().data?.[0]?.places.length ?? 0
    const sold = carts.filter((cart) => cart !== null).length * 2
    t.ok(reserved + sold <= 10, `${reserved} kept and ${sold} sold`)
    const { rows } = await owner.query("select taken from zone_stock where zone_id = $1", [
      performance.zoneId,
    ])
    t.same(rows, [{ taken: reserved + sold }])
  }

  await t.test("and without the guard of the database, both would have them", async (t) => {
    const performance = await makePerformance(app, organisation, { capacity: 10, maxPerOrder: 10 })
    await owner.query("alter table zone_stock drop constraint zone_stock_capacity")
    await buy(app, performance, { quantity: 10 })
    await buy(app, performance, { quantity: 2 })
    const { rows } = await owner.query("select taken > capacity as over from zone_stock where zone_id = $1", [
      performance.zoneId,
    ])
    t.same(rows, [{ over: true }])
  })
})
