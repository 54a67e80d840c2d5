import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { makeDevice, sendBatch } from "./offline.ts"
import { minutes, openPerformance, present } from "./scanning.ts"

t.test("what a ticket is good for at the door", async (t) => {
  const test = await testApp(t)
  const { app, as, owner } = test
  const rules = "/admin/theatre/door-rules"
  const tariffOf = async (ticket: string) =>
    (await owner.query("select tariff_id from tickets where id = $1", [ticket])).rows[0].tariff_id as string
  const tariff = async (ticket: string, places: number, perDay = false) =>
    postForm(
      app,
      rules,
      { tariff: await tariffOf(ticket), places: String(places), ...(perDay ? { perDay: "on" } : {}) },
      as("boxOffice"),
    )

  await t.test("is set in the back office", async (t) => {
    const open = await openPerformance(test)
    t.equal((await openPage(app, rules)).statusCode, 303)
    t.equal((await openPage(app, rules, as("door"))).statusCode, 403)
    t.equal((await postForm(app, rules, { gate: "A" }, as("door"))).statusCode, 403)
    t.equal((await tariff(open.ticket.id, 0)).statusCode, 422)
    t.equal((await postForm(app, rules, { tariff: "999999", places: "2" }, as("boxOffice"))).statusCode, 422)
    t.equal((await postForm(app, rules, { gate: " ", zones: "libre" }, as("boxOffice"))).statusCode, 422)
    t.equal((await tariff(open.ticket.id, 2)).statusCode, 303)
    t.match((await openPage(app, rules, as("boxOffice"))).body, "2 personnes")
    t.equal((await tariff(open.ticket.id, 1)).statusCode, 303)
  })

  await t.test("a group comes in parts, and never beyond its number", async (t) => {
    const open = await openPerformance(test)
    await tariff(open.ticket.id, 10)
    const scan = (people?: number) =>
      present(test, {
        code: open.ticket.code,
        performanceId: open.performanceId,
        ...(people ? { people } : {}),
      })
    t.match((await scan(4)).json(), {
      result: "admitted",
      people: 4,
      placesLeft: 6,
      line: /^4 people · .* · 6 left$/,
    })
    const race = await Promise.all(Array.from({ length: 12 }, () => scan(1)))
    t.equal(
      race.filter((answer) => answer.json().result === "admitted").length,
      6,
      "twelve more race for six places",
    )
    t.match((await scan()).json(), { result: "already_admitted", placesLeft: 0 })
    const { rows } = await owner.query("select count(*)::int as people from entries where ticket_id = $1", [
      open.ticket.id,
    ])
    t.equal(rows[0].people, 10)
    await tariff(open.ticket.id, 1)
  })

  await t.test("two offline doors let parts of a group in: the first ten have the entries", async (t) => {
    const open = await openPerformance(test)
    await tariff(open.ticket.id, 5)
    const [doorA, doorB] = [await makeDevice(test), await makeDevice(test)]
    const report = (gate: string, people: number, at: Date) => ({
      ...{ code: open.ticket.code, performanceId: open.performanceId, result: "admitted" },
      ...{ gate, people, at: at.toISOString(), nonce: `${open.ticket.id}-${gate}` },
    })
    await sendBatch(test, [report("B", 4, minutes(-1))], doorB)
    await sendBatch(test, [report("A", 3, minutes(-2))], doorA)
    const { rows } = await owner.query(
      "select gate, count(*)::int as people from entries where ticket_id = $1 and withdrawn_at is null group by gate order by gate",
      [open.ticket.id],
    )
    t.same(rows, [
      { gate: "A", people: 3 },
      { gate: "B", people: 2 },
    ])
    await tariff(open.ticket.id, 1)
  })

  await t.test("a pass for several days comes in once a day", async (t) => {
    const open = await openPerformance(test, { startsAt: minutes(30) })
    await tariff(open.ticket.id, 3, true)
    await owner.query("update performances set ends_at = now() + interval '4 days' where id = $1", [
      open.performanceId,
    ])
    const on = (day: number) =>
      present(test, {
        ...{ code: open.ticket.code, performanceId: open.performanceId },
        at: new Date(Date.now() + day * 86_400_000).toISOString(),
      }).then((answer) => answer.json().result)
    t.same(
      [await on(0), await on(0), await on(1), await on(2), await on(2), await on(3)],
      ["admitted", "already_admitted", "admitted", "admitted", "already_admitted", "already_admitted"],
    )
    await tariff(open.ticket.id, 1)
  })

  await t.test("a gate may serve some zones only", async (t) => {
    const open = await openPerformance(test, { quantity: 2 })
    t.equal(
      (await postForm(app, rules, { gate: "Balcon", zones: "autre, encore" }, as("boxOffice"))).statusCode,
      303,
    )
    const scan = (gate: string) =>
      present(test, { code: open.ticket.code, performanceId: open.performanceId, gate })
    t.match((await scan("Balcon")).json(), {
      result: "wrong_gate",
      line: "Placement libre does not come in here",
    })
    t.match((await scan("Parterre")).json(), { result: "admitted" })
    const page = await openPage(app, rules, as("boxOffice"))
    t.match(page.body, "Balcon")
    t.equal((await postForm(app, rules, { gate: "Balcon", zones: "" }, as("boxOffice"))).statusCode, 303)
    t.match(
      (
        await present(test, {
          code: open.tickets[1]?.code,
          performanceId: open.performanceId,
          gate: "Balcon",
        })
      ).json(),
      { result: "admitted" },
      "which it no longer is",
    )
  })

  await t.test("the door is told of a ticket", async (t) => {
    const open = await openPerformance(test)
    const send = (number: string, message: string, person: "boxOffice" | "door" = "boxOffice") =>
      postForm(app, rules, { ticket: number, message }, as(person))
    t.equal((await send(open.ticket.number, "Entretien à l’accueil", "door")).statusCode, 403)
    t.equal((await send("ABCD-EFGH-1", "Entretien à l’accueil")).statusCode, 422)
    t.equal((await send(open.ticket.number, "Place adaptée : appeler un placeur")).statusCode, 303)
    const scan = await present(test, { code: open.ticket.code, performanceId: open.performanceId })
    t.match(scan.json(), {
      ticket: { message: "Place adaptée : appeler un placeur" },
      line: /appeler un placeur$/,
    })
    t.equal((await send(open.ticket.number, "")).statusCode, 303)
  })
})
