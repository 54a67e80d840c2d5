import { readFileSync } from "node:fs"
import fc from "fast-check"
import t from "tap"
import { readAgenda } from "../../../plugins/catalogue/imports/agenda-file.ts"

const options = { locale: "fr", capacity: 80, defaultVatRate: 550 } as const
const fixture: unknown = JSON.parse(
  readFileSync(new URL("../../fixtures/agenda-paris-2027.json", import.meta.url), "utf8"),
)

/** What was read; an export that is none fails the test. */
function read(body: unknown) {
  const reading = readAgenda(body, options)
  if (reading.errors) throw new Error(reading.errors[0]?.message)
  return reading
}

const plain = {
  uid: "7",
  title: "Concert",
  placename: "Olympic Café",
  address: "20 rue Léon 75018 Paris",
  city: "Paris",
  pricing_info: "10 €",
  timetable: "2027-03-02T20:30:00 2027-03-02T23:30:00",
}

/** One record like `plain` with some fields changed. */
function readOne(fields: Record<string, unknown> = {}) {
  const { season, warnings } = read({ records: [{ fields: { ...plain, ...fields } }] })
  const [event] = season.events
  return { event, performances: event?.performances ?? [], venue: season.venues[0], warnings }
}

const messages = (warnings: { message: string }[]) => warnings.map((warning) => warning.message)

