import { DateTime } from "luxon"
import t from "tap"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"

const day = 86_400_000

/** Gives the event of a performance another title, genre or state. */
async function retitle(
  { owner }: TestApp,
  performanceId: string,
  { title, genre = "theatre", status = "published" }: { title: string; genre?: string; status?: string },
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `update events set title = $2, genre = $3, status = $4
    where id = (select event_id from performances where id = $1) returning id`,
    [performanceId, JSON.stringify({ fr: title }), genre, status],
  )
  return rows[0]?.id ?? ""
}

t.test("the programme", async (t) => {
  const test = await testApp(t)
  const { app, organisation, rival, owner } = test
  const open = (url: string, language = "en") => app.inject({ url, headers: { "accept-language": language } })
  const titles = (html: string) =>
    [...html.matchAll(/class="event-title"><a[^>]*>([^<]+)/g)].map(([, title]) => title)

  await t.test("before there is anything in it", async (t) => {
    const page = await open("/theatre", "fr")
    t.equal(page.statusCode, 200)
    t.match(page.body, "Le programme arrive")
    t.match(page.headers, { "cache-control": "private, no-cache", "content-type": /html/ })
    t.equal((await open("/nowhere")).statusCode, 404)
  })

  const later = await makePerformance(app, organisation, { startsAt: new Date(Date.now() + 40 * day) })
  const soon = await makePerformance(app, organisation, {
    startsAt: new Date(Date.now() + 2 * day),
    capacity: 7,
  })
  const past = await makePerformance(app, organisation, { startsAt: new Date(Date.now() - 2 * day) })
  const draft = await makePerformance(app, organisation, { status: "draft" })
  const theirs = await makePerformance(app, rival)
  await retitle(test, later.performanceId, { title: "L’Été à Ô", genre: "concert" })
  const soonEvent = await retitle(test, soon.performanceId, { title: "Bientôt" })
  const pastEvent = await retitle(test, past.performanceId, { title: "Hier" })
  const draftEvent = await retitle(test, draft.performanceId, { title: "Brouillon", status: "draft" })
  const theirEvent = await retitle(test, theirs.performanceId, { title: "Rival" })

  await t.test("what is to come, in the order of time, and nothing else", async (t) => {
    const page = await open("/theatre")
    t.same(titles(page.body), ["Bientôt", "L’Été à Ô"])
    t.match(page.body, "7 places left")
    t.match(page.body, "From €16")
    t.match(page.body, `<link rel="alternate" hreflang="fr" href="/theatre?lang=fr"`)
  })

  await t.test("narrowed by genre, month and words, accents aside", async (t) => {
    const month = DateTime.now().setZone("Europe/Paris").plus({ days: 40 }).toFormat("yyyy-MM")
    for (const [query, found] of [
      ["genre=concert", ["L’Été à Ô"]],
      [`month=${month}`, ["L’Été à Ô"]],
      ["q=ete", ["L’Été à Ô"]],
      ["q=grande+salle", ["Bientôt", "L’Été à Ô"]],
      [`q=ete&genre=concert&month=${month}`, ["L’Été à Ô"]],
      ["q=%25", []],
      ["month=soon", ["Bientôt", "L’Été à Ô"]],
      ["genre=opera", []],
    ] as const) {
      const page = await open(`/theatre?${query}`)
      t.equal(page.statusCode, 200)
      t.same(titles(page.body), found, query)
    }
    const page = await open("/theatre?genre=concert")
    t.match(page.body, /href="\/theatre" ?>All</, "the way back to all of it")
    t.match(page.body, /href="\/theatre\?genre=concert" aria-current="true"/)
    t.match(page.body, /<input type="hidden" name="genre" value="concert"/, "a search stays in the genre")
    t.match((await open("/theatre?q=zzz")).body, "Nothing matches")
    t.equal((await open("/theatre?page=zero")).statusCode, 422)
  })

  await t.test("page by page", async (t) => {
    for (let number = 0; number < 25; number++)
      await retitle(
        test,
        (await makePerformance(app, organisation, { startsAt: new Date(Date.now() + (50 + number) * day) }))
          .performanceId,
        { title: `Numéro ${number}` },
      )
    const first = await open("/theatre")
    t.equal(titles(first.body).length, 24)
    t.match(first.body, /href="\/theatre\?page=2" rel="next"/)
    const second = await open("/theatre?page=2")
    t.same(titles(second.body), ["Numéro 22", "Numéro 23", "Numéro 24"])
    t.match(second.body, /href="\/theatre" rel="prev"/)
  })

  await t.test("the page of an event", async (t) => {
    const page = await open(`/theatre/events/${soonEvent}`, "fr")
    t.equal(page.statusCode, 200)
    t.match(page.body, "1 place du Théâtre, 29000 Quimper")
    t.match(page.body, "2\u00a0h\u00a010")
    t.match(page.body, `href="/theatre/performances/${soon.performanceId}"`)
    t.match((await open(`/theatre/events/${pastEvent}`)).body, "No more dates")
    for (const id of [draftEvent, theirEvent, "999999", "nothing", "99999999999999999999"])
      t.equal((await open(`/theatre/events/${id}`)).statusCode, 404, id)
  })

  await t.test("what is not on sale says why, and when", async (t) => {
    const place = `/theatre/performances/${soon.performanceId}`
    const change = (column: string, value: unknown) =>
      owner.query(`update performances set ${column} = $2 where id = $1`, [soon.performanceId, value])
    const event = `/theatre/events/${soonEvent}`

    // At noon: what opens in the small hours is called otherwise.
    const noon = DateTime.now().setZone("Europe/Paris").plus({ days: 1 }).set({ hour: 12 })
    await change("on_sale_from", noon.toJSDate())
    t.match((await open(place)).body, /Not on sale yet.*Sales open tomorrow/)
    t.match((await open(place)).body, "€24", "prices are told")
    t.notMatch((await open(place)).body, "<select")
    t.match((await open(event)).body, /Sales open tomorrow/)
    await change("on_sale_from", null)

    await change("on_sale_until", new Date(Date.now() - 1000))
    t.match((await open(place)).body, "Online sales have closed")
    await change("on_sale_until", null)

    await owner.query("update zone_stock set taken = capacity where zone_id = $1", [soon.zoneId])
    t.match((await open(place)).body, "This performance is sold out")
    t.match((await open("/theatre")).body, "Sold out")
    await owner.query("update zone_stock set taken = 0 where zone_id = $1", [soon.zoneId])

    await change("status", "cancelled")
    t.match((await open(place)).body, "This performance is cancelled")
    t.match((await open(event)).body, "Cancelled")
    await change("status", "scheduled")
    for (const id of [draft.performanceId, theirs.performanceId, "999999", "x"])
      t.equal((await open(`/theatre/performances/${id}`)).statusCode, 404, id)
  })

  await t.test("an event of many dates is shown month by month", async (t) => {
    await owner.query(
      `insert into performances (organisation_id, ref, event_id, venue_id, starts_at, ends_at)
      select organisation_id, ref || '-' || n, event_id, venue_id, starts_at + n * interval '1 day', ends_at + n * interval '1 day'
      from performances, generate_series(1, 60) n where id = $1`,
      [soon.performanceId],
    )
    const page = await open(`/theatre/events/${soonEvent}`)
    t.match(page.body, "61 dates")
    const months = [...page.body.matchAll(/\?month=(\d{4}-\d\d)#dates/g)].map(([, month]) => month)
    t.ok(months.length >= 3)
    const last = await open(`/theatre/events/${soonEvent}?month=${months.at(-1)}`)
    t.match(page.body, "Choose places<span")
    t.notMatch(last.body, "Choose places<span", "the one date on sale is another month’s")
  })
})
