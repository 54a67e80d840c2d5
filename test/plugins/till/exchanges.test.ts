import t from "tap"
import { balanceOf, recountBalance } from "../../../plugins/ledger/balance.ts"
import { statementOf } from "../../../plugins/ledger/statement.ts"
import { makePerformance, type TestPerformance, testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { buy, itemsOf, readOrder } from "../../support/shopping.ts"
import { right, stockBooks } from "../../support/stock-books.ts"
import { counter, type Sale } from "../../support/till.ts"
import { waitUntil } from "../../support/wait-until.ts"

const soon = () => new Date(Date.now() + 20 * 60_000)
const full = (performance: TestPerformance, quantity = 1) => itemsOf(performance, quantity, "plein")
const ids = (sale: Sale) => sale.tickets.map(({ id }) => id)

t.test("exchanging tickets", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation } = cast
  const first = await makePerformance(app, organisation, { capacity: 10, startsAt: soon() })
  const second = await makePerformance(app, organisation, { capacity: 10, amount: 3000 })
  const desk = counter(cast)
  const session = await desk.open("guichet", 50_000)
  const exchange = (payload: object, headers = {}) => desk.post("exchanges", payload, headers)
  const taken = async ({ zoneId }: { zoneId: string }) =>
    (
      await db
        .selectFrom("zone_stock")
        .select("taken")
        .where("zone_id", "=", zoneId)
        .executeTakeFirstOrThrow()
    ).taken
  const scan = async (code: string | undefined, performanceId: string) =>
    (await desk.post("scans", { code, performanceId })).json().result
  const drawer = async () => (await desk.get(`till-sessions/${session}`)).json().expected
  const last = async () => (await counter(cast, "accounting").get("operations")).json().data.at(-1)

  await t.test("is for who may sell, in their own organisation", async (t) => {
    const sale = await desk.sell(session, first)
    const payload = { tickets: ids(sale), items: full(first), payments: [] }
    t.equal(
      (await app.inject({ method: "POST", url: "/api/v1/organisations/theatre/exchanges", payload }))
        .statusCode,
      401,
    )
    for (const person of ["accounting", "door", "outsider"] as const)
      t.equal((await counter(cast, person).post("exchanges", payload)).statusCode, 403, person)
    const theirs = await app.inject({
      ...{ method: "POST", url: "/api/v1/organisations/rival/exchanges", payload },
      headers: cast.as("outsider"),
    })
    t.equal(theirs.statusCode, 404, "they do not see the ticket")
    t.equal((await exchange(payload)).statusCode, 201)
  })

  await t.test("says what is wrong, and then nothing changed", async (t) => {
    const sale = await desk.sell(session, first)
    const other = await desk.sell(session, first)
    const [id] = ids(sale)
    const before = [await taken(first), await taken(second), await drawer(), await last()]
    const good = { tickets: [id], items: full(second), payments: [{ method: "cash", amount: 600 }] }
    for (const [payload, expected] of [
      [{ ...good, tickets: [] }, { status: 422 }],
      [{ ...good, items: [] }, { status: 422 }],
      [{ ...good, tickets: ["999999"] }, { status: 404 }],
      [
        { ...good, tickets: [id, ...ids(other)] },
        { status: 422, code: "several_orders" },
      ],
      [
        { ...good, payments: [] },
        { status: 422, code: "payments_mismatch" },
      ],
      [
        { ...good, payments: [{ method: "cash", amount: -600 }] },
        { status: 422, code: "payments_mismatch" },
      ],
      [
        { ...good, payments: [{ method: "shells", amount: 600 }] },
        { errors: [{ path: "/payments/0/method" }] },
      ],
      [
        { ...good, payments: [{ method: "free", amount: 600, reference: "x" }] },
        { errors: [{ path: "/payments/0/method" }] },
      ],
      [
        { ...good, payments: [{ method: "original", amount: 600 }] },
        { errors: [{ path: "/payments/0/method" }] },
      ],
      [
        { ...good, payments: [...good.payments, { method: "cash", amount: 0 }] },
        { errors: [{ path: "/payments/1/amount" }] },
      ],
      [
        { ...good, items: full(second, 11) },
        { status: 409, code: "sold_out" },
      ],
      [
        { ...good, items: [{ performanceId: second.performanceId, priceId: "999999", quantity: 1 }] },
        { status: 422, code: "not_on_sale" },
      ],
      [{ ...good, tillSessionId: "999999" }, { status: 422 }],
      // More goes back as it came than ever came.
      [
        { ...good, items: itemsOf(first, 1, "gratuit"), payments: [{ method: "sandbox", amount: -2400 }] },
        { status: 422 },
      ],
    ] as const)
      t.match((await exchange(payload)).json(), expected, JSON.stringify(payload))
    t.match((await readOrder(app, sale.token)).tickets, [{ status: "valid" }])
    t.same([await taken(first), await taken(second), await drawer(), await last()], before)
    t.equal((await exchange(good)).statusCode, 201, "once all is right, it is done")
  })

  await t.test("for a dearer performance: the difference is paid, the old code dies", async (t) => {
    const before = [await taken(first), await taken(second), await drawer()] as const
    const sale = await desk.sell(session, first, { quantity: 2 })
    const [gone, kept] = sale.tickets
    const headers = { "idempotency-key": "exchange-1" }
    const payload = {
      ...{ tickets: [gone?.id], items: full(second), reason: "empêché" },
      payments: [{ method: "cash", amount: 600 }],
    }
    const answers = await Promise.all([1, 2, 3].map(() => exchange(payload, headers)))
    t.same(
      answers.map(({ statusCode }) => statusCode),
      [201, 201, 201],
      `${answers[0]?.body}`,
    )
    const answer = answers[0]?.json()
    t.match(answer, {
      order: { number: sale.number, token: sale.token },
      difference: 600,
      cancelled: [gone?.id],
      tickets: [{ number: `${sale.number}-3`, amount: 3000, status: "valid" }],
      refunds: [],
    })
    t.same(
      [await taken(first), await taken(second), await drawer()],
      [before[0] + 1, before[1] + 1, before[2] + 4800 + 600],
    )
    const order = await readOrder(app, sale.token)
    t.same(
      order.tickets.map(({ status }) => status),
      ["cancelled", "valid", "valid"],
    )
    t.same([order.lines.length, order.total], [2, 5400], "the lines are those of now")
    t.equal(await scan(gone?.code, first.performanceId), "cancelled")
    t.equal(await scan(kept?.code, first.performanceId), "admitted")
    t.match(await last(), {
      ...{ kind: "exchange", total: 600, paid: 600, tillSession: session },
      lines: [
        { performance: first.performanceId, quantity: -1, gross: -2400 },
        { performance: second.performanceId, quantity: 1, gross: 3000 },
      ],
      payments: [{ method: "cash", amount: 600 }],
    })
    t.match((await exchange({ ...payload, reason: "x" })).json(), { status: 409, code: "already_cancelled" })
    const admitted = {
      tickets: [kept?.id],
      items: full(second),
      payments: [{ method: "cash", amount: 600 }],
    }
    t.match((await exchange(admitted)).json(), { status: 409, code: "already_admitted" })
    const statement = await statementOf(db, second.performanceId)
    t.equal(statement.totals.gross, statement.totals.issued * 3000 - statement.totals.cancelled * 3000)
  })

  await t.test("for a cheaper tariff, in a performance that is sold out", async (t) => {
    const small = await makePerformance(app, organisation, { capacity: 2 })
    const sale = await desk.sell(session, small, { quantity: 2, method: "card" })
    const before = await drawer()
    const answer = await exchange({
      ...{ tickets: ids(sale), items: [...itemsOf(small, 1, "reduit"), ...full(small)] },
      payments: [{ method: "cash", amount: -800 }],
    })
    t.equal(answer.statusCode, 201, answer.body)
    t.match(answer.json(), {
      difference: -800,
      refunds: [{ method: "cash", amount: 800, status: "done" }],
    })
    t.equal(await drawer(), before - 800)
    t.equal(await taken(small), 2)
    t.match(await last(), { kind: "exchange", total: -800, paid: -800 })
    t.match((await readOrder(app, sale.token)).total, 4000)
  })

  await t.test(
    "a price that goes back as it came is asked of the provider, and owed until then",
    async (t) => {
      const { order, payment } = await buy(app, first, { quantity: 1, tariff: "plein", method: "sandbox" })
      await app.inject({
        method: "POST",
        url: `/api/v1/payments/sandbox/${payment?.id}`,
        payload: { outcome: "paid" },
      })
      const [ticket] = (await readOrder(app, order.token)).tickets
      const answer = await exchange({
        ...{ tickets: [ticket?.id], items: itemsOf(first, 1, "reduit") },
        payments: [{ method: "original", amount: -800 }],
      })
      t.match(answer.json(), { refunds: [{ method: "sandbox", amount: 800, status: "asked" }] })
      t.match(await last(), { kind: "exchange", total: -800, paid: 0 })
      t.equal((await balanceOf(db)).difference, 0)
    },
  )

  await t.test("cash needs a till, and so does money that comes in", async (t) => {
    const sale = await desk.sell(session, first, { method: "card" })
    const manager = counter(cast, "manager")
    const dearer = { tickets: ids(sale), items: full(second), payments: [{ method: "card", amount: 600 }] }
    t.match((await manager.post("exchanges", dearer)).json(), { code: "till_session_required" })
    const cheaper = { tickets: ids(sale), items: itemsOf(first, 1, "reduit") }
    const back = (method: string) => ({ ...cheaper, payments: [{ method, amount: -800 }] })
    t.match((await manager.post("exchanges", back("cash"))).json(), { code: "till_session_required" })
    t.equal((await manager.post("exchanges", back("card"))).statusCode, 201)
    t.match(await last(), { channel: "office", tillSession: null })
  })

  await t.test("not of what was played, unless it was cancelled", async (t) => {
    const over = await makePerformance(app, organisation, { startsAt: new Date(Date.now() + 60_000) })
    const sale = await desk.sell(session, over)
    const set = (status: "scheduled" | "cancelled") =>
      db
        .updateTable("performances")
        .set({
          starts_at: new Date(Date.now() - 86_400_000),
          ends_at: new Date(Date.now() - 80_000_000),
          status,
        })
        .where("id", "=", over.performanceId)
        .execute()
    await set("scheduled")
    const payload = { tickets: ids(sale), items: full(first), payments: [] }
    t.match((await exchange(payload)).json(), { status: 409, code: "performance_over" })
    await set("cancelled")
    t.equal((await exchange(payload)).statusCode, 201)
  })

  await t.test("an organisation may refuse those that cost less", async (t) => {
    const settings = async (changes: object) => {
      const url = "/api/v1/organisations/theatre/till-settings"
      const headers = cast.as("manager")
      const before = (await app.inject({ url, headers })).json()
      return app.inject({ method: "PUT", url, headers, payload: { ...before, ...changes } })
    }
    t.equal((await settings({ exchangeAtLeast: true })).statusCode, 200)
    const sale = await desk.sell(session, first)
    const cheaper = { items: itemsOf(first, 1, "reduit"), payments: [{ method: "cash", amount: -800 }] }
    t.match((await exchange({ tickets: ids(sale), ...cheaper })).json(), { code: "exchange_cheaper" })
    t.equal((await exchange({ tickets: ids(sale), items: full(first), payments: [] })).statusCode, 201)
    await settings({ exchangeAtLeast: false })
  })

  t.same(await stockBooks(cast), right)
  const { difference, sales, tickets } = { ...(await balanceOf(db)), ...(await recountBalance(db)) }
  t.equal(difference, 0)
  t.equal(sales, tickets)
})

