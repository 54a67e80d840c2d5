import t from "tap"
import { noEdits } from "../../../plugins/seating/editing/hall-edits.ts"
import { mapSeats } from "../../../plugins/seating/editing/walk.ts"
import { texts } from "../../../plugins/seating/pages/texts.ts"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { hold, makeSeatedPerformance, planFile } from "../../support/seated.ts"

const words = texts.fr

t.test("the plans of an organisation, from a blank sheet to a copy", async (t) => {
  const { app, as } = await testApp(t)
  const headers = as("manager")
  const home = "/admin/theatre/seating-plans"
  const see = (path: string, who = headers) => openPage(app, home + path, who)
  const send = (path: string, fields: Record<string, string> = {}, who = headers) =>
    postForm(app, home + path, fields, who)

  t.match((await see("")).body, words.emptyTitle)
  t.equal((await see("/new", as("boxOffice"))).statusCode, 403)
  const refused = await send("", { name: "  ", venueId: "99" })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'href="#field-name"')
  const made = await send("", { name: " Salle <b>neuve</b> ", venueId: "" })
  t.equal(made.statusCode, 303)
  const [, id] = /seating-plans\/(\d+)\/edit$/.exec(made.headers.location ?? "") ?? []
  t.ok(id)

  const list = await see("", as("boxOffice"))
  t.match(list.body, "Salle &lt;b>neuve&lt;/b>")
  t.match(list.body, words.neverPublished)
  t.equal((await see(`/${id}/edit`, as("boxOffice"))).statusCode, 403)
  t.match((await see(`/${id}/edit`)).body, "data-plan-editor")
  const page = await see(`/${id}`)
  t.match(page.body, words.noVersions)
  t.equal((await see("/999")).statusCode, 404)

  const picture = await see(`/${id}/versions/draft/picture.svg`)
  t.equal(picture.headers["content-type"], "image/svg+xml")
  t.equal((await see(`/${id}/versions/1/picture.svg`)).statusCode, 404)

  t.equal((await send(`/${id}`, { name: "", venueId: "" })).statusCode, 422)
  t.equal((await send(`/${id}`, { name: "Grande salle", venueId: "" })).statusCode, 303)
  t.match((await see(`/${id}?done=saved`)).body, "Grande salle")
  const copy = await send(`/${id}/copies`)
  t.match(copy.headers.location, /\/edit$/)
  t.match((await see("")).body, words.copyName("Grande salle"))
  t.equal((await send(`/${id}/draft/removal`)).headers.location, `${home}/${id}`, "the only drawing stays")
})

t.test("a file comes in, in a browser, and goes out again", async (t) => {
  const { app, as } = await testApp(t)
  const headers = as("manager")
  const home = "/admin/theatre/seating-plans"
  const upload = (path: string, text: string) => {
    const boundary = "plan"
    const part =
      'Content-Disposition: form-data; name="file"; filename="p.json"\r\nContent-Type: application/json'
    return app.inject({
      method: "POST",
      url: home + path,
      headers: {
        ...headers,
        "accept-language": "fr",
        "content-type": `multipart/form-data; boundary=${boundary}`,
      },
      payload: `--${boundary}\r\n${part}\r\n\r\n${text}\r\n--${boundary}--\r\n`,
    })
  }
  const plan = planFile("theatre-italienne")
  plan.zones[0].rows[0].seats[0].x_own = 1
  t.match((await upload("/imports", "")).body, words.noFile)
  t.match((await upload("/imports", "{")).body, words.notJson)
  const wrong = await upload("/imports", JSON.stringify({ ...plan, categories: "none" }))
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, "/categories")

  const made = await upload("/imports", JSON.stringify(plan))
  t.equal(made.statusCode, 303, made.body)
  const address = (made.headers.location ?? "").replace(/\?.*/, "")
  t.match((await openPage(app, address, headers)).body, "624")
  const get = (path: string) => app.inject({ url: address + path, headers })
  const own = await get("/versions/1/plan.json")
  t.match(own.headers["content-disposition"], /attachment; filename="[a-z0-9-]+\.json"/)
  t.same(own.json(), plan)
  const strict = (await get("/versions/1/pretix.json")).json()
  t.notOk(JSON.stringify(strict).includes("x_own"), "what pretix does not know is left out for it")

  const path = address.replace(home, "")
  t.match((await upload(`${path}/files`, "{")).body, words.notJson)
  t.equal((await upload(`${path}/files`, JSON.stringify(planFile("petite-salle")))).statusCode, 303)
  t.match((await openPage(app, address, headers)).body, words.draftTitle)
  const dropped = await postForm(app, `${address}/draft/removal`, {}, headers)
  t.match(dropped.headers.location, "done=discarded")
})

t.test("a performance that sold nothing moves to the newest version, another keeps its own", async (t) => {
  const cast = await testApp(t)
  const { app, as, db } = cast
  const headers = as("manager")
  const free = await makeSeatedPerformance(cast)
  const plan = await db.selectFrom("seating_plans").select("id").executeTakeFirstOrThrow()
  const url = `/api/v1/organisations/theatre/seating-plans/${plan.id}`
  const page = `/admin/theatre/seating-plans/${plan.id}`
  const newVersion = async (change: (file: ReturnType<typeof planFile>) => unknown) => {
    const { revision, file } = (await app.inject({ url: `${url}/draft`, headers })).json()
    const saved = await app.inject({
      method: "PUT",
      url: `${url}/draft`,
      headers,
      payload: { revision, file: change(file), hall: noEdits, trace: null },
    })
    const published = await app.inject({
      method: "POST",
      url: `${url}/versions`,
      headers,
      payload: saved.json(),
    })
    return published.json().id as string
  }
  const move = (version: string, who = headers) =>
    postForm(
      app,
      `/admin/theatre/performances/${free.performanceId}/seating-version`,
      { version, plan: plan.id },
      who,
    )
  const gone = (await free.seats())[0]?.id
  const second = await newVersion((file) => mapSeats(file, (seat) => (seat.seat_guid === gone ? null : seat)))

  t.match((await openPage(app, page, headers)).body, "Passer à la version 2")
  t.equal((await move(second, as("boxOffice"))).statusCode, 403)
  t.equal((await move("999")).statusCode, 404)
  t.match((await move(second)).headers.location, "done=moved")
  const before = (await free.seats()).length
  t.notOk(
    (await free.seats()).some(({ id }) => id === gone),
    "it sells by the new plan at once",
  )

  const renamed = await newVersion((file) => ({
    ...mapSeats(file, (seat) => ({ ...seat, category: "Autre" })),
    categories: [{ name: "Autre" }],
  }))
  t.match((await move(renamed)).headers.location, "done=not-moved", "a category it sells is not in that one")

  const [seat] = await free.free()
  const seats = [{ seatId: seat?.id ?? "", priceId: free.price("plein") }]
  t.equal((await hold(app, [{ performanceId: free.performanceId, seats }])).statusCode, 201)
  const last = await newVersion(() => planFile("petite-salle"))
  t.match((await move(last)).headers.location, "done=not-moved", "somebody holds a seat")
  t.match((await openPage(app, page, headers)).body, "A vendu")
  t.equal((await free.seats()).length, before, "and all is as it was")
})
