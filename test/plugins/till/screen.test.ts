import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { counter } from "../../support/till.ts"

t.test("what the till screen asks for", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const tonight = await makePerformance(app, organisation, {
    capacity: 10,
    startsAt: new Date(Date.now() + 3_600_000),
  })
  const over = await makePerformance(app, organisation, { startsAt: new Date(Date.now() - 86_400_000) })
  const draft = await makePerformance(app, organisation, { status: "draft" })
  const desk = counter(cast)
  const session = await desk.open()
  const customer = {
    firstName: "Grace",
    lastName: "Hopper",
    email: "grace@example.org",
    phone: "06 11 22 33 44",
  }
  const sale = await desk.sell(session, tonight, { quantity: 2, customer })
  await desk.sell(session, tonight)

  await t.test("is for who may sell", async (t) => {
    for (const path of ["counter", "found-orders?q=hopper", "found-customers?q=hopper"])
      for (const person of ["accounting", "door", "outsider"] as const)
        t.equal((await counter(cast, person).get(path)).statusCode, 403, `${person}: ${path}`)
    const page = await app.inject({ url: "/till/theatre", headers: cast.as("door") })
    t.equal(page.statusCode, 403)
  })

  await t.test("what is on sale, with what is left", async (t) => {
    const { data } = (await desk.get("counter")).json()
    t.same(
      data.map(({ id }: { id: string }) => id),
      [tonight.performanceId],
      `neither ${over.performanceId}, which is over, nor ${draft.performanceId}, a draft`,
    )
    t.match(data[0], {
      capacity: 10,
      taken: 3,
      zones: [{ left: 7, prices: [{ tariff: "Plein tarif", amount: 2400 }] }],
    })
  })

  await t.test("orders, by anything that is known of them", async (t) => {
    const found = async (q: string) => (await desk.get(`found-orders?q=${encodeURIComponent(q)}`)).json()
    const [ticket] = sale.tickets
    t.match(await found(ticket?.code ?? ""), { ticketId: ticket?.id, data: [{ number: sale.number }] })
    t.match(await found(ticket?.number ?? ""), { ticketId: ticket?.id, data: [{ number: sale.number }] })
    for (const q of [
      sale.number,
      sale.number.toLowerCase(),
      "hopper",
      "grace hop",
      "grace@example",
      "0611223344",
      "+33 6 11 22 33 44",
    ])
      t.match(
        await found(q),
        { ticketId: null, data: [{ number: sale.number, tickets: [{ status: "valid" }, {}] }] },
        q,
      )
    for (const q of ["", "h", "nobody at all", `${ticket?.code.slice(0, -1)}A`])
      t.same((await found(q)).data, [], q)
    const hall = await makeSeatedPerformance(cast)
    const [seat] = await hall.free()
    const items = [
      { performanceId: hall.performanceId, seats: [{ seatId: seat?.id, priceId: hall.price("gratuit") }] },
    ]
    const seated = await desk.post("sales", { tillSessionId: session, items, payments: [] })
    t.match(await found(seat?.label ?? ""), { data: [{ number: seated.json().number }] })
  })

  await t.test("customers, once each", async (t) => {
    await desk.sell(session, tonight, { customer })
    const { data } = (await desk.get("found-customers?q=hop")).json()
    t.same(data, [customer])
  })

  await t.test("its page", async (t) => {
    const page = await app.inject({ url: "/till/theatre", headers: cast.as("boxOffice") })
    t.equal(page.statusCode, 200)
    t.match(page.body, "data-till")
    const menu = await app.inject({ url: "/admin/theatre/till", headers: cast.as("boxOffice") })
    t.equal(menu.headers.location, "/till/theatre")
  })
})
