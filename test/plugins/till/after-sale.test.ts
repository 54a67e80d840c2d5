import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { buy, readOrder } from "../../support/shopping.ts"
import { counter, type Sale } from "../../support/till.ts"
import { waitUntil } from "../../support/wait-until.ts"

const soon = () => new Date(Date.now() + 20 * 60_000)

t.test("cancelling tickets", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 10, startsAt: soon() })
  const desk = counter(cast)
  const session = await desk.open("guichet", 5000)
  const { performanceId, zoneId } = performance
  const taken = async () =>
    (
      await db
        .selectFrom("zone_stock")
        .select("taken")
        .where("zone_id", "=", zoneId)
        .executeTakeFirstOrThrow()
    ).taken
  const cancel = (tickets: readonly (string | undefined)[], method = "cash", headers = {}) =>
    desk.post("cancellations", { tickets, reason: "malade", refund: { method } }, headers)
  const scan = (code: string | undefined) => desk.post("scans", { code, performanceId })
  const ids = (sale: Sale) => sale.tickets.map(({ id }) => id)

  await t.test("is for who may sell", async (t) => {
    const sale = await desk.sell(session, performance)
    for (const person of ["accounting", "door", "outsider"] as const) {
      const payload = { tickets: ids(sale), reason: "x", refund: { method: "cash" } }
      t.equal((await counter(cast, person).post("cancellations", payload)).statusCode, 403, person)
      const again = { ticketId: sale.tickets[0]?.id, reason: "x" }
      t.equal((await counter(cast, person).post("reprints", again)).statusCode, 403, person)
    }
    t.equal((await cancel(ids(sale))).statusCode, 201)
  })

  await t.test("and says what is wrong with it", async (t) => {
    const sale = await desk.sell(session, performance)
    const [id] = ids(sale)
    for (const [payload, expected] of [
      [{ tickets: [], reason: "x" }, { status: 422 }],
      [{ tickets: [id], reason: " " }, { status: 422 }],
      [{ tickets: ["999999"], reason: "x" }, { status: 404 }],
      [
        { tickets: [id], reason: "x", refund: { method: "shells" } },
        { status: 422, errors: [{ path: "/refund/method" }] },
      ],
      [
        { tickets: [id], reason: "x", refund: { method: "sandbox" } },
        { status: 422, errors: [{ path: "/refund/method" }] },
      ],
      [{ tickets: [id], reason: "x", tillSessionId: "999999" }, { status: 422 }],
    ] as const)
      t.match((await desk.post("cancellations", payload)).json(), expected, JSON.stringify(payload))
    t.match((await readOrder(app, sale.token)).tickets, [{ status: "valid" }])
    t.equal((await cancel([id])).statusCode, 201)
  })

  await t.test("frees the places, gives the cash back from the till, and leaves the lines", async (t) => {
    const before = await taken()
    const expected = (await desk.get(`till-sessions/${session}`)).json().expected
    const sale = await desk.sell(session, performance, { quantity: 3 })
    const [one, two, three] = sale.tickets
    const answer = await cancel([one?.id, two?.id])
    t.equal(answer.statusCode, 201, answer.body)
    t.match(answer.json(), {
      amount: 4800,
      tickets: [{ status: "cancelled" }, { status: "cancelled" }],
      refunds: [{ method: "cash", amount: 4800, status: "done" }],
    })
    t.equal(await taken(), before + 1)
    const order = await readOrder(app, sale.token)
    t.equal(order.status, "paid")
    t.equal(order.lines.length, 3)
    t.same(
      order.tickets.map(({ status }) => status),
      ["cancelled", "cancelled", "valid"],
    )
    t.equal((await desk.get(`till-sessions/${session}`)).json().expected, expected + 2400)
    t.equal((await scan(one?.code)).json().result, "cancelled")
    t.match((await cancel([one?.id])).json(), { status: 409, code: "already_cancelled" })
    t.match((await cancel([three?.id, two?.id])).json(), { status: 409, code: "already_cancelled" })
    t.equal((await readOrder(app, sale.token)).tickets[2]?.status, "valid", "all or none")
    t.equal((await cancel([three?.id], "card")).statusCode, 201)
    t.equal((await readOrder(app, sale.token)).status, "cancelled")
    t.equal(await taken(), before)
    const operations = await counter(cast, "accounting").get("operations")
    const last = operations.json().data.at(-1)
    t.match(last, { kind: "cancellation", total: -2400, paid: -2400, tillSession: session })
  })

  await t.test("not of who has come in", async (t) => {
    const sale = await desk.sell(session, performance, { quantity: 2 })
    t.equal((await scan(sale.tickets[0]?.code)).json().result, "admitted")
    t.match((await cancel(ids(sale))).json(), { status: 409, code: "already_admitted" })
    t.same(
      (await readOrder(app, sale.token)).tickets.map(({ status }) => status),
      ["valid", "valid"],
    )
  })

  await t.test("once for each key, and of several orders at once", async (t) => {
    const before = await taken()
    const sales = [await desk.sell(session, performance), await desk.sell(session, performance)]
    const headers = { "idempotency-key": "cancel-1" }
    const answers = await Promise.all([1, 2, 3].map(() => cancel(sales.flatMap(ids), "cash", headers)))
    t.same(
      answers.map(({ statusCode }) => statusCode),
      [201, 201, 201],
    )
    t.equal(await taken(), before)
    t.equal(answers[0]?.json().refunds.length, 2)
  })

  await t.test("cash needs a till, a card does not", async (t) => {
    const manager = counter(cast, "manager")
    const sale = await desk.sell(session, performance, { method: "card" })
    const payload = { tickets: ids(sale), reason: "x", refund: { method: "cash" } }
    t.match((await manager.post("cancellations", payload)).json(), {
      status: 409,
      code: "till_session_required",
    })
    t.equal((await manager.post("cancellations", { ...payload, refund: undefined })).statusCode, 201)
  })

  await t.test("a transfer is owed until it is made", async (t) => {
    const sale = await desk.sell(session, performance)
    t.match((await cancel(ids(sale), "transfer")).json(), { refunds: [{ status: "owed", amount: 2400 }] })
  })
})

