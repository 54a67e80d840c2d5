import { readFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import t from "tap"
import { projectRoot } from "../../../server/project.ts"
import { testApp } from "../../harness.ts"

const prices = { plein: 2400, reduit: 1600 }
const performance = (number: number, day: string) => ({
  ref: `malade-${number}`,
  venue: "grande-salle",
  startsAt: `${day}T20:30:00+01:00`,
  doorsAt: `${day}T20:00:00+01:00`,
  zones: [
    { ref: "libre", name: "Placement libre", capacity: 400, prices },
    { ref: "balcon", name: "Balcon", capacity: 80, prices: { plein: 1200 } },
  ],
})
const season = () => ({
  format: "parterre-season/1",
  season: { ref: "2026-2027", name: "Saison 2026-2027", startsOn: "2026-09-01", endsOn: "2027-07-31" },
  venues: [{ ref: "grande-salle", name: "Grande salle", address: "1 place du Théâtre, 29000 Quimper" }],
  tariffs: [
    { ref: "plein", name: "Plein tarif" },
    { ref: "reduit", name: "Tarif réduit", proof: "Carte étudiant" },
  ],
  events: [
    {
      ref: "malade",
      title: "Le Malade imaginaire",
      subtitle: null as string | null,
      genre: "theatre",
      durationMinutes: 130 as number | null,
      vatRate: 550,
      performances: [performance(1, "2027-01-15"), performance(2, "2027-01-16")],
    },
  ],
})
type Season = ReturnType<typeof season>

const { app, as, db, owner, organisation } = await testApp(t)
const address = "/api/v1/organisations/theatre/imports/season"
const importFile = async (payload: unknown, url = address) => {
  const answer = await app.inject({ method: "POST", url, headers: as("manager"), payload: payload as object })
  return { status: answer.statusCode, body: answer.json() }
}
const changed = async (change: (file: Season) => void) => {
  const file = season()
  change(file)
  return importFile(file)
}
const zoneNamed = (ref: string) =>
  db
    .selectFrom("zones")
    .innerJoin("performances", "performances.id", "zones.performance_id")
    .select(["zones.id", "capacity", "zones.name"])
    .where("performances.ref", "=", "malade-1")
    .where("zones.ref", "=", ref)
    .executeTakeFirst()
const take = (zoneId: string, places: number) =>
  owner.query("update zone_stock set taken = $1 where zone_id = $2", [places, zoneId])

t.test("nobody imports without signing in, nor without the right", async (t) => {
  for (const url of [address, "/api/v1/organisations/theatre/imports/agenda?capacity=10"]) {
    const inject = (headers: object) =>
      app.inject({ method: "POST", url, headers: { ...headers }, payload: season() })
    t.equal((await inject({})).statusCode, 401)
    for (const person of ["boxOffice", "accounting", "door", "outsider"] as const) {
      const answer = await inject(as(person))
      t.match([answer.statusCode, answer.json().code], [403, "forbidden"])
    }
  }
  t.equal((await db.selectFrom("events").select("id").execute()).length, 0)
})

t.test("a file that is wrong is refused whole, with the places", async (t) => {
  const { status, body } = await changed((file) => {
    file.events[0]?.performances.splice(1, 1, { ...performance(2, "2027-01-16"), venue: "nowhere" })
    Object.assign(file.events[0] ?? {}, { vatRate: "5.5" })
  })
  t.match([status, body.code], [422, "invalid_request"])
  const paths = body.errors.map((error: { path: string }) => error.path).sort()
  t.same(paths, ["/events/0/performances/1/venue", "/events/0/vatRate"])
  const headers = { ...as("manager"), "content-type": "application/json" }
  t.equal((await app.inject({ method: "POST", url: address, headers, payload: "{" })).statusCode, 400)
  t.equal((await importFile({ format: "else" })).status, 422)
  t.equal((await db.selectFrom("venues").select("id").execute()).length, 0)
})

t.test("a season arrives whole, and again changes nothing", async (t) => {
  const first = await importFile(season())
  t.equal(first.status, 200)
  const things = { events: 1, performances: 2, warnings: [] }
  t.same(first.body, { ...things, created: 7, updated: 0, unchanged: 0 })
  const again = await importFile(season())
  t.same(again.body, { ...things, created: 0, updated: 0, unchanged: 7 })

  const event = await db.selectFrom("events").selectAll().executeTakeFirstOrThrow()
  t.match(event, {
    title: { fr: "Le Malade imaginaire" },
    status: "published",
    vat_rate: 550,
    genre: "theatre",
  })
  const [one] = await db.selectFrom("performances").selectAll().orderBy("starts_at").execute()
  t.equal(one?.ends_at.toISOString(), "2027-01-15T21:40:00.000Z", "the end comes from the duration")
  const { rows } = await owner.query("select capacity from zone_stock order by capacity")
  t.same(
    rows.map((row) => row.capacity),
    [80, 80, 400, 400],
    "the inventory knows the zones",
  )
})

t.test(
  "what changed is updated, what left the file stays, a price that left is no longer offered",
  async (t) => {
    const { body } = await changed((file) => {
      file.events[0]?.performances.pop()
      Object.assign(file.events[0]?.performances[0]?.zones[0] ?? {}, {
        capacity: 420,
        prices: { plein: 2500 },
      })
      Object.assign(file.venues[0] ?? {}, { name: "Salle Molière" })
    })
    t.match(body, { created: 0, updated: 2, unchanged: 4 }, "the venue and the performance")
    t.equal((await db.selectFrom("performances").select("id").execute()).length, 2)
    const zone = await zoneNamed("libre")
    t.equal(zone?.capacity, 420)
    const kept = await db
      .selectFrom("prices")
      .select(["amount", "offered"])
      .where("zone_id", "=", zone?.id ?? "")
      .orderBy("amount")
      .execute()
    t.same(kept, [
      { amount: 1600, offered: false },
      { amount: 2500, offered: true },
    ])
    t.match((await importFile(season())).body, { created: 0, updated: 2, unchanged: 5 }, "and back")
  },
)

t.test("what has sold is not made smaller, not removed, and nothing of the file is kept then", async (t) => {
  const zone = await zoneNamed("libre")
  await take(zone?.id ?? "", 300)
  const smaller = await changed((file) => {
    file.events[0]?.performances[0]?.zones.splice(0, 1, {
      ref: "libre",
      name: "Libre",
      capacity: 299,
      prices,
    })
    Object.assign(file.events[0] ?? {}, { subtitle: "never stored" })
  })
  t.match([smaller.status, smaller.body.code], [409, "below_sold"])
  const gone = await changed((file) => file.events[0]?.performances[0]?.zones.shift())
  t.match([gone.status, gone.body.code], [409, "below_sold"])
  const event = await db.selectFrom("events").select("subtitle").executeTakeFirstOrThrow()
  t.equal(event.subtitle, null)
  const exact = await changed((file) =>
    file.events[0]?.performances[0]?.zones.splice(0, 1, {
      ref: "libre",
      name: "Libre",
      capacity: 300,
      prices,
    }),
  )
  t.match([exact.status, exact.body.updated], [200, 1], "exactly what is sold is enough")
  await take(zone?.id ?? "", 0)
  const balcony = await changed((file) => file.events[0]?.performances[0]?.zones.pop())
  t.equal(balcony.status, 200)
  t.equal(await zoneNamed("balcon"), undefined, "a zone of which nothing was taken goes")
  await importFile(season())
})

t.test("two imports at once do the work once", async (t) => {
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      changed((file) => Object.assign(file.events[0] ?? {}, { ref: "twice", performances: [] })),
    ),
  )
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  t.equal(
    answers.reduce((sum, { body }) => sum + body.created, 0),
    1,
  )
})

