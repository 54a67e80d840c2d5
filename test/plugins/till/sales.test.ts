import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { itemsOf, readOrder } from "../../support/shopping.ts"
import { counter } from "../../support/till.ts"

const hour = 3_600_000

t.test("a sale at the counter", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 20, maxPerOrder: 4 })
  const desk = counter(cast)
  const session = await desk.open()
  const sale = (payload: object, headers = {}) =>
    desk.post(
      "sales",
      { tillSessionId: session, items: itemsOf(performance, 2, "plein"), ...payload },
      headers,
    )
  const cash = (amount: number) => ({ payments: [{ method: "cash", amount }] })
  const taken = async () =>
    (
      await db
        .selectFrom("zone_stock")
        .select("taken")
        .where("zone_id", "=", performance.zoneId)
        .executeTakeFirstOrThrow()
    ).taken

  await t.test("is for who may sell", async (t) => {
    for (const person of ["accounting", "door", "outsider"] as const) {
      const answer = await counter(cast, person).post("sales", {
        tillSessionId: session,
        items: itemsOf(performance),
        payments: [],
      })
      t.equal(answer.statusCode, 403, person)
    }
    const other = await counter(cast, "manager").post("sales", {
      tillSessionId: session,
      items: itemsOf(performance, 2, "plein"),
      ...cash(4800),
    })
    t.match(other.json(), { status: 409, code: "till_of_another" })
  })

  await t.test("is refused whole, and leaves nothing", async (t) => {
    const refused: [object, object][] = [
      [cash(4700), { status: 422, code: "payments_mismatch" }],
      [cash(4900), { status: 422, code: "payments_mismatch" }],
      [{ payments: [] }, { status: 422, code: "payments_mismatch" }],
      [{ payments: [{ method: "cash", amount: -1 }] }, { status: 422, code: "invalid_request" }],
      [
        {
          payments: [
            { method: "cash", amount: 4800 },
            { method: "card", amount: 0 },
          ],
        },
        { status: 422, errors: [{ path: "/payments/1/amount" }] },
      ],
      [
        { payments: [{ method: "shells", amount: 4800 }] },
        { status: 422, errors: [{ path: "/payments/0/method" }] },
      ],
      [
        { payments: [{ method: "holiday_voucher", amount: 4800 }] },
        { status: 422, errors: [{ path: "/payments/0/method" }] },
      ],
      [
        { payments: [{ method: "free", amount: 4800 }] },
        { status: 422, errors: [{ path: "/payments/0/reference" }] },
      ],
      [
        { payments: [{ method: "voucher", amount: 4800, faceValue: 4000 }] },
        { status: 422, errors: [{ path: "/payments/0/faceValue" }] },
      ],
      [
        {
          payments: [
            { method: "free", amount: 2400, reference: "presse" },
            { method: "cash", amount: 2400 },
          ],
        },
        { status: 422, errors: [{ path: "/payments" }] },
      ],
      [
        { tillSessionId: "999999", ...cash(4800) },
        { status: 422, errors: [{ path: "/tillSessionId" }] },
      ],
      [
        { items: itemsOf(performance, 21, "gratuit"), payments: [] },
        { status: 409, code: "sold_out" },
      ],
      [
        { customer: { email: "nobody" }, ...cash(4800) },
        { status: 422, code: "invalid_request" },
      ],
    ]
    for (const [payload, expected] of refused)
      t.match((await sale(payload)).json(), expected, JSON.stringify(payload))
    t.equal(await taken(), 0)
    t.same(await db.selectFrom("orders").select("id").execute(), [])
    t.same(await db.selectFrom("till_movements").select("id").execute(), [])
  })

  await t.test("gives tickets at once, to somebody without a name", async (t) => {
    const answer = await sale(cash(4800))
    t.equal(answer.statusCode, 201, answer.body)
    const order = answer.json()
    t.match(order, { status: "paid", total: 4800, currency: "EUR", number: /^\w{4}-\w{4}$/ })
    t.equal(order.tickets.length, 2)
    t.match(order.tickets[0], { status: "valid", amount: 2400, code: /^.{137}$/, tariff: "Plein tarif" })
    const read = await readOrder(app, order.token)
    t.same(
      read.tickets.map(({ code }) => code),
      order.tickets.map(({ code }: { code: string }) => code),
    )
    t.equal(await taken(), 2)
    const page = await app.inject(`/orders/${order.token}`)
    t.equal(page.statusCode, 200)
    const office = await app.inject({
      url: `/admin/theatre/orders/${order.id}`,
      headers: cast.as("boxOffice"),
    })
    t.match(office.body, "Sans nom, au guichet")
    const row = await db.selectFrom("orders").selectAll().where("id", "=", order.id).executeTakeFirstOrThrow()
    t.match(row, { email: null, first_name: "", channel: "till" })
  })

  await t.test("goes by several payments, and to a customer", async (t) => {
    const answer = await sale({
      customer: { lastName: "Lovelace", phone: "06 12 34 56 78" },
      payments: [
        { method: "voucher", amount: 2000, reference: "n° 42", faceValue: 2500 },
        { method: "cheque", amount: 2800, reference: "0001234" },
      ],
    })
    t.equal(answer.statusCode, 201, answer.body)
    const payments = await db
      .selectFrom("payments")
      .select(["method", "amount", "status", "note"])
      .where("order_id", "=", answer.json().id)
      .orderBy("id")
      .execute()
    t.same(payments, [
      { method: "voucher", amount: 2000, status: "paid", note: "n° 42" },
      { method: "cheque", amount: 2800, status: "paid", note: "0001234" },
    ])
    const { rows } = await cast.owner.query("select face_value from till_movements where method = 'voucher'")
    t.same(rows, [{ face_value: 2500 }])
  })

  await t.test("what is free costs nothing on the ticket, and says why in the till", async (t) => {
    const answer = await sale({ payments: [{ method: "free", amount: 4800, reference: "presse" }] })
    t.equal(answer.statusCode, 201, answer.body)
    t.match(answer.json(), { status: "paid", total: 0, tickets: [{ amount: 0 }, { amount: 0 }] })
    const movement = await db
      .selectFrom("till_movements")
      .selectAll()
      .where("order_id", "=", answer.json().id)
      .executeTakeFirstOrThrow()
    t.match(movement, { method: "free", amount: 0, note: "presse" })
  })

  await t.test("once for each key", async (t) => {
    const before = await taken()
    const headers = { "idempotency-key": "sale-1" }
    const answers = await Promise.all(Array.from({ length: 5 }, () => sale(cash(4800), headers)))
    t.same(new Set(answers.map(({ body }) => body)).size, 1)
    t.equal(await taken(), before + 2)
    t.match((await sale(cash(2400), headers)).json(), { status: 422, code: "idempotency_conflict" })
  })

  await t.test("for a group, whatever the limit online", async (t) => {
    const answer = await sale({ items: itemsOf(performance, 8, "gratuit"), payments: [] })
    t.equal(answer.statusCode, 201, answer.body)
  })
})

