import fc from "fast-check"
import t from "tap"
import { readSeasonFile } from "../../../plugins/catalogue/imports/season-file.ts"
import type { ImportReading } from "../../../plugins/catalogue/imports/season-import.ts"
import { planFile } from "../../support/seated.ts"

const options = { locale: "fr", timezone: "Europe/Paris", defaultVatRate: 550 } as const
const read = (body: unknown): ImportReading => readSeasonFile(body, options)

/** The file of the public contract, without its seating plan. */
function example() {
  return {
    format: "parterre-season/1",
    venues: [
      {
        ref: "grande-salle",
        name: "Grande salle",
        address: "1 place du Théâtre, 29000 Quimper",
        timezone: "Europe/Paris",
      },
    ],
    tariffs: [
      { ref: "plein", name: "Plein tarif" },
      { ref: "reduit", name: "Tarif réduit", proof: "Carte étudiant ou demandeur d'emploi" },
    ],
    events: [
      {
        ref: "malade",
        title: "Le Malade imaginaire",
        subtitle: null,
        description: "...",
        genre: "theatre",
        durationMinutes: 130,
        vatRate: 550,
        performances: [
          {
            ref: "malade-1",
            venue: "grande-salle",
            startsAt: "2027-01-15T20:30:00+01:00",
            doorsAt: "2027-01-15T20:00:00+01:00",
            onSaleFrom: null,
            onSaleUntil: null,
            seatingPlan: null,
            maxPerOrder: 10,
            zones: [
              { ref: "libre", name: "Placement libre", capacity: 400, prices: { plein: 2400, reduit: 1600 } },
            ],
          },
        ],
      },
    ],
  }
}

/** The example with one value changed, at a JSON pointer; undefined takes the property away. */
function changed(pointer: string, value: unknown): unknown {
  const body: unknown = example()
  const keys = pointer.slice(1).split("/")
  const last = keys.pop() ?? ""
  const owner = keys.reduce((inner, key) => (inner as Record<string, unknown>)[key], body)
  if (value === undefined) Reflect.deleteProperty(owner as object, last)
  else Object.assign(owner as object, { [last]: value })
  return body
}

const performance = "/events/0/performances/0"

t.test("the file of the contract", async (t) => {
  const { season, warnings, errors } = read(example())
  t.equal(errors, undefined)
  t.same(warnings, [])
  t.same(season, {
    season: null,
    seatingPlans: [],
    venues: [
      {
        ref: "grande-salle",
        name: "Grande salle",
        address: "1 place du Théâtre, 29000 Quimper",
        timezone: "Europe/Paris",
      },
    ],
    tariffs: [
      { ref: "plein", name: "Plein tarif", proof: null },
      { ref: "reduit", name: "Tarif réduit", proof: "Carte étudiant ou demandeur d'emploi" },
    ],
    events: [
      {
        ref: "malade",
        status: "published",
        title: { fr: "Le Malade imaginaire" },
        subtitle: null,
        description: { fr: "..." },
        genre: "theatre",
        durationMinutes: 130,
        vatRate: 550,
        performances: [
          {
            ref: "malade-1",
            venue: "grande-salle",
            startsAt: new Date("2027-01-15T19:30:00Z"),
            endsAt: new Date("2027-01-15T21:40:00Z"),
            doorsAt: new Date("2027-01-15T19:00:00Z"),
            onSaleFrom: null,
            onSaleUntil: null,
            maxPerOrder: 10,
            seatingPlan: null,
            zones: [
              {
                ref: "libre",
                name: "Placement libre",
                capacity: 400,
                prices: [
                  { tariff: "plein", amount: 2400 },
                  { tariff: "reduit", amount: 1600 },
                ],
              },
            ],
          },
        ],
      },
    ],
  })
})

