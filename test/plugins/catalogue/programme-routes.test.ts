import t from "tap"
import { testApp } from "../../harness.ts"

const { app, as, owner } = await testApp(t)
const base = "/api/v1/organisations/theatre"
type Person = Parameters<typeof as>[0]
const call = async (
  method: "GET" | "POST" | "PATCH",
  url: string,
  payload?: object,
  person: Person = "manager",
) => {
  const answer = await app.inject({
    method,
    url: base + url,
    headers: as(person),
    ...(payload ? { payload } : {}),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const create = async (kind: string, payload: object) => {
  const { status, body } = await call("POST", `/${kind}`, payload)
  if (status !== 201) throw new Error(`${kind}: ${status} ${JSON.stringify(body)}`)
  return body
}

const venue = await create("venues", { name: " Grande  salle ", timezone: "Europe/Paris" })
const season = await create("seasons", { name: "Saison", startsOn: "2026-09-01", endsOn: "2027-07-31" })
const full = await create("tariffs", { name: "Plein tarif" })
const reduced = await create("tariffs", { name: "Tarif réduit", proof: "Carte étudiant" })
const event = await create("events", {
  title: { fr: "L’Été à l’Œuvre" },
  durationMinutes: 90,
  vatRate: 550,
  status: "published",
  seasonId: season.id,
})
const performance = await create("performances", {
  eventId: event.id,
  venueId: venue.id,
  startsAt: "2027-01-15T20:30:00+01:00",
  zones: [
    { name: "Première catégorie", capacity: 100, prices: [{ tariffId: full.id, amount: 2400 }] },
    { name: "Balcon", capacity: 20, prices: [] },
  ],
})
const kinds = { venues: venue, seasons: season, tariffs: full, events: event, performances: performance }

t.test("refs come from names; a second of the same name gets a number", async (t) => {
  t.match(venue, { ref: "grande-salle", name: "Grande salle", address: null })
  t.equal(event.ref, "l-ete-a-l-oeuvre")
  t.equal(performance.ref, "l-ete-a-l-oeuvre-2027-01-15-2030")
  t.equal((await create("venues", { name: "Grande salle", timezone: "Europe/Paris" })).ref, "grande-salle-2")
  t.equal((await create("tariffs", { name: "★" })).ref, "tariff")
  t.equal((await create("tariffs", { name: "Mine", ref: "mine" })).ref, "mine")
  t.match(await call("POST", "/tariffs", { name: "Mine", ref: "mine" }), {
    status: 409,
    body: { code: "ref_taken" },
  })
})

t.test("a performance knows its end, and the inventory its zones", async (t) => {
  t.equal(performance.endsAt, "2027-01-15T21:00:00.000Z")
  t.match(performance, { status: "scheduled", maxPerOrder: 10, doorsAt: null })
  t.same(
    performance.zones.map(({ ref, capacity }: { ref: string; capacity: number }) => [ref, capacity]),
    [
      ["premiere-categorie", 100],
      ["balcon", 20],
    ],
  )
  const { rows } = await owner.query("select capacity from zone_stock where performance_id = $1 order by 1", [
    performance.id,
  ])
  t.same(rows, [{ capacity: 20 }, { capacity: 100 }])
})

for (const [kind, item] of Object.entries(kinds)) {
  t.test(`${kind}: refused, forbidden, unknown, wrong`, async (t) => {
    for (const [method, url] of [
      ["GET", `/${kind}`],
      ["POST", `/${kind}`],
      ["GET", `/${kind}/${item.id}`],
      ["PATCH", `/${kind}/${item.id}`],
    ] as const) {
      const payload = method === "GET" ? undefined : {}
      t.equal((await app.inject({ method, url: base + url, payload })).statusCode, 401)
      t.match(await call(method, url, payload, "outsider"), { status: 403, body: { code: "forbidden" } })
      const expected = method === "GET" ? 200 : 403
      for (const person of ["boxOffice", "accounting", "door"] as const)
        t.equal((await call(method, url, payload, person)).status, expected, `${person} ${method} ${url}`)
    }
    t.equal((await call("GET", `/${kind}/999999`)).status, 404)
    t.equal((await call("PATCH", `/${kind}/999999`, {})).status, 404)
    t.equal((await call("GET", `/${kind}/x`)).status, 422)
    t.match(await call("POST", `/${kind}`, {}), { status: 422, body: { code: "invalid_request" } })
    t.match(await call("PATCH", `/${kind}/${item.id}`, { nonsense: 1 }), { status: 422 })
    t.equal((await call("GET", `/${kind}?limit=0`)).status, 422)
    t.match(await call("GET", `/${kind}?cursor=nonsense`), {
      status: 422,
      body: { errors: [{ path: "/querystring/cursor" }] },
    })
    const forged = Buffer.from(JSON.stringify(["after", "\u0001", "x"])).toString("base64url")
    t.equal((await call("GET", `/${kind}?cursor=${forged}`)).status, 422)
  })

  t.test(`${kind}: read, and an empty change changes nothing`, async (t) => {
    t.same((await call("GET", `/${kind}/${item.id}`)).body, item)
    t.same(await call("PATCH", `/${kind}/${item.id}`, {}), { status: 200, body: item })
    const list = await call("GET", `/${kind}`, undefined, "door")
    t.ok(list.body.data.some(({ id }: { id: string }) => id === item.id))
    t.equal(list.body.nextCursor, null)
  })
}

t.test("a list goes on where it stopped, in its order, with no gap and no repeat", async (t) => {
  for (const number of [3, 1, 2, 5, 4]) await create("tariffs", { name: `Groupe ${number}`, rank: 7 })
  const seen: string[] = []
  let cursor = ""
  for (let page = 0; page < 20; page++) {
    const { body } = await call("GET", `/tariffs?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...body.data.map(({ id }: { id: string }) => id))
    cursor = body.nextCursor
    if (!cursor) break
  }
  const all = (await call("GET", "/tariffs?limit=500")).body.data.map(({ id }: { id: string }) => id)
  t.same(seen, all)
  t.equal(new Set(seen).size, seen.length)
})

t.test("search knows no accents or capitals, and takes what is typed to the letter", async (t) => {
  const found = async (q: string) =>
    (await call("GET", `/events?q=${encodeURIComponent(q)}`)).body.data.length
  t.equal(await found("ete"), 1)
  t.equal(await found("ŒUVRE été"), 1)
  t.equal(await found("été hiver"), 0)
  t.equal(await found("%"), 0)
  t.equal(await found("_"), 0)
  t.equal(await found("\u0000"), 1, "nothing to find is no condition")
})

t.test("changes: only what is sent, and the rules hold", async (t) => {
  const { body } = await call("PATCH", `/events/${event.id}`, {
    durationMinutes: 120,
    title: { en: "Summer" },
  })
  t.match(body, { durationMinutes: 120, title: { en: "Summer" }, vatRate: 550, seasonId: season.id })
  const longer = await call("GET", `/performances/${performance.id}`)
  t.equal(longer.body.endsAt, "2027-01-15T21:30:00.000Z", "an end that came from the duration follows it")
  await call("PATCH", `/events/${event.id}`, { durationMinutes: 90, title: event.title })

  const moved = await call("PATCH", `/performances/${performance.id}`, {
    startsAt: "2027-01-15T20:00:00+01:00",
  })
  t.equal(moved.body.endsAt, "2027-01-15T20:30:00.000Z", "a performance that moves keeps its length")
  await call("PATCH", `/performances/${performance.id}`, { startsAt: performance.startsAt })

  const wrong: [string, object, string][] = [
    [`/events/${event.id}`, { title: { fr: "  " } }, "/title/fr"],
    [`/events/${event.id}`, { seasonId: "999999" }, "/seasonId"],
    [`/venues/${venue.id}`, { timezone: "Mars/Olympus" }, "/timezone"],
    [`/venues/${venue.id}`, { timezone: "+01:00" }, "/timezone"],
    [`/seasons/${season.id}`, { endsOn: "2026-08-31" }, "/endsOn"],
    [`/seasons/${season.id}`, { endsOn: "2027-02-30" }, "/endsOn"],
    [`/performances/${performance.id}`, { venueId: "999999" }, "/venueId"],
    [`/performances/${performance.id}`, { startsAt: "2027-02-30T20:00:00Z" }, "/startsAt"],
    [`/performances/${performance.id}`, { endsAt: "2027-01-15T20:30:00+01:00" }, "/endsAt"],
    [`/performances/${performance.id}`, { doorsAt: "2027-01-15T20:31:00+01:00" }, "/doorsAt"],
    [
      `/performances/${performance.id}`,
      { onSaleFrom: "2027-01-02T00:00:00Z", onSaleUntil: "2027-01-01T00:00:00Z" },
      "/onSaleUntil",
    ],
    [
      `/performances/${performance.id}`,
      { zones: [0, 1].map(() => ({ name: "A", capacity: 1, prices: [] })) },
      "/zones/1/name",
    ],
    [
      `/performances/${performance.id}`,
      { zones: [{ name: "A", capacity: 1, prices: [{ tariffId: "999999", amount: 1 }] }] },
      "/zones",
    ],
    [
      `/performances/${performance.id}`,
      { zones: [{ id: "999999", name: "A", capacity: 1, prices: [] }] },
      "/zones/0/id",
    ],
  ]
  for (const [url, change, path] of wrong)
    t.match(await call("PATCH", url, change), { status: 422, body: { errors: [{ path }] } }, `${url} ${path}`)
  t.same((await call("GET", `/performances/${performance.id}`)).body, performance, "nothing of it was kept")
})

t.test("zones keep their ref through a change of name; prices that go are no longer offered", async (t) => {
  const [first, second] = performance.zones
  const change = {
    zones: [
      { id: second.id, name: "Galerie", capacity: 25, prices: [{ tariffId: reduced.id, amount: 900 }] },
      { id: first.id, name: first.name, capacity: 100, prices: [{ tariffId: reduced.id, amount: 1600 }] },
      { name: "Balcon", capacity: 5, prices: [] },
    ],
  }
  const { status, body } = await call("PATCH", `/performances/${performance.id}`, change)
  t.equal(status, 200)
  t.match(body.zones, [
    { id: second.id, ref: "balcon", name: "Galerie", capacity: 25 },
    { id: first.id, ref: "premiere-categorie", prices: [{ tariffId: reduced.id, amount: 1600 }] },
    { ref: "balcon-2", name: "Balcon" },
  ])
  const { rows } = await owner.query("select offered from prices where zone_id = $1 order by amount", [
    first.id,
  ])
  t.same(rows, [{ offered: true }, { offered: false }])
  await owner.query("update zone_stock set taken = 3 where zone_id = $1", [body.zones[2].id])
  t.match(await call("PATCH", `/performances/${performance.id}`, { zones: change.zones.slice(0, 2) }), {
    status: 409,
    body: { code: "below_sold" },
  })
})

t.test("texts are cleaned of what no database or page should see", async (t) => {
  const { body } = await call("POST", "/events", {
    title: { fr: "A\u0000B\ud800 \u2028C" },
    description: { fr: "un\r\n\r\ndeux\u0007" },
    vatRate: 0,
    status: "draft",
  })
  t.same([body.title.fr, body.description.fr], ["A B C", "un\n\ndeux"])
  for (const ref of ["a\u0000", "\ud800", " a", "a ", ""])
    t.match(await call("POST", "/tariffs", { name: "A", ref }), {
      status: 422,
      body: { errors: [{ path: "/ref" }] },
    })
})
