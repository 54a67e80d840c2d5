import t from "tap"
import { testApp } from "../../harness.ts"
import { buy, readOrder } from "../../support/shopping.ts"
import { minutes, openPerformance, type Presented, present } from "./scanning.ts"

t.test("presenting a ticket", async (t) => {
  const test = await testApp(t)
  const { app, as, owner } = test
  const open = await openPerformance(test, { quantity: 6 })
  const [first, second, third, fourth, fifth, sixth] = open.tickets
  if (!first || !second || !third || !fourth || !fifth || !sixth) throw new Error("tickets are missing")
  const scan = async (code: string, performanceId = open.performanceId, more: object = {}) => {
    const answer = await present(test, { code, performanceId, ...more })
    return answer.json<Presented>()
  }

  await t.test("is refused to who has no right", async (t) => {
    const body = { code: first.code, performanceId: open.performanceId }
    const nobody = await app.inject({
      method: "POST",
      url: "/api/v1/organisations/theatre/scans",
      payload: body,
    })
    t.equal(nobody.statusCode, 401)
    for (const person of ["accounting", "outsider"] as const)
      t.equal((await present(test, body, as(person))).statusCode, 403, person)
  })

  await t.test("asks for what it needs", async (t) => {
    for (const body of [
      { performanceId: open.performanceId },
      { code: "", performanceId: open.performanceId },
      { code: "x".repeat(401), performanceId: open.performanceId },
      { code: first.code },
      { code: first.code, performanceId: "tonight" },
      { code: first.code, performanceId: open.performanceId, at: "yesterday" },
      { code: first.code, performanceId: open.performanceId, nonce: "" },
      { code: first.code, performanceId: open.performanceId, letIn: true },
    ])
      t.match(await present(test, body).then((answer) => answer.json()), {
        status: 422,
        code: "invalid_request",
      })
    const unknown = await present(test, { code: first.code, performanceId: "999999" })
    t.match(unknown.json(), { status: 404, code: "not_found" })
  })

  await t.test("admits once, and says when", async (t) => {
    const admitted = await scan(first.code, open.performanceId, { gate: "Gate B" })
    t.match(admitted, {
      result: "admitted",
      ticket: {
        number: first.number,
        event: "Le Malade imaginaire",
        zone: "Placement libre",
        tariff: "Invitation",
      },
      line: "Placement libre · Invitation",
      show: null,
    })
    const again = await scan(first.code)
    t.match(again, { result: "already_admitted", admittedAt: admitted.admittedAt })
    t.match(again.line, /^Came in at .+, Gate B$/)
  })

  await t.test("takes the number that is typed, and what a reader adds", async (t) => {
    t.equal((await scan(` ${second.number.toLowerCase().replaceAll("-", " ")} `)).result, "admitted")
    t.equal((await scan(`${third.code}\r\n`)).result, "admitted")
    t.equal((await scan(`\t${third.code}`)).result, "already_admitted")
    const spaced = open.tickets.find(({ code }) => code.includes(" "))
    if (spaced)
      t.not((await scan(spaced.code.replaceAll(" ", ""))).result, "admitted", "spaces are part of a code")
  })

  await t.test("asks to see what the tariff wants", async (t) => {
    const reduced = await openPerformance(test)
    const { order, payment } = await buy(app, reduced, { tariff: "reduit", method: "sandbox" })
    await app.inject({
      method: "POST",
      url: `/api/v1/payments/sandbox/${payment?.id}`,
      payload: { outcome: "paid" },
    })
    const { tickets } = await readOrder(app, order.token)
    t.match(await scan(tickets[0]?.code ?? "", reduced.performanceId), {
      result: "admitted",
      ticket: { proof: "Carte étudiant" },
      show: "Ask to see: Carte étudiant",
    })
  })

  await t.test("knows another performance, another hour, a cancelled ticket", async (t) => {
    const other = await openPerformance(test)
    t.match(await scan(fourth.code, other.performanceId), {
      result: "wrong_performance",
      ticket: { number: fourth.number },
      line: /^This ticket is for Le Malade imaginaire, /,
    })
    const early = await openPerformance(test, { startsAt: minutes(61) })
    t.match(await scan(early.ticket.code, early.performanceId), {
      result: "not_valid_now",
      line: /^Doors open /,
    })
    const doors = await openPerformance(test, { startsAt: minutes(61), doorsAt: minutes(-1) })
    t.equal(
      (await scan(doors.ticket.code, doors.performanceId)).result,
      "admitted",
      "the doors have their own hour",
    )
    const over = await openPerformance(test, { startsAt: minutes(-131), onSaleUntil: minutes(10) })
    t.match(await scan(over.ticket.code, over.performanceId), {
      result: "not_valid_now",
      line: /^The performance ended /,
    })
    await owner.query("update tickets set status = 'cancelled' where id = $1", [fifth.id])
    t.match(await scan(fifth.code), { result: "cancelled", ticket: { number: fifth.number } })
    const entries = await owner.query("select 1 from entries where ticket_id = any($1)", [
      [fourth.id, early.ticket.id, over.ticket.id, fifth.id],
    ])
    t.equal(entries.rowCount, 0, "none of them came in")
  })

  await t.test("does not know what others signed, nor what nobody did", async (t) => {
    const changed = sixth.code.replace(/.$/, (last) => (last === "0" ? "1" : "0"))
    const flipped = `${sixth.code.slice(0, 60)}${sixth.code[60] === "A" ? "B" : "A"}${sixth.code.slice(61)}`
    const theirs = await openPerformance({ app, organisation: test.rival })
    for (const code of [
      changed,
      flipped,
      sixth.code.slice(0, -1),
      "hello",
      "AAAA-BBBB-1",
      "https://example.org/",
      theirs.ticket.code,
      theirs.ticket.number,
    ])
      t.match(await scan(code), { result: "unknown", line: "This code is not one of our tickets." }, code)
    t.equal((await scan(sixth.code)).result, "admitted", "the true one comes in")
  })

  await t.test("keeps each presentation, and never the code", async (t) => {
    const { rows } = await owner.query("select * from scans")
    t.ok(rows.length > 15)
    t.notMatch(JSON.stringify(rows), first.code)
    t.match(rows[0], { scanned_by: /^user:\d+$/ })
  })
})