t.test("what may be left out", async (t) => {
  const { season, warnings, errors } = read({
    format: "parterre-season/1",
    season: { ref: "26-27", name: "Saison 2026-2027", startsOn: "2026-09-01", endsOn: "2027-06-30" },
    venues: [{ ref: "s", name: "Salle" }],
    events: [
      {
        ref: "e",
        title: { fr: " Concert ", en: "Concert (en)" },
        description: "Un\r\n\r\nDeux <b>&amp;</b>",
        performances: [
          {
            ref: "p",
            venue: "s",
            startsAt: "2027-01-15T19:30:00Z",
            zones: [{ ref: "z", capacity: 0, prices: {} }],
          },
        ],
      },
    ],
  })
  t.equal(errors, undefined)
  t.same(season?.season, {
    ref: "26-27",
    name: "Saison 2026-2027",
    startsOn: "2026-09-01",
    endsOn: "2027-06-30",
  })
  t.same(season?.venues, [{ ref: "s", name: "Salle", address: null, timezone: "Europe/Paris" }])
  t.match(season?.events[0], {
    title: { fr: "Concert", en: "Concert (en)" },
    subtitle: null,
    description: { fr: "Un\n\nDeux <b>&amp;</b>" },
    genre: null,
    durationMinutes: null,
    vatRate: 550,
    performances: [
      { endsAt: null, doorsAt: null, maxPerOrder: null, zones: [{ name: "z", capacity: 0, prices: [] }] },
    ],
  })
  t.same(warnings, [{ path: "/events/0/vatRate", message: "no VAT rate: 5.5 % is used" }])
  const english = readSeasonFile(example(), { ...options, locale: "en" })
  t.same(english.season?.events[0]?.title, { en: "Le Malade imaginaire" })
})

t.test("each rule has its place and its words", async (t) => {
  const instant = "must be a real time with its offset, like 2027-01-15T20:30:00+01:00"
  const zone = `${performance}/zones/0`
  const cases: [string, unknown, string, (string | undefined)?][] = [
    ["/format", "parterre-season/2", 'must be "parterre-season/1"'],
    ["/events", undefined, "is required"],
    ["/events", {}, "must be a list"],
    ["/venues/0/ref", "", "must not be empty"],
    ["/venues/0/name", " ", "must not be empty"],
    ["/venues/0/name", "a\u0000b", "must be one line without control characters"],
    ["/venues/0/name", "x".repeat(201), "must be at most 200 characters long"],
    ["/venues/0/timezone", "Europe/Quimper", "is not a known time zone; write it like Europe/Paris"],
    ["/venues/0/timezone", "+01:00", "is not a known time zone; write it like Europe/Paris"],
    ["/tariffs/1/ref", "plein", "another tariff has the same reference"],
    ["/tariffs/0/proof", 5, "must be a text or null"],
    ["/events/0/title", "", "must not be empty"],
    ["/events/0/title", {}, "must have a text in French (fr) or in English (en)"],
    ["/events/0/title", ["Le Malade"], "must be a text or an object"],
    ["/events/0/title", { en: 3 }, "must be a text or null", "/events/0/title/en"],
    ["/events/0/description", "\u0007", "must not hold control characters"],
    ["/events/0/description", "\ud800", "must not hold control characters"],
    ["/events/0/durationMinutes", 0, "must be at least 1"],
    ["/events/0/vatRate", 10001, "must be at most 10000"],
    ["/events/0/vatRate", 5.5, "must be a whole number or null"],
    [`${performance}/ref`, " p", "must not hold control characters, nor begin or end with a space"],
    [`${performance}/venue`, "petite-salle", "no venue of the file has this reference"],
    [`${performance}/startsAt`, "2027-01-15T20:30:00", instant],
    [`${performance}/startsAt`, "2027-02-30T20:30:00+01:00", instant],
    [`${performance}/startsAt`, "2027-01-15T24:00:00+01:00", instant],
    [`${performance}/startsAt`, "2027-01-15T20:30:60+01:00", instant],
    [`${performance}/startsAt`, "2027-01-15T20:30+01:00", instant],
    [`${performance}/startsAt`, "0027-01-15T20:30:00+01:00", instant],
    [`${performance}/startsAt`, "15/01/2027 20:30", instant],
    [`${performance}/startsAt`, 1800000000, "must be a text"],
    [`${performance}/doorsAt`, "2027-01-15T20:31:00+01:00", "the doors must not open after the start"],
    [`${performance}/maxPerOrder`, 0, "must be at least 1"],
    [`${performance}/zones`, [], "must have at least 1"],
    [`${zone}/capacity`, undefined, "is required without a seating plan"],
    [`${zone}/capacity`, null, "is required without a seating plan"],
    [`${zone}/capacity`, -1, "must be at least 0"],
    [`${zone}/capacity`, 1.5, "must be a whole number or null"],
    [`${zone}/prices/plein`, -1, "must be at least 0"],
    [`${zone}/prices/plein`, "24", "must be a whole number"],
    [`${zone}/prices/plein`, 24.5, "must be a whole number"],
    [`${zone}/prices`, { "a/b~c": 1 }, "no tariff of the file has this reference", `${zone}/prices/a~1b~0c`],
    [
      `${zone}/prices`,
      { "two\nlines": "x" },
      "no tariff of the file has this reference",
      `${zone}/prices/two\nlines`,
    ],
    [
      "/season",
      { ref: "s", name: "S", startsOn: "2027-02-29", endsOn: "x" },
      "must be a day like 2026-09-01",
      "/season/startsOn",
    ],
    [
      "/season",
      { ref: "s", name: "S", startsOn: "2027-02-02", endsOn: "2027-02-01" },
      "must not be before the first day",
      "/season/endsOn",
    ],
  ]
  for (const [pointer, value, message, path = pointer] of cases) {
    const { errors } = read(changed(pointer, value))
    t.match(errors?.[0], { path, message }, `${path} ${message}`)
  }
  for (const body of [null, undefined, "x", 5, [], true])
    t.same(read(body).errors, [{ path: "", message: "must be an object" }])
})

