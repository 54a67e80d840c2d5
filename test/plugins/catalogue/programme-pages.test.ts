import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"

const { app, as, db, owner, organisation } = await testApp(t)
const home = "/admin/theatre"
type Person = Parameters<typeof as>[0]
const headersOf = (person: Person, language = "fr") => ({ ...as(person), "accept-language": language })

async function see(url: string, { person = "manager" as Person, language = "fr" } = {}) {
  const answer = await app.inject({ url: home + url, headers: headersOf(person, language) })
  return { status: answer.statusCode, html: answer.body, to: answer.headers.location as string | undefined }
}

async function send(
  url: string,
  fields: Record<string, string>,
  person: Person = "manager",
  language = "fr",
) {
  const answer = await app.inject({
    method: "POST",
    url: home + url,
    headers: { ...headersOf(person, language), "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
  })
  return { status: answer.statusCode, html: answer.body, to: answer.headers.location as string | undefined }
}

const id = (to: string | undefined) => /\/(\d+)\?/.exec(to ?? "")?.[1] ?? "0"
/** The value a page's form holds under a name. */
const held = (html: string, name: string) => {
  const [, value = ""] = new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html) ?? []
  return value.replaceAll("&quot;", '"').replaceAll("&amp;", "&")
}
const errorLinks = (html: string) =>
  [...html.matchAll(/error-summary[\s\S]*?<\/ul>/g)].flatMap(([part]) =>
    [...part.matchAll(/href="#([^"]+)"/g)].map(([, link]) => link ?? ""),
  )