t.test("the same nonce gives the first answer", async (t) => {
  const test = await testApp(t)
  const open = await openPerformance(test, { quantity: 2 })
  const other = await openPerformance(test)
  const body = { code: open.ticket.code, performanceId: open.performanceId, nonce: "nonce-1" }
  const first = await present(test, body)
  t.match(first.json(), { result: "admitted" })
  const repeated = await present(test, body)
  t.same(repeated.json(), first.json())
  t.match((await present(test, { ...body, nonce: "nonce-2" })).json(), { result: "already_admitted" })
  const elsewhere = await present(test, { ...body, performanceId: other.performanceId })
  t.match(elsewhere.json(), { status: 409, code: "nonce_reused" })

  const at = { code: open.tickets[1]?.code, performanceId: open.performanceId, nonce: "nonce-3" }
  const many = await Promise.all(Array.from({ length: 20 }, () => present(test, at)))
  t.ok(
    many.every((answer) => answer.json<Presented>().result === "admitted"),
    "twenty at once are one scan",
  )
  const { rows } = await test.owner.query("select count(*)::int as scans from scans where nonce = 'nonce-3'")
  t.equal(rows[0].scans, 1)
})

t.test("an offline scanner says when it saw the ticket", async (t) => {
  const test = await testApp(t)
  const early = await openPerformance(test, { startsAt: minutes(300) })
  const body = { code: early.ticket.code, performanceId: early.performanceId }
  t.match((await present(test, { ...body, at: minutes(10).toISOString() })).json(), {
    result: "not_valid_now",
  })
  const at = minutes(250).toISOString()
  t.match((await present(test, { ...body, at })).json(), { result: "admitted", admittedAt: at })
})