t.test(
  "property: any season imported again changes nothing, and a changed one changes as much as it says",
  async (t) => {
    const name = fc
      .string({ minLength: 1, maxLength: 30, unit: "grapheme" })
      .map((text) => `n${text.replace(/\p{C}/gu, "")}`)
    const zone = fc.record({ capacity: fc.nat(500), prices: fc.array(fc.nat(10_000), { maxLength: 3 }) })
    const event = fc.record({
      title: name,
      duration: fc.option(fc.integer({ min: 1, max: 600 })),
      performances: fc.array(
        fc.record({ hour: fc.nat(20_000), zones: fc.array(zone, { minLength: 1, maxLength: 3 }) }),
        { maxLength: 3 },
      ),
    })
    const fileOf = (
      run: number,
      events: {
        title: string
        duration: number | null
        performances: { hour: number; zones: { capacity: number; prices: number[] }[] }[]
      }[],
    ) => ({
      format: "parterre-season/1",
      venues: [{ ref: `v${run}`, name: "Salle", timezone: "Europe/Paris" }],
      tariffs: [0, 1, 2].map((index) => ({ ref: `t${run}-${index}`, name: `Tarif ${index}` })),
      events: events.map((one, index) => ({
        ref: `e${run}-${index}`,
        title: one.title,
        durationMinutes: one.duration,
        vatRate: 550,
        performances: one.performances.map((date, at) => ({
          ref: `p${run}-${index}-${at}`,
          venue: `v${run}`,
          startsAt: new Date(Date.UTC(2027, 0, 1, date.hour)).toISOString(),
          zones: date.zones.map((part, place) => ({
            ref: `z${place}`,
            name: `Zone ${place}`,
            capacity: part.capacity,
            prices: Object.fromEntries(part.prices.map((amount, tariff) => [`t${run}-${tariff}`, amount])),
          })),
        })),
      })),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 4 }),
        fc.array(event, { maxLength: 4 }),
        async (one, other) => {
          run++
          const total = (file: ReturnType<typeof fileOf>) =>
            4 +
            file.events.length +
            file.events.reduce((sum, { performances }) => sum + performances.length, 0)
          for (const file of [fileOf(run, one), fileOf(run, other)]) {
            const first = await importFile(file)
            const again = await importFile(file)
            t.equal(first.status, 200)
            const { created, updated, unchanged } = first.body
            t.equal(created + updated + unchanged, total(file))
            t.match(again.body, { created: 0, updated: 0, unchanged: total(file) })
          }
        },
      ),
      { numRuns: 25 },
    )
  },
)