t.test("a sale must close after it opens", async (t) => {
  const body = example()
  const [first] = body.events[0]?.performances ?? []
  Object.assign(first ?? {}, { onSaleFrom: "2027-01-01T10:00:00Z", onSaleUntil: "2027-01-01T11:00:00+01:00" })
  t.same(read(body).errors, [
    { path: `${performance}/onSaleUntil`, message: "sales must close after they open" },
  ])
})

t.test("a reference is unique in its kind, that of a performance in the whole file", async (t) => {
  const body = example()
  const [event] = body.events
  body.events.push({ ...event, ref: "autre" } as (typeof body.events)[number])
  t.same(read(body).errors, [
    { path: "/events/1/performances/0/ref", message: "another performance has the same reference" },
  ])
})

t.test("numbered seats are those of a plan of the file", async (t) => {
  const plan = planFile("petite-salle")
  const body = (zone: object, own: object = plan) => {
    const file = { ...example(), seatingPlans: [{ ref: "italienne", venue: "grande-salle", plan: own }] }
    Object.assign(file.events[0]?.performances[0] ?? {}, { seatingPlan: "italienne", zones: [zone] })
    return file
  }
  const { season, errors } = read(body({ ref: "Unique", prices: { plein: 1 } }))
  t.same(errors, undefined)
  t.equal(season?.seatingPlans[0]?.plan.seats.length, 53)
  t.match(season?.events[0]?.performances[0], { seatingPlan: "italienne", zones: [{ capacity: 53 }] })
  t.match(read(body({ ref: "Orchestre", prices: { plein: 1 } })).errors, [
    { path: `${performance}/zones/0/ref`, message: "no seat of the seating plan is of this category" },
  ])
  const twice = structuredClone(plan)
  twice.zones[0].rows[0].seats[1].seat_guid = twice.zones[0].rows[0].seats[0].seat_guid
  t.match(read(body({ ref: "Unique", prices: { plein: 1 } }, twice)).errors, [
    { path: "/seatingPlans/0/plan/zones/0/rows/0/seats/1/seat_guid" },
  ])
})

