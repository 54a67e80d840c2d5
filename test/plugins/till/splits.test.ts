import t from "tap"
import { balanceOf, recountBalance } from "../../../plugins/ledger/balance.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { buy, itemsOf, readOrder } from "../../support/shopping.ts"
import { right, stockBooks } from "../../support/stock-books.ts"
import { counter, type Sale } from "../../support/till.ts"
import { waitUntil } from "../../support/wait-until.ts"

const grace = { firstName: "Grace", lastName: "Hopper", email: "grace@example.org" }

t.test("splitting an order", async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, db, organisation } = cast
  const performance = await makePerformance(app, organisation, {
    startsAt: new Date(Date.now() + 20 * 60_000),
  })
  const desk = counter(cast)
  const session = await desk.open("guichet", 50_000)
  const split = (tickets: readonly (string | undefined)[], more: object = {}) =>
    desk.post("splits", { tickets, customer: grace, ...more })
  const operations = async () => (await counter(cast, "accounting").get("operations")).json().data
  const printed = (token: string) =>
    waitUntil(async () => (await readOrder(app, token)).tickets.every(({ documentReady }) => documentReady))

  await t.test("is for who may sell, and says what is wrong", async (t) => {
    const sale = await desk.sell(session, performance, { quantity: 2 })
    const other = await desk.sell(session, performance)
    const [one, two] = sale.tickets
    const payload = { tickets: [one?.id], customer: grace }
    const url = "/api/v1/organisations/theatre/splits"
    t.equal((await app.inject({ method: "POST", url, payload })).statusCode, 401)
    for (const person of ["accounting", "door", "outsider"] as const)
      t.equal((await counter(cast, person).post("splits", payload)).statusCode, 403, person)
    for (const [tickets, expected] of [
      [[], { status: 422 }],
      [["999999"], { status: 404 }],
      [[one?.id, other.tickets[0]?.id], { status: 422, code: "several_orders" }],
      [[one?.id, two?.id], { status: 422, errors: [{ path: "/tickets" }] }],
    ] as const)
      t.match((await split(tickets)).json(), expected)
    await desk.post("cancellations", { tickets: [two?.id], reason: "malade" })
    t.match((await split([two?.id])).json(), { status: 409, code: "already_cancelled" })
    t.equal((await readOrder(app, sale.token)).tickets.length, 2)
  })

  await t.test(
    "some tickets go to somebody else, with their numbers and codes; no money moves",
    async (t) => {
      const sale = await desk.sell(session, performance, { quantity: 3, method: "card" })
      await printed(sale.token)
      const [one, two, three] = sale.tickets
      const drawer = (await desk.get(`till-sessions/${session}`)).json().byMethod
      const headers = { "idempotency-key": "split-1" }
      const answers = await Promise.all(
        [1, 2].map(() => desk.post("splits", { tickets: [one?.id, three?.id], customer: grace }, headers)),
      )
      t.same(
        answers.map(({ statusCode }) => statusCode),
        [201, 201],
        `${answers[0]?.body}`,
      )
      const made = answers[0]?.json<Sale>() as Sale
      t.same(answers[1]?.json().id, made.id, "once")
      t.same(
        made.tickets.map(({ number, code }) => [number, code]),
        [one, three].map((ticket) => [ticket?.number, ticket?.code]),
      )
      t.not(made.number, sale.number)
      const [rest, theirs] = [await readOrder(app, sale.token), await readOrder(app, made.token)]
      t.same([rest.total, rest.lines.length, rest.tickets.map(({ id }) => id)], [2400, 1, [two?.id]])
      t.same([theirs.total, theirs.lines.length, theirs.status], [4800, 2, "paid"])
      t.same((await desk.get(`till-sessions/${session}`)).json().byMethod, drawer)
      const last = (await operations()).at(-1)
      t.match(last, { kind: "split", total: 0, paid: 0, lines: [{ quantity: 0, gross: 0 }] })
      t.same(last.lines[0].tickets, [one?.number, three?.number])
      t.ok(last.of < last.number, "sold by the operation before")
      await printed(sale.token)
      await printed(made.token)
      const mails = await db.selectFrom("mails").select("recipient").execute()
      t.same(mails, [{ recipient: grace.email }], "who has them now receives them")

      const scan = await desk.post("scans", { code: one?.code, performanceId: performance.performanceId })
      t.equal(scan.json().result, "admitted")
      t.equal((await desk.post("cancellations", { tickets: [three?.id], reason: "malade" })).statusCode, 201)
      const { refunds } = (
        await desk.post("cancellations", { tickets: [two?.id], reason: "x", refund: { method: "original" } })
      ).json()
      t.match(refunds, [{ method: "card", amount: 2400 }])
      t.match((await operations()).at(-2), { kind: "cancellation", of: last.number })

      const again = await desk.post("exchanges", {
        ...{ tickets: [one?.id], items: itemsOf(performance, 1, "plein"), payments: [] },
      })
      t.match(again.json(), { code: "already_admitted" })
    },
  )

  await t.test("both draw on the same payment, and never more than there was", async (t) => {
    const { order, payment } = await buy(app, performance, {
      quantity: 3,
      tariff: "plein",
      method: "sandbox",
    })
    await app.inject({
      method: "POST",
      url: `/api/v1/payments/sandbox/${payment?.id}`,
      payload: { outcome: "paid" },
    })
    const [a, b, c] = (await readOrder(app, order.token)).tickets.map(({ id }) => id)
    t.equal((await split([b, c])).statusCode, 201)
    const deeper = await split([c])
    t.equal(deeper.statusCode, 201, "and that is split again")
    const answers = await Promise.all(
      [a, b, c].map((id) =>
        desk.post("cancellations", { tickets: [id], reason: "x", refund: { method: "original" } }),
      ),
    )
    for (const answer of answers)
      t.match(answer.json(), { refunds: [{ method: "sandbox", amount: 2400, status: "asked" }] })
    const { rows } = await cast.owner.query(
      `select p.amount, sum(r.amount)::int as back from payments p join refunds r on r.payment_id = p.id
       where p.token = $1 group by p.id, p.amount`,
      [payment?.id],
    )
    t.same(rows, [{ amount: 7200, back: 7200 }])
    await waitUntil(async () => (await balanceOf(db)).debts === 0)
  })

  const { difference, sales, tickets, unsettled } = {
    ...(await balanceOf(db)),
    ...(await recountBalance(db)),
  }
  t.same([difference, sales - tickets, unsettled], [0, 0, []])
  t.same(await stockBooks(cast), right)
})

