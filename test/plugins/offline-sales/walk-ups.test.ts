import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { newHolder, type Reserve, type Sent } from "../../support/offline-till.ts"
import { counter } from "../../support/till.ts"
import { sendBatch } from "../admission/offline.ts"
import { minutes } from "../admission/scanning.ts"

t.test("a scanner that may sell at the door", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner, as } = cast
  const desk = counter(cast)
  const { performanceId, zoneId } = await makePerformance(app, organisation, {
    ...{ capacity: 30, startsAt: minutes(20) },
  })
  const make = async (maySell: boolean) =>
    (await desk.post("devices", { name: "Téléphone du hall", maySell })).json<{ id: string; token: string }>()
  const [seller, reader] = [await make(true), await make(false)]
  const of = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })
  const ask = (method: "GET" | "POST", path: string, headers: Record<string, string>, payload?: object) =>
    app.inject({
      ...{ method, url: `/api/v1/organisations/theatre/${path}`, headers },
      ...(payload ? { payload } : {}),
    })
  const holder = newHolder()

  await t.test("sells nothing before somebody opens a till for it", async (t) => {
    t.same((await ask("GET", "device-tills/own", of(seller))).json(), { session: null })
    for (const person of ["door", "accounting", "outsider"] as const)
      t.equal(
        (await counter(cast, person).post("device-tills", { deviceId: seller.id, float: 0 })).statusCode,
        403,
      )
    t.equal(
      (await desk.post("device-tills", { deviceId: reader.id, float: 0 })).statusCode,
      404,
      "nor one that may not",
    )
    t.equal((await desk.post("device-tills", { deviceId: seller.id, float: -1 })).statusCode, 422)
    t.equal((await ask("GET", "device-tills/own", of(reader))).statusCode, 403)
  })

  const opened = await desk.post("device-tills", { deviceId: seller.id, float: 5000 })
  const session = opened.json().id
  const keep = (headers: Record<string, string>, more: object = {}) =>
    ask("POST", "offline-reserves", headers, {
      ...{ tillSessionId: session, performanceId, holder, zones: [{ zoneId, places: 10 }] },
      ...more,
    })
  let reserve: Reserve
  await t.test("keeps places, of which nobody makes a ticket", async (t) => {
    t.equal(opened.statusCode, 201)
    t.match((await desk.post("device-tills", { deviceId: seller.id, float: 0 })).json(), {
      code: "till_in_use",
    })
    t.match((await ask("GET", "device-tills/own", of(seller))).json(), { session: { id: session } })
    t.match((await keep(as("boxOffice"))).json(), { code: "till_of_another" }, "a person is no scanner")
    t.equal((await keep(of(reader))).statusCode, 403)
    const counterTill = await desk.open("guichet-1", 0)
    t.match((await keep(of(seller), { tillSessionId: counterTill })).json(), { code: "till_of_another" })
    const answer = await keep(of(seller))
    reserve = answer.json().data[0]
    t.equal(reserve.places.length, 10)
    t.match(reserve.places[0], { lookup: /^[0-9a-f]{16}$/, proof: /^[\w-]{22}$/ })
    t.notMatch(answer.body, '"code"')
  })

  await t.test("can do nothing else", async (t) => {
    for (const path of [
      "counter",
      "found-orders?q=ada",
      "found-customers?q=ada",
      "offline-sales",
      "operations",
    ])
      t.equal((await ask("GET", path, of(seller))).statusCode, 403, path)
    for (const path of ["sales", "till-sessions", "cancellations", `till-sessions/${session}/closing`])
      t.equal((await ask("POST", path, of(seller), {})).statusCode, 403, path)
  })

  await t.test("sells and lets in at once; its takings are in a till of their own", async (t) => {
    const [zone] = reserve.zones
    const sale = (places: Reserve["places"], tariff: string, payments: object[]) => ({
      ...{ id: newHolder(), number: 1, at: minutes(-5).toISOString(), tillSessionId: session, payments },
      lines: places.map(({ ticketId }) => {
        const price = zone?.prices.find((one) => one.tariff === tariff)
        return { ticketId, priceId: price?.id, amount: price?.amount, seal: price?.seal }
      }),
    })
    const [one, two, three, four] = reserve.places as [
      Reserve["places"][number],
      Reserve["places"][number],
      Reserve["places"][number],
      Reserve["places"][number],
    ]
    const reports = [one, two, three].map(({ ticketId: ticket, proof }) => ({
      ...{
        seen: { ticket, proof },
        performanceId,
        at: minutes(-5).toISOString(),
        nonce: `walk-up-${ticket}`,
      },
      result: "admitted",
    }))
    // The log of the door may come before the sales, or after.
    t.match(await sendBatch(cast, reports.slice(0, 1), of(seller)), [{ result: "admitted" }])
    const sales = [
      sale([one, two], "Plein tarif", [{ method: "cash", amount: 4800 }]),
      sale([three], "Invitation", []),
      sale([four], "Plein tarif", [{ method: "card", amount: 2400 }]),
    ]
    const send = async (headers: Record<string, string>) =>
      (await ask("POST", "offline-sales", headers, { sales })).json<{ results: Sent[] }>().results
    const first = await send(of(seller))
    t.match(first, [
      { state: "recorded", remarks: [], order: { total: 4800 } },
      { state: "recorded", remarks: [], order: { total: 0 } },
      { state: "refused", remarks: [{ code: "invalid_payment" }] },
    ])
    t.notOk(JSON.stringify(first).includes("token"), "nor is it given what opens an order")
    t.match(await send(of(seller)), [{ repeated: true }, { repeated: true }, { repeated: true }])
    t.match(await sendBatch(cast, reports, of(seller)), [
      { result: "admitted" },
      { result: "admitted" },
      { result: "admitted" },
    ])
    const { rows } = await owner.query(
      `select o.channel, count(distinct k.id)::int as tickets, count(e.ticket_id)::int as entries, sum(k.amount)::int as total
       from orders o join tickets k on k.order_id = o.id left join entries e on e.ticket_id = k.id group by 1`,
    )
    t.same(rows, [{ channel: "door", tickets: 3, entries: 3, total: 4800 }])
    const lines = await owner.query(
      "select content::json ->> 'by' as by, content::json ->> 'channel' as channel from ledger_lines where kind = 'sale' order by number",
    )
    t.match(lines.rows, [{ by: `device:${seller.id}`, channel: "door" }])
    const closed = await desk.close(session, 9800)
    t.match(closed.json(), { expected: 9800, counted: 9800, difference: 0, byMethod: { cash: 4800 } })
    t.same((await ask("GET", "device-tills/own", of(seller))).json(), { session: null })
    t.match((await keep(of(seller))).json(), { code: "till_session_closed" })
  })

  await t.test("revoked, it sells nothing; what it had is void", async (t) => {
    const again = (await desk.post("device-tills", { deviceId: seller.id, float: 0 })).json()
    t.equal((await keep(of(seller), { tillSessionId: again.id })).statusCode, 200)
    const revoked = await app.inject({
      method: "DELETE",
      url: `/api/v1/organisations/theatre/devices/${seller.id}`,
      headers: as("boxOffice"),
    })
    t.equal(revoked.statusCode, 204)
    t.equal((await keep(of(seller), { tillSessionId: again.id })).statusCode, 401)
    t.equal((await desk.close(again.id, 0)).statusCode, 201)
    const { rows } = await owner.query(
      "select count(*)::int as good from advance_tickets where voided_at is null and cart_id is null",
    )
    t.same(rows, [{ good: 0 }])
  })
})