t.test("a part of an online payment is asked back of its provider", async (t) => {
  const asked: { amount?: number; key?: string }[] = []
  const cast = await testApp(t, { work: true })
  const { app, db, organisation } = cast
  const method = app.paymentMethods.get("sandbox")
  if (!method) throw new Error("no sandbox")
  app.paymentMethods.add({ ...method, refund: async (_payment, _db, part) => void asked.push({ ...part }) })
  const performance = await makePerformance(app, organisation)
  const { order, payment } = await buy(app, performance, { quantity: 3, tariff: "plein", method: "sandbox" })
  await app.inject({
    method: "POST",
    url: `/api/v1/payments/sandbox/${payment?.id}`,
    payload: { outcome: "paid" },
  })
  const { tickets } = await readOrder(app, order.token)
  const answer = await counter(cast).post("cancellations", {
    tickets: [tickets[0]?.id],
    reason: "malade",
    refund: { method: "original" },
  })
  t.match(answer.json(), { refunds: [{ method: "sandbox", amount: 2400, status: "asked" }] })
  await waitUntil(async () => {
    const row = await db.selectFrom("refunds").select("status").executeTakeFirst()
    return row?.status === "done"
  })
  t.match(asked, [{ amount: 2400, key: /^\d+$/ }])
  const { data } = (await counter(cast, "accounting").get("operations")).json()
  t.match(
    data.map(({ kind, total, paid }: { kind: string; total: number; paid: number }) => [kind, total, paid]),
    [
      ["sale", 7200, 7200],
      ["cancellation", -2400, 0],
      ["refund", 0, -2400],
    ],
  )
})

t.test("a seat that is given up is free at once", async (t) => {
  const cast = await testApp(t)
  const desk = counter(cast)
  const session = await desk.open()
  const hall = await makeSeatedPerformance(cast)
  const [seat] = await hall.free()
  const sale = () =>
    desk.post("sales", {
      tillSessionId: session,
      items: [
        {
          performanceId: hall.performanceId,
          seats: [{ seatId: seat?.id, priceId: hall.price("gratuit") }],
        },
      ],
      payments: [],
    })
  const first = await sale()
  t.equal((await hall.seats()).find(({ id }) => id === seat?.id)?.status, "taken")
  const tickets = first.json().tickets.map(({ id }: { id: string }) => id)
  t.equal((await desk.post("cancellations", { tickets, reason: "malade" })).statusCode, 201)
  t.equal((await hall.seats()).find(({ id }) => id === seat?.id)?.status, "free")
  t.equal((await sale()).statusCode, 201, "and somebody else has it")
})

t.test("printing a ticket again", async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation, { startsAt: soon() })
  const { performanceId } = performance
  const desk = counter(cast)
  const session = await desk.open()
  const sale = await desk.sell(session, performance, { quantity: 2 })
  const [ticket] = sale.tickets
  const ready = () =>
    waitUntil(async () =>
      (await readOrder(app, sale.token)).tickets.every(({ documentReady }) => documentReady),
    )
  await ready()
  const again = await desk.post("reprints", { ticketId: ticket?.id, reason: "perdu" })
  t.equal(again.statusCode, 201, again.body)
  t.match(again.json(), { id: ticket?.id, number: ticket?.number, copy: 1, duplicate: true, status: "valid" })
  t.not(again.json().code, ticket?.code)
  await ready()
  const pdf = await app.inject(`/api/v1/orders/${sale.token}/tickets.pdf`)
  t.equal(pdf.statusCode, 200)

  const list = await desk.get(`performances/${performanceId}/door-list`)
  t.equal(list.statusCode, 200)
  const scan = async (code: string) => (await desk.post("scans", { code, performanceId })).json().result
  t.equal(await scan(ticket?.code ?? ""), "cancelled", "the old code")
  t.equal(await scan(again.json().code), "admitted")
  t.equal(await scan(ticket?.code ?? ""), "cancelled", "and it stays so")

  const third = await desk.post("reprints", { ticketId: ticket?.id, reason: "encore" })
  t.equal(third.json().copy, 2)
  t.equal(await scan(third.json().code), "already_admitted")
  t.equal((await desk.post("reprints", { ticketId: "999999", reason: "x" })).statusCode, 404)
  t.equal((await desk.post("reprints", { ticketId: ticket?.id, reason: "" })).statusCode, 422)
  const other = sale.tickets[1]?.id
  await desk.post("cancellations", { tickets: [other], reason: "malade" })
  t.match((await desk.post("reprints", { ticketId: other, reason: "x" })).json(), {
    status: 409,
    code: "already_cancelled",
  })
  const { data } = (await counter(cast, "accounting").get("operations")).json()
  const kinds = data.map(({ kind }: { kind: string }) => kind)
  t.same(kinds.filter((kind: string) => kind === "reprint").length, 2)
})