t.test("numbered seats go with their tickets", async (t) => {
  const cast = await testApp(t)
  const desk = counter(cast)
  const session = await desk.open()
  const hall = await makeSeatedPerformance(cast)
  const best = (count: number) => [
    {
      ...{ performanceId: hall.performanceId, zoneId: hall.zones[0]?.id },
      best: { [hall.price("gratuit")]: count },
    },
  ]
  const sale = (
    await desk.post("sales", { tillSessionId: session, items: best(3), payments: [] })
  ).json<Sale>()
  const [one, two] = sale.tickets
  const made = (await desk.post("splits", { tickets: [one?.id, two?.id], customer: grace })).json<Sale>()
  t.same(
    made.tickets.map(({ seat }) => seat),
    [one?.seat, two?.seat],
  )
  t.same(await stockBooks(cast), right)
  const seats = (await hall.free()).length
  t.equal((await desk.post("cancellations", { tickets: [one?.id], reason: "x" })).statusCode, 201)
  t.equal((await hall.free()).length, seats + 1)
  const next = await desk.post("exchanges", { tickets: [two?.id], items: best(1), payments: [] })
  t.match(next.json().tickets, [{ number: `${made.number}-3` }], next.body)
  t.same(await stockBooks(cast), right)
})

t.test("naming tickets", async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation)
  const desk = counter(cast)
  const session = await desk.open()
  const sale = await desk.sell(session, performance, { quantity: 2, tariff: "gratuit" })
  const other = await desk.sell(session, performance, { tariff: "gratuit" })
  const [one, two] = sale.tickets
  const asStaff = (tickets: object[], person: Parameters<typeof cast.as>[0] = "boxOffice", id = sale.id) =>
    app.inject({
      ...{ method: "PUT", url: `/api/v1/organisations/theatre/orders/${id}/names` },
      ...{ headers: cast.as(person), payload: { tickets } },
    })
  const asBuyer = (tickets: object[], token = sale.token) =>
    app.inject({ method: "PUT", url: `/api/v1/orders/${token}/names`, payload: { tickets } })
  const names = async () => (await readOrder(app, sale.token)).tickets.map((ticket) => ticket.name ?? null)
  const ready = () =>
    waitUntil(async () =>
      (await readOrder(app, sale.token)).tickets.every(({ documentReady }) => documentReady),
    )
  const named = [{ id: one?.id ?? "", name: "  Ada   Lovelace " }]

  for (const person of ["accounting", "door", "outsider"] as const)
    t.equal((await asStaff(named, person)).statusCode, 403, person)
  t.equal((await asStaff([])).statusCode, 422)
  t.equal((await asStaff([{ id: one?.id, name: "x".repeat(101) }])).statusCode, 422)
  t.equal((await asStaff([{ id: other.tickets[0]?.id, name: "x" }])).statusCode, 404, "of another order")
  t.equal((await asBuyer([{ id: other.tickets[0]?.id, name: "x" }])).statusCode, 404)
  t.equal((await asBuyer(named, "no-such-token")).statusCode, 404)
  await ready()
  t.equal((await asStaff(named)).statusCode, 204)
  t.same(await names(), ["Ada Lovelace", null])
  await ready()
  const both = [
    { id: two?.id, name: "Grace" },
    { id: one?.id, name: "" },
  ]
  t.equal((await asBuyer(both)).statusCode, 204)
  t.same(await names(), [null, "Grace"])
  const changes = async () => (await cast.owner.query("select changes from ticket_changes")).rows
  const before = await changes()
  t.equal((await asBuyer([{ id: two?.id, name: "Grace" }])).statusCode, 204)
  t.same(await changes(), before, "nothing changed, nothing is printed")

  await t.test(
    "a name goes with the exchange, and is in no list of the door and no line of the books",
    async (t) => {
      const answer = await desk.post("exchanges", {
        ...{ tickets: [two?.id], items: itemsOf(performance), payments: [] },
      })
      t.equal(answer.statusCode, 201, answer.body)
      t.same(await names(), [null, null, "Grace"])
      const list = await desk.get(`performances/${performance.performanceId}/door-list`)
      t.notMatch(list.body, "Grace")
      const { rows } = await cast.owner.query("select string_agg(content, '') as books from ledger_lines")
      t.notMatch(rows[0].books, "Grace")
    },
  )
})