t.test("one reading finds every error, up to 100", async (t) => {
  const body = example()
  body.format = "x"
  const [event] = body.events
  if (event) event.vatRate = -1
  const [first] = event?.performances ?? []
  Object.assign(first ?? {}, { venue: "?", startsAt: "?", zones: [{ ref: "z", prices: { nobody: -5 } }] })
  t.same(
    read(body).errors?.map((error) => error.path),
    [
      "/format",
      "/events/0/vatRate",
      `${performance}/startsAt`,
      `${performance}/zones/0/prices/nobody`,
      `${performance}/venue`,
      `${performance}/zones/0/capacity`,
    ],
  )
  t.equal(
    read({ ...example(), venues: Array.from({ length: 3000 }, () => ({ ref: "a", name: "" })) }).errors
      ?.length,
    100,
  )
})

t.test("what was probably not meant is a warning", async (t) => {
  const summer = read(changed(`${performance}/startsAt`, "2027-07-15T20:30:00+01:00"))
  t.same(summer.season?.events[0]?.performances[0]?.startsAt, new Date("2027-07-15T19:30:00Z"))
  t.same(summer.warnings, [
    {
      path: `${performance}/startsAt`,
      message: "« 2027-07-15T20:30:00+01:00 » is 21:30 in Europe/Paris, whose offset is +02:00 that day",
    },
  ])
  t.same(read(changed(`${performance}/onSaleForm`, "2027-01-01T00:00:00Z")).warnings, [
    { path: `${performance}/onSaleForm`, message: "this property is unknown and was left out" },
  ])
})

t.test("hostile files", async (t) => {
  const began = Date.now()
  const long = "é".repeat(5_000_000)
  for (const pointer of [
    "/venues/0/name",
    "/venues/0/timezone",
    "/events/0/title",
    "/events/0/description",
    `${performance}/startsAt`,
  ])
    t.equal(read(changed(pointer, long)).errors?.[0]?.path, pointer)
  t.ok(read(changed(`${performance}/ref`, `x${" ".repeat(5_000_000)}`)).errors)

  let deep: unknown = {}
  for (let level = 0; level < 100_000; level++) deep = { events: [deep] }
  t.ok(read(deep).errors)
  t.equal(read({ ...example(), deep }).errors, undefined)
  t.ok(read(changed("/events/0/title", deep)).errors)

  const polluted: unknown = JSON.parse(
    JSON.stringify(example())
      .replace('"plein":2400', '"__proto__":1,"constructor":2')
      .replace('"format"', '"__proto__":{"ref":"x"},"format"'),
  )
  t.same(
    read(polluted).errors?.map((error) => error.path),
    ["__proto__", "constructor"].map((key) => `${performance}/zones/0/prices/${key}`),
  )
  t.equal(Object.hasOwn(Object.prototype, "ref"), false)
  t.ok(Date.now() - began < 5000, "in little time")
})

t.test("a tariff may be called like a property of every object", async (t) => {
  const body = JSON.stringify(example()).replaceAll('"plein"', '"__proto__"')
  t.same(read(JSON.parse(body)).season?.events[0]?.performances[0]?.zones[0]?.prices[0], {
    tariff: "__proto__",
    amount: 2400,
  })
})

t.test("any body whatever gives a season or errors", async () => {
  const answers = (body: unknown) => {
    const { season, errors } = read(body)
    return season ? errors === undefined : errors.length > 0 && errors.length <= 100
  }
  fc.assert(fc.property(fc.anything(), answers))
  const pointers = fc.constantFrom(...allPointers(example(), ""))
  fc.assert(
    fc.property(pointers, fc.jsonValue(), (pointer, value) => answers(changed(pointer, value))),
    { numRuns: 1000 },
  )
})

t.test("the same file gives the same season", async () => {
  const text = fc.string({ minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(
      text,
      text,
      fc.date({ min: new Date("1950-01-01"), max: new Date("2150-01-01"), noInvalidDate: true }),
      (title, description, start) => {
        const body = example()
        const [event] = body.events
        const [first] = event?.performances ?? []
        Object.assign(event ?? {}, { title, description })
        Object.assign(first ?? {}, { startsAt: start.toISOString(), doorsAt: null })
        const one = JSON.stringify(read(body))
        return one === JSON.stringify(read(JSON.parse(JSON.stringify(body))))
      },
    ),
  )
})

function allPointers(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    `${path}/${key}`,
    ...allPointers(inner, `${path}/${key}`),
  ])
}
