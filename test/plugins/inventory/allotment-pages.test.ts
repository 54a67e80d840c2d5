import t from "tap"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { right, stockBooks } from "../../support/stock-books.ts"

function office({ app, as }: TestApp) {
  const home = "/admin/theatre"
  return {
    see: (path: string, person: Parameters<typeof as>[0] = "boxOffice") =>
      openPage(app, home + path, as(person)),
    send: (path: string, fields: Record<string, string>, person: Parameters<typeof as>[0] = "boxOffice") =>
      postForm(app, home + path, fields, as(person)),
  }
}

t.test("places are set aside, moved and released in the back office", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner } = cast
  const { see, send } = office(cast)
  const { performanceId, zoneId } = await makePerformance(app, organisation, { capacity: 40 })
  const list = `/performances/${performanceId}/allotments`
  const school = { name: "Scolaires", channels: "school", [`new-places-${zoneId}`]: "12", days: "2" }

  await t.test("for who may", async (t) => {
    t.equal((await openPage(app, `/admin/theatre${list}`)).statusCode, 303)
    for (const path of ["/allotments", list]) {
      t.equal((await see(path, "outsider")).statusCode, 403)
      t.equal((await see(path, "door")).statusCode, 403)
    }
    t.equal((await send(list, school, "accounting")).statusCode, 403, "who may look may not change")
    t.notMatch((await see(list, "accounting")).body, "new-places-")
    t.match(
      (await see(`/performances/${performanceId}`)).body,
      `/admin/theatre${list}`,
      "its page leads there",
    )
    t.equal((await see("/performances/999999/allotments")).statusCode, 404)
    t.equal((await see("/allotments/999999")).statusCode, 404)
  })

  const refused = async (changes: Record<string, string>, expected: string | RegExp, status = 422) => {
    const answer = await send(list, { ...school, ...changes })
    t.equal(answer.statusCode, status)
    t.match(answer.body, expected)
    t.match(answer.body, 'value="', "what was typed is kept")
  }
  await refused({ name: " " }, "Nom\u202f: à remplir")
  await refused({ [`new-places-${zoneId}`]: "" }, "Dites combien de places")
  await refused({ days: "mardi" }, "un nombre entier")
  await refused({ [`new-places-${zoneId}`]: "41" }, "Il ne reste pas assez de places", 409)
  t.equal((await owner.query("select from allotments")).rowCount, 0)

  const made = await send(list, school)
  t.equal(made.statusCode, 303, made.body)
  t.match((await see(made.headers.location?.replace("/admin/theatre", "") ?? "")).body, "mises de côté")
  const { rows } = await owner.query(
    `select a.id, f.starts_at at time zone v.timezone - a.release_at at time zone v.timezone = interval '2 days' as "onTime"
     from allotments a join performances f on f.id = a.performance_id join venues v on v.id = f.venue_id`,
  )
  const [{ id, onTime }] = rows
  t.ok(onTime, "two days before, at the same hour")
  await send(list, { name: "Maison", [`new-places-${zoneId}`]: "3" })
  const house = (await owner.query("select id from allotments where name = 'Maison'")).rows[0].id
  t.match((await see("/allotments")).body, /<td[^>]*>15<\/td>/)
  t.match((await see(list)).body, "Les groupes scolaires")

  const one = `/allotments/${id}`
  t.match((await see(one)).body, "12, dont 12 à vendre")
  t.match((await send(one, { name: "Écoles", overflow: "999999" })).body, "Choisissez un autre contingent")
  t.match((await send(one, { name: "Écoles", releaseAt: "demain" })).body, "Rendues le")
  t.match(
    (await send(one, { name: "Écoles", releaseAt: "2199-01-01T00:00" })).body,
    "avant la fin de la séance",
  )
  const changed = await send(one, { name: "Écoles", channels: "school", overflow: house })
  t.equal(changed.statusCode, 303)
  t.same(
    (await owner.query("select name, release_at, overflow_id from allotments where id = $1", [id])).rows,
    [{ name: "Écoles", release_at: null, overflow_id: house }],
  )
  t.match((await send(`${one}/additions`, { [`add-places-${zoneId}`]: "99" })).body, "pas assez de places")
  t.equal((await send(`${one}/additions`, { [`add-places-${zoneId}`]: "5" })).statusCode, 303)
  t.equal((await send(`${one}/moves`, { [`move-places-${zoneId}`]: "2", to: "" })).statusCode, 303)
  t.equal((await send(`${one}/moves`, { [`move-places-${zoneId}`]: "4", to: house })).statusCode, 303)
  t.equal(
    (await send(`${one}/moves`, { [`move-places-${zoneId}`]: "12" })).statusCode,
    409,
    "there are eleven",
  )
  const capacities = async () =>
    (await owner.query("select capacity from allotment_stock order by allotment_id")).rows.map(
      (row) => row.capacity,
    )
  t.same(await capacities(), [11, 7])
  t.equal((await send(`${one}/release`, {}, "accounting")).statusCode, 403)
  t.equal((await send(`${one}/release`, {})).statusCode, 303)
  t.same(await capacities(), [0, 18], "what was left flows over")
  const after = (await see(`${one}?done=released`)).body
  t.match(after, "Ce qui restait est rendu")
  t.notMatch(after, "add-places-", "nothing more can be done with it")
  t.same(await stockBooks(cast), right)
})

t.test("numbered seats are set aside by writing them", async (t) => {
  const cast = await testApp(t)
  const { see, send } = office(cast)
  const seated = await makeSeatedPerformance(cast)
  const seats = await seated.free()
  const row = seats.filter((seat) => seat.row === seats[0]?.row)
  const list = `/performances/${seated.performanceId}/allotments`
  const [first, second, third, fourth] = row.map(({ label }) => label)

  t.match(
    (await send(list, { name: "Presse", "new-seats-0": "Z-99" })).body,
    "Pas de tels sièges ici\u202f: Z-99",
  )
  const made = await send(list, { name: "Presse", channels: "house", "new-seats-0": `${first} à ${third}` })
  t.equal(made.statusCode, 303, made.body)
  t.equal((await seated.free()).length, seats.length - 3)
  t.match(
    (await send(list, { name: "Encore", "new-seats-0": second ?? "" })).body,
    `Ne sont pas libres\u202f: ${second}`,
  )
  const { rows } = await cast.owner.query("select id from allotments")
  const one = `/allotments/${rows[0].id}`
  t.match((await see(one)).body, `${first} à ${third}`)
  t.equal((await send(`${one}/additions`, { "add-seats-0": row[0]?.row ?? "" })).statusCode, 303, "the row")
  t.equal((await seated.free()).length, seats.length - row.length)
  t.equal((await send(`${one}/moves`, { "move-seats-0": `${second}, ${fourth}`, to: "" })).statusCode, 303)
  const free = new Set((await seated.free()).map(({ label }) => label))
  t.same(
    [first, second, third, fourth].map((label) => free.has(label ?? "")),
    [false, true, false, true],
  )
  t.match((await send(`${one}/moves`, { "move-seats-0": second ?? "" })).body, "Ne sont pas libres")
  t.same(await stockBooks(cast), right)
})