t.test(
  "an agenda: what is plain goes on sale, the rest waits as drafts with a warning that quotes it",
  async (t) => {
    const url = "/api/v1/organisations/theatre/imports/agenda?capacity=100"
    const agenda = JSON.parse(
      await readFile(join(projectRoot, "test/fixtures/agenda-paris-2027.json"), "utf8"),
    )
    const first = await importFile(agenda, url)
    t.equal(first.status, 200)
    const { events, warnings } = first.body
    const again = await importFile(agenda, url)
    t.match(again.body, { created: 0, updated: 0, unchanged: first.body.created, events })
    t.ok(warnings.some(({ message }: { message: string }) => message.includes("« De 6 à 25 € »")))
    const drafts = await db.selectFrom("events").select("id").where("status", "=", "draft").execute()
    t.ok(drafts.length > 0)
    const { rows } = await owner.query(
      `select e.status, count(p.id)::int as prices from events e join performances f on f.event_id = e.id
     join zones z on z.performance_id = f.id left join prices p on p.zone_id = z.id and p.offered
     where e.ref like 'agenda-%' group by e.id, e.status`,
    )
    t.ok(rows.filter((row) => row.status === "published").every((row) => row.prices > 0))

    t.match((await importFile({ nothing: 1 }, url)).body, { status: 422, errors: [{ path: "" }] })
    for (const capacity of ["", "?capacity=0", "?capacity=many"])
      t.equal((await importFile(agenda, url.replace("?capacity=100", capacity))).status, 422)
  },
)