t.test("exchanging numbered seats", async (t) => {
  const cast = await testApp(t, { work: true })
  const { app } = cast
  const desk = counter(cast)
  const session = await desk.open("guichet", 50_000)
  const hall = await makeSeatedPerformance(cast)
  const again = await makeSeatedPerformance(cast)
  const seatsOf = async (of = hall) => (await of.free()).map(({ id }) => id)
  const sell = async (seats: readonly (string | undefined)[], of = hall) => {
    const answer = await desk.post("sales", {
      tillSessionId: session,
      items: [
        {
          performanceId: of.performanceId,
          seats: seats.map((seatId) => ({ seatId, priceId: of.price("plein") })),
        },
      ],
      payments: [{ method: "cash", amount: 3000 * seats.length }],
    })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json<Sale>()
  }
  const for_ = (seats: readonly (string | undefined)[], tariff: "plein" | "reduit" = "plein", of = hall) => [
    {
      performanceId: of.performanceId,
      seats: seats.map((seatId) => ({ seatId, priceId: of.price(tariff) })),
    },
  ]
  const exchange = (tickets: readonly string[], items: readonly object[], amount = 0) =>
    desk.post("exchanges", { tickets, items, payments: amount === 0 ? [] : [{ method: "cash", amount }] })
  const [a, b, c, d, e] = await seatsOf()

  await t.test("a change of tariff keeps the seat", async (t) => {
    const sale = await sell([a])
    const answer = await exchange(ids(sale), for_([a], "reduit"), -1500)
    t.equal(answer.statusCode, 201, answer.body)
    t.match(answer.json().tickets, [{ seat: sale.tickets[0]?.seat, amount: 1500 }])
    t.notOk((await seatsOf()).includes(a ?? ""))
    const order = await readOrder(app, sale.token)
    t.same([order.lines.length, order.total], [1, 1500])
    await waitUntil(async () => (await readOrder(app, sale.token)).tickets.every((one) => one.documentReady))
  })

  await t.test("from seat to seat, one of them kept", async (t) => {
    const sale = await sell([b, c])
    t.match((await exchange(ids(sale), for_([a, c]))).json(), { status: 409, code: "seat_taken" })
    t.same(
      (await readOrder(app, sale.token)).tickets.map(({ status }) => status),
      ["valid", "valid"],
      "what one has is never lost",
    )
    t.notOk((await seatsOf()).includes(b ?? ""))
    t.equal((await exchange(ids(sale), for_([c, d]))).statusCode, 201)
    const free = await seatsOf()
    t.ok(free.includes(b ?? ""), "free at once")
    t.notOk(free.includes(c ?? "") || free.includes(d ?? ""))
  })

  await t.test("the same two seats again, in another order", async (t) => {
    const sale = await sell([b, e])
    const [one, two] = sale.tickets
    const swap = await exchange([one?.id ?? "", two?.id ?? ""], for_([e, b]))
    t.equal(swap.statusCode, 201, swap.body)
    t.same(
      swap.json().tickets.map(({ seat }: { seat: string }) => seat),
      [two?.seat, one?.seat],
    )
  })

  await t.test("the same seat of another evening is another seat", async (t) => {
    const x = (await seatsOf()).at(-1)
    const theirs = await sell([x], again)
    const mine = await sell([x])
    t.equal(theirs.status, "paid")
    t.match((await exchange(ids(mine), for_([x], "plein", again))).json(), { code: "seat_taken" })
    const zoneId = again.zones[0]?.id
    const best = [{ performanceId: again.performanceId, zoneId, best: { [again.price("plein")]: 1 } }]
    const answer = await exchange(ids(mine), best)
    t.equal(answer.statusCode, 201, answer.body)
    t.not(answer.json().tickets[0].seat, theirs.tickets[0]?.seat)
    t.ok((await seatsOf()).includes(x ?? ""))
  })

  t.same(await stockBooks(cast), right)
})
