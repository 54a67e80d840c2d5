import fc from "fast-check"
import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { counter } from "../../support/till.ts"

t.test("a till is opened by one person, holds a float, and is closed by counting", async (t) => {
  const cast = await testApp(t)
  const performance = await makePerformance(cast.app, cast.organisation)
  const desk = counter(cast)
  const other = counter(cast, "manager")

  await t.test("not by who may not sell", async (t) => {
    for (const person of ["accounting", "door", "outsider"] as const) {
      const answer = await counter(cast, person).post("till-sessions", { tillId: "g", float: 0 })
      t.equal(answer.statusCode, 403, person)
    }
  })

  await t.test("and not with what makes no sense", async (t) => {
    for (const body of [
      {},
      { tillId: "", float: 0 },
      { tillId: "   ", float: 0 },
      { tillId: "g", float: -1 },
      { tillId: "g", float: 10.5 },
      { tillId: "x".repeat(61), float: 0 },
    ]) {
      const answer = await desk.post("till-sessions", body)
      t.equal(answer.statusCode, 422, JSON.stringify(body))
      t.equal(answer.json().code, "invalid_request")
    }
  })

  await t.test("from the float to the difference", async (t) => {
    const id = await desk.open("guichet-1", 10_000)
    const again = await other.post("till-sessions", { tillId: "guichet-1", float: 0 })
    t.match(again.json(), { status: 409, code: "till_in_use" })
    t.ok(await other.open("guichet-2", 0), "another till is another till")

    await desk.sell(id, performance, { quantity: 2 })
    await desk.sell(id, performance, { method: "card" })
    const foreign = await other.post(`till-sessions/${id}/movements`, {
      direction: "out",
      amount: 100,
      reason: "timbres",
    })
    t.match(foreign.json(), { status: 409, code: "till_of_another" })
    for (const body of [
      { direction: "out", amount: 0, reason: "x" },
      { direction: "out", amount: 100, reason: " " },
      { direction: "up", amount: 100, reason: "x" },
    ])
      t.equal((await desk.post(`till-sessions/${id}/movements`, body)).statusCode, 422, JSON.stringify(body))
    const out = await desk.post(`till-sessions/${id}/movements`, {
      direction: "out",
      amount: 500,
      reason: "timbres",
    })
    t.same([out.statusCode, out.json()], [201, { expected: 10_000 + 4800 - 500 }])
    await desk.post(`till-sessions/${id}/movements`, { direction: "in", amount: 2000, reason: "monnaie" })

    const seen = await desk.get(`till-sessions/${id}`)
    t.match(seen.json(), { expected: 16_300, sales: 2, cashIn: 2000, cashOut: 500, closedAt: null })

    const wrong = await desk.close(id, 16_200, { counted: { cash: 16_200, denominations: { 10000: 1 } } })
    t.match(wrong.json(), { status: 422, errors: [{ path: "/counted/cash" }] })
    t.equal((await other.close("999999", 0)).statusCode, 404)
    const closed = await desk.post(`till-sessions/${id}/closing`, {
      counted: { cash: 16_200, denominations: { 10000: 1, 5000: 1, 1000: 1, 200: 1 } },
      reason: "une pièce manque",
    })
    t.equal(closed.statusCode, 201)
    t.same(closed.json(), {
      id,
      expected: 16_300,
      counted: 16_200,
      difference: -100,
      byMethod: { cash: 4800, card: 2400 },
    })
    t.match((await desk.close(id, 0)).json(), { status: 409, code: "till_session_closed" })
    const late = await desk.post("sales", {
      tillSessionId: id,
      items: [{ performanceId: performance.performanceId, priceId: performance.prices.plein, quantity: 1 }],
      payments: [{ method: "cash", amount: 2400 }],
    })
    t.match(late.json(), { status: 409, code: "till_session_closed" })
    const next = await desk.post("till-sessions", { tillId: "guichet-1", float: 0 })
    t.equal(next.json().number, 2, "its sessions are numbered")
  })

  await t.test("a manager closes for who went home; a colleague does not", async (t) => {
    const id = await desk.open("guichet-3", 0)
    const mine = await other.open("guichet-4", 0)
    t.match((await desk.close(mine, 0)).json(), { status: 409, code: "till_of_another" })
    t.equal((await other.close(id, 0)).statusCode, 201)
  })

  await t.test("a repeat with its key opens and closes once", async (t) => {
    const headers = { "idempotency-key": "open-5" }
    const first = await desk.post("till-sessions", { tillId: "guichet-5", float: 0 }, headers)
    const second = await desk.post("till-sessions", { tillId: "guichet-5", float: 0 }, headers)
    t.same([first.statusCode, second.statusCode], [201, 201])
    t.same(second.json(), first.json())
    t.equal(second.headers["idempotent-replay"], "true")
  })
})

t.test("of many who open one till at once, one has it", async (t) => {
  const cast = await testApp(t)
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => counter(cast).post("till-sessions", { tillId: "entrée", float: 0 })),
  )
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [201, ...Array(11).fill(409)])
})

t.test("whatever goes through a till, what is expected is the float with all of it", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 100_000 })
  const desk = counter(cast)
  const step = fc.oneof(
    fc.record({
      does: fc.constant("sell" as const),
      quantity: fc.integer({ min: 1, max: 5 }),
      tariff: fc.constantFrom("plein" as const, "reduit" as const, "gratuit" as const),
      cash: fc.integer({ min: 0, max: 12_000 }),
    }),
    fc.record({
      does: fc.constant("move" as const),
      direction: fc.constantFrom("in" as const, "out" as const),
      amount: fc.integer({ min: 1, max: 50_000 }),
    }),
  )
  let till = 0
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 50_000 }), fc.array(step, { maxLength: 8 }), async (float, steps) => {
      const id = await desk.open(`till ${++till}`, float)
      let cash = float
      let card = 0
      for (const one of steps) {
        if (one.does === "move") {
          const { direction, amount } = one
          const moved = await desk.post(`till-sessions/${id}/movements`, {
            ...{ direction, amount, reason: "essai" },
          })
          if (direction === "out" && amount > cash) {
            if (moved.json().code !== "not_enough_cash") throw new Error(moved.body)
          } else cash += direction === "in" ? amount : -amount
          continue
        }
        const total = { plein: 2400, reduit: 1600, gratuit: 0 }[one.tariff] * one.quantity
        const inCash = Math.min(one.cash, total)
        const payments = [
          { method: "cash", amount: inCash },
          { method: "card", amount: total - inCash },
        ].filter(({ amount }) => amount > 0)
        const { performanceId, prices } = performance
        const answer = await desk.post("sales", {
          tillSessionId: id,
          items: [{ performanceId, priceId: prices[one.tariff], quantity: one.quantity }],
          payments,
        })
        if (answer.statusCode !== 201) throw new Error(answer.body)
        cash += inCash
        card += total - inCash
      }
      const closed = (await desk.close(id, cash)).json()
      return closed.expected === cash && closed.difference === 0 && (closed.byMethod.card ?? 0) === card
    }),
    { numRuns: 15 },
  )
})