t.test("an agenda again leaves what people completed since", async (t) => {
  const url = "/api/v1/organisations/theatre/imports/agenda?capacity=50"
  const record = {
    uid: "77",
    title: "Bal",
    description: "Un bal.",
    placename: "Place",
    address: "Quimper",
    timetable: "2027-05-01T20:00:00 2027-05-02T01:00:00",
    pricing_info: "prix libre, 5 à 10",
  }
  const agenda = (fields: object) => ({ records: [{ fields: { ...record, ...fields } }] })
  t.match((await importFile(agenda({}), url)).body, { created: 3, events: 1 })
  const event = await db
    .selectFrom("events")
    .selectAll()
    .where("ref", "=", "agenda-77")
    .executeTakeFirstOrThrow()
  t.equal(event.status, "draft")
  const performance = await db
    .selectFrom("performances")
    .selectAll()
    .where("event_id", "=", event.id)
    .executeTakeFirstOrThrow()
  const zone = await db
    .selectFrom("zones")
    .select("id")
    .where("performance_id", "=", performance.id)
    .executeTakeFirstOrThrow()
  const tariff = await db
    .selectFrom("tariffs")
    .select("id")
    .where("ref", "=", "plein")
    .executeTakeFirstOrThrow()
  await db
    .updateTable("events")
    .set({
      status: "published",
      genre: "danse",
      vat_rate: 2000,
      title: JSON.stringify({ fr: "Bal", en: "Ball" }),
    })
    .where("id", "=", event.id)
    .execute()
  await db
    .updateTable("performances")
    .set({ max_per_order: 4, on_sale_from: new Date("2027-04-01T08:00:00Z") })
    .where("id", "=", performance.id)
    .execute()
  await db
    .insertInto("prices")
    .values({ organisation_id: organisation.id, zone_id: zone.id, tariff_id: tariff.id, amount: 500 })
    .execute()

  t.match((await importFile(agenda({}), url)).body, { created: 0, updated: 0, unchanged: 3 })
  t.match((await importFile(agenda({ title: "Grand bal" }), url)).body, { updated: 1 })
  const after = await db
    .selectFrom("events")
    .selectAll()
    .where("ref", "=", "agenda-77")
    .executeTakeFirstOrThrow()
  t.match(after, {
    title: { fr: "Grand bal", en: "Ball" },
    genre: "danse",
    vat_rate: 2000,
    status: "published",
  })
  const kept = await db
    .selectFrom("performances")
    .selectAll()
    .where("id", "=", performance.id)
    .executeTakeFirstOrThrow()
  t.equal(kept.max_per_order, 4)
  t.equal(kept.on_sale_from?.toISOString(), "2027-04-01T08:00:00.000Z")
  const offered = await db
    .selectFrom("prices")
    .select(["amount", "offered"])
    .where("zone_id", "=", zone.id)
    .execute()
  t.same(offered, [{ amount: 500, offered: true }])
})

t.test("one organisation's import is nothing to another", async (t) => {
  const url = address.replace("theatre", "rival")
  const answer = await app.inject({ method: "POST", url, headers: as("outsider"), payload: season() })
  t.match(answer.json(), { created: 7, updated: 0, unchanged: 0 })
  const { rows } = await owner.query(
    "select count(distinct organisation_id)::int as n from events where ref = 'malade'",
  )
  t.equal(rows[0].n, 2)
})

t.test("a large season takes few statements", async (t) => {
  const file = season()
  file.events = Array.from({ length: 200 }, (_, event) => ({
    ...(file.events[0] as Season["events"][number]),
    ref: `large-${event}`,
    performances: Array.from({ length: 20 }, (_, date) => ({
      ...performance(date, "2027-01-15"),
      ref: `large-${event}-${date}`,
    })),
  }))
  const first = await importFile(file)
  t.match(first.body, { performances: 4000, created: 4200 })
  const began = Date.now()
  t.match((await importFile(file)).body, { created: 0, updated: 0 })
  t.comment(`4,000 performances again: ${Date.now() - began} ms`)
})