t.test("the agenda of a city, whole", async (t) => {
  const { season, warnings, skipped } = read(fixture)
  const byUid = (uid: string) => season.events.find((event) => event.ref === `agenda-${uid}`)
  const warningsOf = (record: number) =>
    messages(warnings.filter(({ path }) => path.startsWith(`/records/${record}/`)))

  t.equal(season.events.length, 70)
  t.equal(season.events.flatMap((event) => event.performances).length, 168)
  t.equal(season.venues.length, 53)
  t.equal(season.events.filter((event) => event.status === "published").length, 17)
  t.equal(season.events.filter((event) => event.status === "draft").length, 53)
  t.equal(warnings.length, 53)
  t.equal(
    warnings.filter(({ message }) => message.endsWith("no price given; imported as a draft")).length,
    37,
  )
  t.equal(skipped, 0)
  t.same(season.tariffs, [
    { ref: "agenda-tarif-unique", name: "Tarif unique", proof: null },
    { ref: "agenda-gratuit", name: "Gratuit", proof: null },
  ])
  const refs = season.events.flatMap((event) => event.performances.map((performance) => performance.ref))
  t.equal(new Set(refs).size, 168)

  t.test("a night that ends the next morning", async (t) => {
    const party = byUid("13047272")
    t.same(party?.title, { fr: "Discontrol Party de Samuel Bianchini (EnsadLab)" })
    t.equal(party?.status, "published")
    t.same(party?.performances, [
      {
        ref: "agenda-13047272-20270205T2200",
        venue: season.venues.find((venue) => venue.name === "micadanses")?.ref,
        startsAt: new Date("2027-02-05T21:00:00Z"),
        endsAt: new Date("2027-02-06T04:30:00Z"),
        doorsAt: null,
        onSaleFrom: null,
        onSaleUntil: null,
        maxPerOrder: null,
        seatingPlan: null,
        zones: [
          {
            ref: "libre",
            name: "Placement libre",
            capacity: 80,
            prices: [{ tariff: "agenda-tarif-unique", amount: 1000 }],
          },
        ],
      },
    ])
  })

  t.test("intervals out of order, some of them until midnight", async (t) => {
    const easter = byUid("8039752")
    t.equal(easter?.performances.length, 13)
    t.same(easter?.performances[4], {
      ...easter?.performances[4],
      ref: "agenda-8039752-20270401T2300",
      startsAt: new Date("2027-04-01T21:00:00Z"),
      endsAt: new Date("2027-04-01T22:00:00Z"),
    })
    t.same(easter?.performances[9]?.endsAt, new Date("2027-04-03T22:00:00Z"))
    t.same(byUid("58571042")?.performances[0]?.endsAt, new Date("2027-05-22T21:30:00Z"))
  })

  t.test("prices in prose are drafts whose warning quotes them", async (t) => {
    const dance = byUid("91447191")
    t.same(dance?.title, { fr: "Negotiation de Olé Khamchanla & Pichet Klunchun" })
    t.equal(dance?.status, "draft")
    t.equal(dance?.performances.length, 8)
    t.same(dance?.performances[0]?.zones, [
      { ref: "libre", name: "Placement libre", capacity: 80, prices: [] },
    ])
    t.same(
      warnings.find(({ path }) => path.startsWith("/records/3/")),
      {
        path: "/records/3/fields/pricing_info",
        message:
          "« Negotiation de Olé Khamchanla & Pichet Klunchun »: the price is not plain « De 6 à 25 € »; imported as a draft",
      },
    )
    for (const [record, text] of [
      [8, "990€ HT"],
      [23, "8€ sur place"],
      [34, "6€ en préventes / 8€ sur place"],
      [50, "Entrée : 4€ par partie - Pas d'inscription préalable"],
      [61, "inscription gratuite obligatoire"],
      [65, "Sur inscription - adhésion à l'association"],
      [67, "Entrée libre (prix au chapeau)"],
    ] as const)
      t.match(warningsOf(record)[0], `« ${text} »`)
  })

  t.test("plain prices go on sale", async (t) => {
    const amounts = (uid: string) => byUid(uid)?.performances[0]?.zones[0]?.prices.map(({ amount }) => amount)
    t.same(amounts("74093736"), [1000], "Tarif unique : 10€ / Réservation obligatoire")
    t.same(amounts("87710143"), [1000], "10€")
    t.same(amounts("92704753"), [0], "Soirée gratuite, en accès libre, ...")
    t.same(amounts("66626139"), [0], "Entrée gratuite sur réservation")
    t.same(amounts("99907315"), [0], "entrée libre")
  })

  t.test("places that come back are one venue", async (t) => {
    const count = (name: string) => season.venues.filter((venue) => venue.name === name).length
    t.equal(count("Parc des expositions - Paris Porte de Versailles"), 1)
    t.equal(count("Notre-Dame du Bon Conseil"), 1)
    t.equal(count("Olympic Café"), 1)
    t.same(
      season.venues.find((venue) => venue.name === "Olympic Café"),
      {
        ref: "agenda-olympic-cafe-fc7a7e86",
        name: "Olympic Café",
        address: "20 rue Léon 75018 Paris",
        timezone: "Europe/Paris",
      },
    )
  })

  t.test("texts are plain", async (t) => {
    const all = JSON.stringify(season)
    t.notMatch(all, /&(?:amp|lt|gt|quot|#\d+);/)
    t.notMatch(all, /\p{Cc}/u)
    t.notMatch(all, /\*\*[^*"]+\*\*|\]\(|\\\\/)
    t.match(
      byUid("49753446")?.description?.fr,
      "sous réserve\n—\nThéâtre: Ariane Mnouchkine",
      "dashes of Windows-1252",
    )
    t.match(byUid("40220618")?.description?.fr, "de 1914 à 1934. Profitez-en")
    t.match(
      byUid("5285876")?.description?.fr,
      "ce lien (https://www.labellucie.com/programme-formation#more-564).",
    )
    t.match(byUid("5285876")?.description?.fr, /contact@agence-lucie\.com$/)
    t.equal(
      byUid("19452353")?.description?.fr?.startsWith("La Grande Semaine de la Petite Enfance, c’est"),
      true,
    )
    t.equal(byUid("27000586")?.description, null, "a lone full stop describes nothing")
  })
})

t.test("reading again gives the same", async (t) => {
  t.same(read(fixture), read(structuredClone(fixture)))
})

t.test("the same records in other wrappings", async (t) => {
  const flat = [plain, { ...plain, uid: "8" }]
  const expected = read({ records: flat.map((fields) => ({ fields })) }).season
  const wrapped = flat.map((fields) => ({ fields }))
  t.same(read(flat).season, expected, "an export is a bare list")
  t.same(read(wrapped).season, expected)
  t.same(read({ total_count: 2, results: flat }).season, expected)
  t.same(read({ records: wrapped.map((record) => ({ links: [], record })) }).season, expected)
  t.same(
    read({ type: "FeatureCollection", features: flat.map((properties) => ({ properties })) }).season,
    expected,
  )
  t.same(read({ nhits: 0, records: [] }).season.events, [])
  t.equal(read([{ ...plain, pricing_info: "?" }]).warnings[0]?.path, "/0/pricing_info")
  t.equal(read({ results: [{ ...plain, pricing_info: "?" }] }).warnings[0]?.path, "/results/0/pricing_info")
})

t.test("the fields of other portals", async (t) => {
  const openData = read({
    results: [
      {
        uid: "123",
        title_fr: "Nuit blanche",
        title_en: "White night",
        description_fr: "Une nuit",
        longdescription_fr: "<p>Toute la <b>nuit</b>.</p><ul><li>Un</li><li>Deux</li></ul>",
        conditions_fr: "Gratuit",
        location_name: "Mairie",
        location_address: "1 rue de la Paix 29000 Quimper",
        location_city: "Quimper",
        timings: '[{"begin":"2027-06-05T21:00:00+02:00","end":"2027-06-06T02:00:00+02:00"}]',
      },
    ],
  }).season
  t.match(openData.events[0], {
    ref: "agenda-123",
    status: "published",
    title: { fr: "Nuit blanche", en: "White night" },
    description: { fr: "Une nuit\n\nToute la nuit.\n\n- Un\n- Deux" },
    performances: [{ startsAt: new Date("2027-06-05T19:00:00Z"), endsAt: new Date("2027-06-06T00:00:00Z") }],
  })
  t.match(openData.venues[0], { name: "Mairie", address: "1 rue de la Paix 29000 Quimper" })

  const openAgenda = read({
    events: [
      {
        uid: 55,
        title: { fr: "Bal", en: "Ball" },
        conditions: { fr: "5 €" },
        location: { name: "Halle", address: "2 quai Sud, Brest", city: "Brest" },
        timings: [{ begin: "2027-06-05T21:00:00.000+02:00", end: "2027-06-05T23:00:00.000+02:00" }],
        status: 1,
      },
    ],
  }).season
  t.match(openAgenda.events[0], { ref: "agenda-55", status: "published", title: { fr: "Bal", en: "Ball" } })

  const paris = {
    id: "25306",
    title: "Ciné-club",
    lead_text: "Un jeudi par mois",
    description: "<p>De film en film<br>on parle&nbsp;cinéma</p>",
    occurrences:
      "2027-01-14T19:00:00+01:00_2027-01-14T21:00:00+01:00;2027-06-12T20:00:00+02:00_2027-06-12T22:00:00+02:00",
    address_name: "Bibliothèque",
    address_street: "1 rue Reynaldo Hahn",
    address_zipcode: "75020",
    address_city: "Paris",
    price_type: "payant",
    price_detail: "<p>5&nbsp;€</p>",
  }
  const { event, venue } = first(read([paris]).season)
  t.match(event, {
    status: "published",
    description: { fr: "Un jeudi par mois\n\nDe film en film\non parle\u00a0cinéma" },
    performances: [
      { startsAt: new Date("2027-01-14T18:00:00Z") },
      { startsAt: new Date("2027-06-12T18:00:00Z") },
    ],
  })
  t.equal(venue?.address, "1 rue Reynaldo Hahn, 75020 Paris")
  t.equal(
    first(read([{ ...paris, price_type: "gratuit" }]).season).event?.status,
    "draft",
    "free and 5 € at once",
  )
  t.equal(
    first(read([{ ...paris, price_type: "gratuit", price_detail: null }]).season).event?.status,
    "published",
  )
  t.equal(
    first(read([{ ...paris, price_type: "gratuit sous condition", price_detail: null }]).season).event
      ?.status,
    "draft",
  )
})

function first(season: ReturnType<typeof read>["season"]) {
  return { event: season.events[0], venue: season.venues[0] }
}

t.test("the hours", async (t) => {
  const times = (timetable: unknown) =>
    readOne({ timetable }).performances.map(({ startsAt, endsAt }) => [
      startsAt.toISOString().slice(0, 16),
      endsAt?.toISOString().slice(0, 16) ?? null,
    ])
  const evening = [["2027-03-02T19:30", "2027-03-02T22:30"]]
  for (const timetable of [
    "2027-03-02T20:30:00 2027-03-02T23:30:00",
    " 2027-03-02T20:30 2027-03-02T23:30 ; ",
    "2027-03-02 20:30:00 2027-03-02 23:30:00",
    "2027-03-02T20:30:00+01:00_2027-03-02T23:30:00+01:00",
    "2027-03-02T19:30:00Z/2027-03-02T22:30:00Z",
    "2027-03-02T19:30:00+00:00 2027-03-02T22:30:00+00:00",
    '[{"begin":"2027-03-02T20:30:00+01:00","end":"2027-03-02T23:30:00+01:00"}]',
    [{ start: "2027-03-02T20:30:00", end: "2027-03-02T23:30:00" }],
    ["2027-03-02T20:30:00 2027-03-02T23:30:00"],
    { begin: "2027-03-02T20:30:00+0100", end: "2027-03-02T23:30:00+0100" },
  ])
    t.same(times(timetable), evening, JSON.stringify(timetable))

  t.same(
    times("2027-03-27T22:00:00 2027-03-27T02:30:00"),
    [["2027-03-27T21:00", "2027-03-28T01:30"]],
    "into summer time",
  )
  t.same(
    times("2027-10-30T22:00:00 2027-10-30T04:00:00"),
    [["2027-10-30T20:00", "2027-10-31T03:00"]],
    "into winter time",
  )
  t.same(times("2027-03-02T20:00:00"), [["2027-03-02T19:00", null]])
})

t.test("hours to look at", async (t) => {
  const two = "2027-03-02T20:30:00 2027-03-02T23:30:00;2027-03-02T20:30:00 2027-03-02T22:30:00"
  t.same(
    readOne({ timetable: two }).performances.map((performance) => performance.ref),
    ["agenda-7-20270302T2030", "agenda-7-20270302T2030-2"],
    "two that start together are two performances",
  )
  const twice = readOne({ timetable: `${plain.timetable};${plain.timetable}` })
  t.equal(twice.performances.length, 1)
  t.equal(twice.event?.status, "published")
  t.same(messages(twice.warnings), [`« Concert »: « ${plain.timetable} » is given twice`])

  const noLength = readOne({ timetable: "2027-03-02T12:00:00 2027-03-02T12:00:00" })
  t.equal(noLength.event?.status, "published")
  t.equal(noLength.performances[0]?.endsAt, null)
  t.match(noLength.warnings[0]?.message, "ends when it starts")

  const skipped = readOne({ timetable: "2027-03-28T02:30:00 2027-03-28T05:00:00" })
  t.same(skipped.performances[0]?.startsAt, new Date("2027-03-28T01:30:00Z"))
  t.equal(skipped.event?.status, "draft")
  t.match(skipped.warnings[0]?.message, "the change to summer time skips; taken as 03:30")

  const repeated = readOne({ timetable: "2027-10-31T02:30:00 2027-10-31T05:00:00" })
  t.same(repeated.performances[0]?.startsAt, new Date("2027-10-31T00:30:00Z"))
  t.equal(repeated.event?.status, "draft")

  const partly = readOne({
    timetable: `${plain.timetable};tous les soirs à 20h;2027-02-30T10:00:00 2027-02-30T11:00:00`,
  })
  t.equal(partly.performances.length, 1)
  t.equal(partly.event?.status, "draft")
  t.same(messages(partly.warnings), [
    "« Concert »: « tous les soirs à 20h » is not a time that can be read; imported as a draft",
    "« Concert »: « 2027-02-30T10:00:00 2027-02-30T11:00:00 » is not a time that can be read; imported as a draft",
  ])

  const longBefore = readOne({ timetable: "2027-03-02T20:30:00 2027-01-02T23:30:00" })
  t.equal(longBefore.performances[0]?.endsAt, null)
  t.equal(longBefore.event?.status, "draft")

  const days = readOne({ timetable: undefined, date_start: "2027-03-02", date_end: "2027-03-09" })
  t.same(days.performances, [])
  t.equal(days.event?.status, "draft")
  t.same(messages(days.warnings), [
    "« Concert »: only days are given, no hours « 2027-03-02 – 2027-03-09 »; imported as a draft",
  ])
  t.match(readOne({ timetable: null }).warnings[0]?.message, "no date given; imported as a draft")
})

t.test("one place, however it is written", async (t) => {
  const venues = (...places: Record<string, unknown>[]) =>
    read(places.map((place, index) => ({ ...plain, uid: index, ...place }))).season.venues
  t.equal(
    venues(
      {},
      { placename: "OLYMPIC CAFE" },
      { placename: "Olympic Café, Paris" },
      { placename: " Olympic  Café ", address: "20, rue Léon, 75018 PARIS" },
      { address: "20 rue Leon 75018 Paris, France" },
      { address: "20 rue Léon, 75018" },
      { address: "20 rue Léon, Paris 18e" },
      { address: "20 rue Léon", city: "Paris 18ème" },
      { address: "20 rue Léon, Paris 75018", city: undefined },
      { address: "20 rue Léon, 75018 Paris", city: undefined },
    ).length,
    2,
    "all but the one whose city is unknown",
  )
  t.equal(
    venues({}, { city: "Brest", address: "20 rue Léon 29200 Brest" }).length,
    2,
    "the same street elsewhere",
  )
  t.equal(venues({}, { placename: "Salle du bas" }).length, 2, "two halls at one address")
  t.match(venues({ placename: "paris", address: "paris" }), [{ name: "paris", address: "paris" }])
  t.match(venues({ placename: null }), [{ name: "20 rue Léon 75018 Paris" }])

  const nowhere = readOne({ placename: "", address: null })
  t.equal(nowhere.event?.status, "draft")
  t.equal(nowhere.performances.length, 1)
  t.match(nowhere.venue, { ref: "agenda-lieu-a-preciser", address: null })
  t.same(messages(nowhere.warnings), ["« Concert »: no place given; imported as a draft"])
})

t.test("texts come decoded and never as markup", async (t) => {
  const title = (text: unknown) => readOne({ title: text }).event?.title.fr
  t.equal(title("Tom &amp; Jerry"), "Tom & Jerry")
  t.equal(title("Tom &amp;amp; Jerry&amp;#39;s"), "Tom & Jerry's")
  t.equal(title("<b>Gala</b> de l&rsquo;été <3"), "Gala de l’été <3")
  t.equal(title("Gala<script>alert(1)</script> <img src=x onerror=alert(1)>d’été"), "Gala d’été")
  t.equal(title("&lt;b&gt;Gala&lt;/b&gt;"), "<b>Gala</b>", "what was written as text stays text")
  t.equal(title(" Deux\n\tlignes \u0000\u0007"), "Deux lignes")
  t.equal(title("a\u202eb\u200bc\ufeff\ud800"), "abc")
  t.equal(title(1984), "1984")
  t.equal(title("é".repeat(5000))?.length, 300)

  const text = (free_text: string, description = "") =>
    readOne({ free_text, description }).event?.description?.fr
  t.equal(
    text("## Titre\n\n**Gras** et _oblique_, 2 * 3 * 4, snake_case_ici\n\n*   un\n*   deux\n\n\n\nFin\\."),
    "Titre\n\nGras et oblique, 2 * 3 * 4, snake_case_ici\n\n- un\n- deux\n\nFin.",
  )
  t.equal(
    text("[Site](https://a.fr) [x](javascript:alert(1)) <https://b.fr>"),
    "Site (https://a.fr) x https://b.fr",
  )
  t.equal(text("Ligne un  \nLigne deux\r\n\r\nPuis", "Court"), "Court\n\nLigne un\nLigne deux\n\nPuis")
  t.equal(text("Court et long", "Court"), "Court et long", "the short text is not said twice")
  t.same(readOne({ lang: "en", title: "Night" }).event?.title, { en: "Night" })
  t.same(readOne({ lang: "de", title: "Nacht" }).event?.title, { fr: "Nacht" })
})

t.test("records that are no event are left out, counted and named", async (t) => {
  const { season, warnings, skipped } = read([
    plain,
    { ...plain, uid: "8", title: "  " },
    { ...plain, uid: undefined },
    { ...plain, uid: "../etc" },
    { ...plain, uid: { a: 1 } },
    { ...plain },
    null,
    "x",
    5,
    [],
  ])
  t.equal(season.events.length, 1)
  t.equal(skipped, 9)
  t.same(warnings.slice(0, 5), [
    { path: "/1/title", message: "record 8 has no title and was left out" },
    { path: "/2/uid", message: "« Concert »: no usable uid; the record was left out" },
    { path: "/3/uid", message: "« Concert »: no usable uid « ../etc »; the record was left out" },
    { path: "/4/uid", message: "« Concert »: no usable uid; the record was left out" },
    { path: "/5/uid", message: "« Concert »: uid 7 came before; the record was left out" },
  ])
  for (const body of [null, undefined, 5, "x", {}, { records: {} }, { fields: plain }])
    t.match(readAgenda(body, options).errors, [{ path: "" }])
})

t.test("an event that does not take place is a draft", async (t) => {
  for (const title of [
    "ANNULÉ - Concert",
    "[Annulé] Concert",
    "Concert (complet)",
    "REPORTÉ : Concert",
    "Concert – annulée",
  ])
    t.equal(readOne({ title }).event?.status, "draft", title)
  for (const title of ["Concert complet des Planètes", "Les annulés", "Reportage"])
    t.equal(readOne({ title }).event?.status, "published", title)
  t.equal(readOne({ status: 6 }).event?.status, "draft")
})

t.test("hostile exports", async (t) => {
  const began = Date.now()
  const long = "&amp;<b **_[(".repeat(400_000)
  for (const key of Object.keys({ ...plain, free_text: "", description: "", date_start: "", lang: "" }))
    t.ok(read([{ ...plain, [key]: long }]))
  let deep: unknown = []
  for (let level = 0; level < 100_000; level++) deep = [deep]
  for (const key of Object.keys(plain)) t.ok(read([{ ...plain, [key]: deep }]))
  t.ok(read({ records: deep }))
  t.equal(readOne({ timetable: Array.from({ length: 5000 }, () => plain.timetable) }).performances.length, 1)
  t.ok(
    readAgenda(
      Array.from({ length: 5001 }, () => plain),
      options,
    ).errors,
  )

  const polluted: unknown = JSON.parse('[{"__proto__":{"title":"Hérité"},"uid":"1","constructor":{"a":1}}]')
  t.same(read(polluted).season.events, [])
  t.ok(Date.now() - began < 5000, "in little time")
})

t.test("any export whatever is read without a failure", async () => {
  const answers = (body: unknown) => {
    const reading = readAgenda(body, options)
    return (
      reading.errors !== undefined ||
      reading.season.events.every(
        (event) =>
          event.status === "draft" ||
          (event.performances.length > 0 && event.performances.every(({ zones }) => zones[0]?.prices.length)),
      )
    )
  }
  fc.assert(fc.property(fc.anything(), answers))
  const records = (fixture as { records: { fields: Record<string, unknown> }[] }).records
  const names = fc.constantFrom(
    ...Object.keys({ ...plain, free_text: "", date_start: "", lang: "", status: 1 }),
  )
  const value = fc.oneof(
    fc.anything(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(...records.flatMap(({ fields }) => Object.values(fields))),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...records),
      fc.array(fc.tuple(names, value), { maxLength: 5 }),
      (record, changes) =>
        answers({ records: [{ fields: { ...record.fields, ...Object.fromEntries(changes) } }] }),
    ),
    { numRuns: 2000 },
  )
})