t.test("the counter sells until the end, whatever the dates online", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const desk = counter(cast)
  const session = await desk.open()
  const started = await makePerformance(app, organisation, { startsAt: new Date(Date.now() - hour) })
  t.ok(await desk.sell(session, started), "somebody is late")
  const later = await makePerformance(app, organisation, { onSaleFrom: new Date(Date.now() + 24 * hour) })
  t.ok(await desk.sell(session, later), "before it opens online")
  for (const performance of [
    await makePerformance(app, organisation, { startsAt: new Date(Date.now() - 4 * hour) }),
    await makePerformance(app, organisation, { status: "draft" }),
  ]) {
    const answer = await desk.post("sales", {
      tillSessionId: session,
      items: itemsOf(performance),
      payments: [],
    })
    t.match(answer.json(), { status: 422, code: "not_on_sale" })
  }
})

t.test("numbered seats: by hand, or the best", async (t) => {
  const cast = await testApp(t)
  const desk = counter(cast)
  const session = await desk.open()
  const hall = await makeSeatedPerformance(cast)
  const { performanceId } = hall
  const [seat] = await hall.free()
  const priceId = hall.price("gratuit")
  const byHand = {
    tillSessionId: session,
    items: [{ performanceId, seats: [{ seatId: seat?.id, priceId }] }],
    payments: [],
  }
  const sold = await desk.post("sales", byHand)
  t.equal(sold.statusCode, 201, sold.body)
  t.equal(sold.json().tickets[0].seat, seat?.label)
  t.match((await desk.post("sales", byHand)).json(), { status: 409, code: "seat_taken" })
  const best = await desk.post("sales", {
    tillSessionId: session,
    items: [{ performanceId, priceId, quantity: 2 }],
    payments: [],
  })
  t.equal(best.statusCode, 201, best.body)
  t.equal(new Set(best.json().tickets.map((ticket: { seat: string }) => ticket.seat)).size, 2)
})

t.test(
  "twenty tills for the last places: as many as there are, and each till has what it sold",
  async (t) => {
    const cast = await testApp(t)
    const { app, db, organisation } = cast
    const performance = await makePerformance(app, organisation, { capacity: 30 })
    const desk = counter(cast)
    const tills = await Promise.all(Array.from({ length: 20 }, (_, n) => desk.open(`till ${n}`, 0)))
    const sales = await Promise.all(
      [...tills, ...tills].map((tillSessionId) =>
        desk.post("sales", {
          tillSessionId,
          items: itemsOf(performance, 1, "plein"),
          payments: [{ method: "cash", amount: 2400 }],
        }),
      ),
    )
    t.equal(sales.filter(({ statusCode }) => statusCode === 201).length, 30)
    t.equal((await db.selectFrom("tickets").select("id").execute()).length, 30)
    const closings = await Promise.all(tills.map((id) => desk.close(id, 0)))
    t.equal(
      closings.reduce((sum, closing) => sum + closing.json().expected, 0),
      30 * 2400,
    )
  },
)

t.test("a till that closes while it sells: the sale is in it, or is refused", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, db } = cast
  const performance = await makePerformance(app, organisation, { capacity: 1000 })
  const desk = counter(cast)
  for (let n = 0; n < 8; n++) {
    const id = await desk.open(`till ${n}`, 0)
    const sale = {
      tillSessionId: id,
      items: itemsOf(performance, 1, "plein"),
      payments: [{ method: "cash", amount: 2400 }],
    }
    const [closing, ...sales] = await Promise.all([
      desk.close(id, 0),
      desk.post("sales", sale),
      desk.post("sales", sale),
    ])
    const sold = sales.filter(({ statusCode }) => statusCode === 201).length
    t.equal(closing.json().expected, sold * 2400, `${sold} sold`)
    const late = await db.selectFrom("till_movements").select("id").where("session_id", "=", id).execute()
    t.equal(late.length, sold)
  }
})