t.test("an organisation without a programme is led to its first step", async (t) => {
  const { status, html } = await see("")
  t.equal(status, 200)
  t.match(html, "Importer un fichier")
  t.match(html, `${home}/venues/new`)
  t.match((await see("", { language: "en" })).html, "Import a file")
  t.match((await see("/performances/new?event=1")).status, 404)
  for (const list of ["venues", "seasons", "tariffs", "events", "performances"])
    t.match((await see(`/${list}`)).html, /class="empty/, list)
})

t.test("who may see and who may change", async (t) => {
  const pages = app.declaredRoutes.filter(
    ({ url, page, access }) =>
      page &&
      typeof access === "object" &&
      /^\/admin\/:org(\/(venues|seasons|tariffs|events|performances|calendar|import)\b.*)?$/.test(url) &&
      // Another module's, with rights of its own.
      !url.endsWith("/allotments"),
  )
  t.ok(pages.length > 40, `${pages.length} routes`)
  for (const { url, method, access } of pages) {
    if (method === "HEAD" || typeof access !== "object") continue
    const path = url.replace(":org", "theatre").replace(":id", "1").replace(/\/$/, "")
    const name = `${method} ${path}`
    const form =
      method === "POST"
        ? { payload: "", headers: { "content-type": "application/x-www-form-urlencoded" } }
        : {}
    const anyone = await app.inject({ method: method as "GET", url: path, ...form })
    t.match([anyone.statusCode, anyone.headers.location], [303, /^\/admin\/sign-in/], name)
    const ask = (person: Person) =>
      app.inject({ method: method as "GET", url: path, ...form, headers: { ...form.headers, ...as(person) } })
    t.equal((await ask("outsider")).statusCode, 403, `outsider ${name}`)
    const writes = access.permission.endsWith(":write")
    for (const person of ["boxOffice", "accounting", "door"] as const)
      t.equal((await ask(person)).statusCode === 403, writes, `${person} ${name}`)
  }
})

for (const [kind, good, bad, wrong] of [
  [
    "venues",
    { name: "Studio", address: "", timezone: "Europe/Paris" },
    { name: " ", timezone: "x" },
    ["field-name"],
  ],
  [
    "seasons",
    { name: "Saison", startsOn: "2026-09-01", endsOn: "2027-07-31" },
    { name: "S", startsOn: "2027-09-01", endsOn: "2027-07-31" },
    ["field-endsOn"],
  ],
  [
    "tariffs",
    { name: "Plein tarif", proof: "", rank: "" },
    { name: "", rank: "-1" },
    ["field-name", "field-rank"],
  ],
] as const)
  t.test(
    `${kind}: added, found, changed, removed and put back; a refused form comes back filled`,
    async (t) => {
      t.equal((await see(`/${kind}/new`)).status, 200)
      const refused = await send(`/${kind}`, { ...good, ...bad })
      t.equal(refused.status, 422)
      t.same(errorLinks(refused.html).slice(0, wrong.length), wrong)
      const added = await send(`/${kind}`, good)
      t.match(added, { status: 303, to: `${home}/${kind}?done=created` })
      const list = await see(`/${kind}?done=created&q=${encodeURIComponent(good.name.toLowerCase())}`)
      t.match(list.html, good.name)
      t.match(list.html, 'class="notice notice-success"')
      t.match((await see(`/${kind}?q=zzz`)).html, "Aucun résultat")
      const [, number = ""] = new RegExp(`${home}/${kind}/(\\d+)`).exec(list.html) ?? []
      t.equal((await see(`/${kind}/${number}`)).status, 200)
      t.equal((await send(`/${kind}/${number}`, { ...good, ...bad })).status, 422)
      t.equal((await send(`/${kind}/${number}`, { ...good, name: "Autre" })).status, 303)
      t.match((await see(`/${kind}.csv`)).html, /Autre/)
      const removed = await send(`/${kind}/${number}/removal`, {})
      t.match([removed.status, held(removed.html, "name")], [200, "Autre"])
      t.equal((await see(`/${kind}/${number}`)).status, 404)
      t.equal((await send(`/${kind}`, { ...good, name: held(removed.html, "name") })).status, 303)
    },
  )

const venueId = async () => (await db.selectFrom("venues").select("id").executeTakeFirstOrThrow()).id
const tariffId = async () => (await db.selectFrom("tariffs").select("id").executeTakeFirstOrThrow()).id
const event = {
  "title/fr": "Le Malade",
  "title/en": "",
  durationMinutes: "130",
  vatRate: "550",
  status: "draft",
}

t.test("an event: draft, edited, published, taken back", async (t) => {
  t.equal((await see("/events/new")).status, 200)
  const refused = await send("/events", {
    ...event,
    "title/fr": " ",
    genre: "theatre",
    durationMinutes: "deux heures",
  })
  t.equal(refused.status, 422)
  t.same(errorLinks(refused.html), ["field-title-fr", "field-durationMinutes"])
  t.equal(held(refused.html, "genre"), "theatre")
  t.equal(held(refused.html, "durationMinutes"), "deux heures")

  const { to } = await send("/events", event)
  t.match(to, /\/events\/\d+\?done=created$/)
  const page = await see(`/events/${id(to)}?done=created`)
  t.match(page.html, "Ajoutez maintenant ses séances")
  t.match(page.html, "À compléter avant de publier")
  t.match((await see("/events?status=draft")).html, "Le Malade")
  t.notMatch((await see("/events?status=published")).html, "Le Malade")
  t.equal((await send(`/events/${id(to)}`, { ...event, "title/en": "The Invalid" })).status, 303)
  t.match((await see(`/events/${id(to)}`, { language: "en" })).html, "The Invalid")
  t.match((await see(`/events/${id(to)}/edit`)).html, 'value="The Invalid"')
  t.match(await send(`/events/${id(to)}/publication`, { status: "published" }), { to: /done=published$/ })
  t.equal((await send(`/events/${id(to)}/publication`, { status: "gone" })).status, 422)
  const kept = await send(`/events/${id(to)}/removal`, {})
  t.equal(kept.status, 409, "what is published is not removed")
  t.match(kept.html, "Repassez-le d’abord en brouillon")
  await send(`/events/${id(to)}/publication`, { status: "draft" })
})

t.test("a performance: its zones and prices, without a script", async (t) => {
  const eventId = (await db.selectFrom("events").select("id").executeTakeFirstOrThrow()).id
  const tariff = await tariffId()
  const fresh = await see(`/performances/new?event=${eventId}`)
  t.match(fresh.html, 'value="Placement libre"')
  t.equal(held(fresh.html, "tariffs/0"), tariff)
  const form = {
    event: eventId,
    venueId: await venueId(),
    startsAt: "2027-01-15T20:30",
    maxPerOrder: "8",
    "tariffs/0": tariff,
    "zones/0/name": "Orchestre",
    "zones/0/capacity": "200",
    "zones/0/prices/0": "24,50",
    "zones/1/name": "",
    "zones/1/capacity": "",
    "zones/1/prices/0": "",
  }
  await send("/tariffs", { name: "Réduit", proof: "", rank: "" })
  const second = (
    await db.selectFrom("tariffs").select("id").where("name", "=", "Réduit").executeTakeFirstOrThrow()
  ).id
  const larger = await send("/performances", { ...form, more: "tariff", addTariff: second })
  t.equal(larger.status, 200, "asking for a column saves nothing")
  t.equal(held(larger.html, "tariffs/1"), second)
  t.equal(held(larger.html, "zones/0/prices/0"), "24,50", "what was typed stays")
  const longer = await send("/performances", { ...form, "zones/1/name": "Balcon", more: "zone" })
  t.match(longer.html, 'name="zones/2/name"')
  t.equal((await db.selectFrom("performances").select("id").execute()).length, 0)

  const refused = await send("/performances", {
    ...form,
    startsAt: "",
    "zones/0/prices/0": "gratuit",
    "zones/1/capacity": "many",
  })
  t.equal(refused.status, 422)
  t.same(errorLinks(refused.html), [
    "field-startsAt",
    "field-zones-0-prices-0",
    "field-zones-1-name",
    "field-zones-1-capacity",
  ])
  t.equal(held(refused.html, "zones/0/prices/0"), "gratuit")
  const twice = await send("/performances", {
    ...form,
    "zones/2/name": "orchestre ",
    "zones/2/capacity": "1",
    "zones/3/name": "Orchestre",
    "zones/3/capacity": "1",
  })
  t.match(
    [twice.status, errorLinks(twice.html)],
    [422, ["field-zones-3-name"]],
    "the error is at its own line",
  )

  const { to } = await send("/performances", form)
  t.match(to, /\/performances\/\d+\?done=created$/)
  const number = id(to)
  const performance = await db
    .selectFrom("performances")
    .selectAll()
    .where("id", "=", number)
    .executeTakeFirstOrThrow()
  t.equal(performance.starts_at.toISOString(), "2027-01-15T19:30:00.000Z", "in the time of the venue")
  t.equal(performance.max_per_order, 8)
  t.match((await see(`/performances/${number}`)).html, "24,50")
  const edit = await see(`/performances/${number}/edit`)
  t.equal(held(edit.html, "startsAt"), "2027-01-15T20:30")
  t.equal(held(edit.html, "endsAt"), "", "an end that follows from the duration is not said")
  const change = { ...form, "zones/0/id": held(edit.html, "zones/0/id"), "zones/0/capacity": "150" }
  t.match(await send(`/performances/${number}`, change), { status: 303, to: /done=saved$/ })

  await owner.query("update zone_stock set taken = 120")
  const smaller = await send(`/performances/${number}`, { ...change, "zones/0/capacity": "119" })
  t.equal(smaller.status, 409)
  t.match(smaller.html, "Des places sont déjà prises")
  t.equal(held(smaller.html, "zones/0/capacity"), "119")
  t.match(await send(`/performances/${number}/removal`, {}), {
    status: 409,
    html: /Des places sont déjà prises/,
  })
  await owner.query("update zone_stock set taken = 0")
})

t.test("a performance is cancelled and planned again; removed and put back as it was", async (t) => {
  const { id: number, ref } = await db
    .selectFrom("performances")
    .select(["id", "ref"])
    .executeTakeFirstOrThrow()
  t.match(await send(`/performances/${number}/status`, { status: "cancelled" }), { to: /done=cancelled$/ })
  t.match((await see(`/performances/${number}`)).html, "Annulée")
  t.match((await see("/calendar?month=2027-01")).html, "calendar-bad")
  await send(`/performances/${number}/status`, { status: "scheduled" })
  t.equal((await send(`/performances/${number}/status`, { status: "sold" })).status, 422)

  const removed = await send(`/performances/${number}/removal`, {})
  t.equal(removed.status, 200)
  const kept = held(removed.html, "kept")
  t.equal((await see(`/performances/${number}`)).status, 404)
  t.same((await owner.query("select from zone_stock")).rowCount, 0)
  const back = await send("/performances/restoration", { kept })
  t.match(back.to, /done=restored$/)
  const again = await db
    .selectFrom("performances")
    .selectAll()
    .where("id", "=", id(back.to))
    .executeTakeFirstOrThrow()
  t.match(again, { ref, max_per_order: 8 })
  t.match((await see(`/performances/${id(back.to)}`)).html, "24,50")
  for (const nonsense of ["", "{", "{}", '{"zones":1}'])
    t.equal((await send("/performances/restoration", { kept: nonsense })).status, 422)
})

t.test("copies: days, pasted lines, and what is wrong at its field", async (t) => {
  const { id: number } = await db.selectFrom("performances").select("id").executeTakeFirstOrThrow()
  t.equal((await see(`/performances/${number}/copies`)).status, 200)
  const wrong = await send(`/performances/${number}/copies`, {
    "dates/0": "2027-01-16",
    list: "17/01/2027\ndemain",
  })
  t.match([wrong.status, errorLinks(wrong.html)], [422, ["field-list"]])
  t.match(wrong.html, "demain")
  const taken = await send(`/performances/${number}/copies`, { "dates/1": "2027-01-15" })
  t.match([taken.status, errorLinks(taken.html)], [422, ["field-dates-1"]])
  const { to } = await send(`/performances/${number}/copies`, {
    "dates/0": "2027-01-16",
    list: "17/01/2027\n18/01/2027 15h\n2027-01-19 à 18:45\n",
  })
  t.match(to, /done=copied&count=4$/)
  const { rows } = await owner.query("select starts_at from performances order by starts_at")
  t.same(
    rows.map((row) => row.starts_at.toISOString().slice(5, 16)),
    ["01-15T19:30", "01-16T19:30", "01-17T19:30", "01-18T14:00", "01-19T17:45"],
  )
})

t.test("a draft is removed with its performances, and comes back with them", async (t) => {
  const { id: number } = await db.selectFrom("events").select("id").executeTakeFirstOrThrow()
  const removed = await send(`/events/${number}/removal`, {})
  t.equal(removed.status, 200)
  t.equal((await db.selectFrom("performances").select("id").execute()).length, 0)
  const back = await send("/events/restoration", { kept: held(removed.html, "kept") })
  t.match(back.to, /done=restored$/)
  t.equal((await db.selectFrom("performances").select("id").execute()).length, 5)
  t.match((await send("/events/restoration", { kept: "[]" })).status, 422)
})

t.test("a venue that is used stays", async (t) => {
  const used = await db.selectFrom("performances").select("venue_id").executeTakeFirstOrThrow()
  const answer = await send(`/venues/${used.venue_id}/removal`, {})
  t.match([answer.status, answer.html], [409, /Une séance s’en sert encore/])
})

t.test("lists, calendar and home say when, where and how full, in both languages", async (t) => {
  await makePerformance(app, organisation, { startsAt: new Date(Date.now() + 3_600_000), capacity: 50 })
  app.performanceFill.read = async (_db, ids) => new Map(ids.map((one) => [one, { capacity: 50, taken: 20 }]))
  for (const language of ["fr", "en"]) {
    for (const url of ["", "/events", "/performances", "/performances?when=all&sort=-event", "/calendar"])
      t.equal((await see(url, { language })).status, 200, `${language} ${url}`)
    t.match((await see("", { language })).html, 'class="meter"')
  }
  t.match((await see("/performances.csv?when=all")).html, "20/50")
  t.match((await see("/performances?when=all&q=malade%20autre")).html, "5 séances")
  t.equal((await see("/calendar?month=2027-13")).status, 422)
  t.equal(
    (await see("/performances?sort=password&when=never")).status,
    200,
    "an unknown order or filter is none",
  )
  t.equal((await see("/events?cursor=nonsense")).status, 422)
})

const file = (name: string, content: string, fields: Record<string, string> = {}) => {
  const boundary = "----parterre"
  const parts = Object.entries(fields).map(
    ([key, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  )
  parts.push(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n` +
      `content-type: application/json\r\n\r\n${content}\r\n--${boundary}--\r\n`,
  )
  return { payload: parts.join(""), headers: { "content-type": `multipart/form-data; boundary=${boundary}` } }
}
const upload = async (content: string, fields: Record<string, string> = {}, person: Person = "manager") => {
  const sent = file("saison.json", content, fields)
  const answer = await app.inject({
    method: "POST",
    url: `${home}/import`,
    payload: sent.payload,
    headers: { ...headersOf(person), ...sent.headers },
  })
  return { status: answer.statusCode, html: answer.body }
}
const season = JSON.stringify({
  format: "parterre-season/1",
  venues: [{ ref: "v", name: "Cour <b>", timezone: "Europe/Paris" }],
  tariffs: [{ ref: "t", name: "Tarif" }],
  events: [{ ref: "i", title: "Importé", performances: [] }],
})

t.test("a file is imported from its page, which says what it did", async (t) => {
  t.match((await see("/import")).html, 'enctype="multipart/form-data"')
  const done = await upload(season)
  t.equal(done.status, 200)
  t.match(done.html, "L’import est terminé")
  t.match(done.html, "pas de taux de TVA", "warnings are in the language of the page")
  t.match((await upload(season)).html, "tout était déjà là")
  for (const [content, fields, words] of [
    ["", {}, "Choisissez un fichier"],
    ["not json", {}, "Ce fichier n’est pas du JSON"],
    ['{"records": []}', {}, "ce fichier est un agenda"],
    ['{"records": []}', { capacity: "-3" }, "un nombre entier"],
    [season.replace('"t"', '"t "'), {}, "Rien n’a été importé"],
    ['{"nothing": 1}', { capacity: "10" }, "ce n’est pas un export d’agenda"],
  ] as const) {
    const answer = await upload(content, fields)
    t.match([answer.status, answer.html], [422, new RegExp(words)], words)
  }
  const agenda = {
    records: [{ fields: { uid: "1", title: "Fête", timetable: "2027-05-01T20:00:00 2027-05-01T22:00:00" } }],
  }
  const drafted = await upload(JSON.stringify(agenda), { capacity: "30" })
  t.match(drafted.html, "importé en brouillon")
  t.equal((await upload(season, {}, "boxOffice")).status, 403)
})

t.test("from a browser, nothing is changed without its token", async (t) => {
  const cookies = {
    session: app.signIn(
      (
        await db
          .selectFrom("memberships")
          .select("user_id")
          .where("role", "=", "manager")
          .executeTakeFirstOrThrow()
      ).user_id,
    ).token,
  }
  const page = await app.inject({ url: `${home}/import`, cookies })
  const token = held(page.body, "_csrf")
  const csrf = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]))
  const post = (fields: Record<string, string>) => {
    const sent = file("saison.json", season, fields)
    return app.inject({ method: "POST", url: `${home}/import`, cookies: { ...cookies, ...csrf }, ...sent })
  }
  t.equal((await post({})).statusCode, 403)
  t.equal((await post({ _csrf: "forged" })).statusCode, 403)
  t.equal((await post({ _csrf: token })).statusCode, 200)
  const form = (fields: Record<string, string>) =>
    app.inject({
      method: "POST",
      url: `${home}/tariffs`,
      cookies: { ...cookies, ...csrf },
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ name: "Sans jeton", ...fields }).toString(),
    })
  t.equal((await form({})).statusCode, 403)
  t.equal((await form({ _csrf: token })).statusCode, 303)
})
