import t from "tap"
import { FormReader, readDay, typedMoney } from "../../server/form-reader.ts"

const label = "Champ"

t.test("money: what people type, in the smallest unit; anything else is an error at its field", (t) => {
  const cents = (typed: string, currency = "EUR") => {
    const form = new FormReader({ price: typed }, "fr")
    const amount = form.money("price", { label, currency, max: 99_999_999 })
    return form.errors.length > 0 ? "error" : amount
  }
  const read: [string, number][] = [
    ["24", 2400],
    ["24,5", 2450],
    ["24.50", 2450],
    ["24,50 €", 2450],
    ["€24.50", 2450],
    ["1 250,00", 125_000],
    ["1\u202f250", 125_000],
    ["0", 0],
    ["19,99", 1999],
    ["999999,99", 99_999_999],
  ]
  for (const [typed, amount] of read) t.equal(cents(typed), amount, typed)
  for (const typed of ["", " ", "-1", "1,234", "12,", "12e3", "1.250,00", "abc", "1000000", "Infinity", "١٢"])
    t.equal(cents(typed), "error", typed)
  t.equal(cents("1500", "XPF"), 1500)
  t.equal(cents("15,5", "XPF"), "error")
  t.equal(typedMoney(2450, "EUR", "fr"), "24,50")
  t.equal(typedMoney(2450, "EUR", "en"), "24.50")
  t.equal(typedMoney(1500, "XPF", "fr"), "1500")
  t.end()
})

t.test("local times are read in the zone given, and an hour that does not exist is not made up", (t) => {
  const time = (typed: string, zone = "Europe/Paris") => {
    const form = new FormReader({ at: typed }, "fr")
    const at = form.localTime("at", zone, { label })
    return form.errors[0]?.message ?? at?.toISOString()
  }
  t.equal(time("2027-01-15T20:30"), "2027-01-15T19:30:00.000Z")
  t.equal(time("2027-07-15T20:30"), "2027-07-15T18:30:00.000Z")
  t.equal(time("15/01/2027 20:30"), "2027-01-15T19:30:00.000Z")
  t.equal(time("2027-01-15T20:30", "Pacific/Noumea"), "2027-01-15T09:30:00.000Z")
  t.match(time("2027-03-28T02:30"), /n’existe pas/)
  for (const typed of [
    "",
    "demain",
    "2027-02-30T20:30",
    "2027-01-15",
    "2027-01-15T25:00",
    "0001-01-01T00:00",
  ])
    t.match(time(typed), /^Champ/, typed)
  t.end()
})

t.test("texts are cleaned, measured and missed in the language of the page", (t) => {
  const form = new FormReader(
    { a: "  deux\u0000 \n mots ", long: "x".repeat(11), twice: ["un", "deux"] },
    "en",
  )
  t.equal(form.line("a", { label, max: 10 }), "deux mots")
  t.equal(form.line("twice", { label, max: 10 }), "deux", "the last one counts")
  t.same(form.all("twice"), ["un", "deux"])
  t.same(form.errors, [])
  form.line("long", { label, max: 10 })
  form.line("none", { label, max: 10 })
  t.equal(form.line("none", { label, max: 10, optional: true }), "")
  form.whole("a", { label, min: 0, max: 10 })
  t.equal(form.choice("twice", ["un", "deux"] as const, { label }), "deux")
  form.choice("a", ["un"] as const, { label })
  t.same(
    form.errors.map(({ path }) => path),
    ["/long", "/none", "/a", "/a"],
  )
  t.equal(new FormReader({}, "fr").typed("constructor"), "", "names of every object are no fields")
  t.end()
})

t.test("days", (t) => {
  t.equal(readDay("2027-01-15"), "2027-01-15")
  t.equal(readDay("15/01/2027"), "2027-01-15")
  t.equal(readDay("5.1.2027"), "2027-01-05")
  for (const text of ["2027-02-30", "30/02/2027", "15/01/27", "", "x"]) t.equal(readDay(text), null, text)
  t.end()
})
