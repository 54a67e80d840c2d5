import fc from "fast-check"
import t from "tap"
import { readPricing } from "../../../plugins/catalogue/imports/read-pricing.ts"

const free = [
  "Gratuit",
  "GRATUIT !",
  "Entrée libre",
  "entree libre",
  "Entr&eacute;e libre",
  "Entrée gratuite sur réservation",
  "Entrée libre, réservation conseillée",
  "Entrée libre, dans la limite des places disponibles",
  "Soirée gratuite, en accès libre, dans la limite des places disponibles.",
  "Gratuit, sans inscription",
  "gratuit, sur inscription",
  "Accès libre et gratuit",
  "Tarif : gratuit",
  "Entrée : gratuite",
  "Free entry, booking recommended",
  "0 €",
]

const priced: [string, [string, number][]][] = [
  ["10 €", [["Tarif unique", 1000]]],
  ["10€", [["Tarif unique", 1000]]],
  ["12,50 €", [["Tarif unique", 1250]]],
  ["12,5 €", [["Tarif unique", 1250]]],
  ["10.00€", [["Tarif unique", 1000]]],
  ["12€50", [["Tarif unique", 1250]]],
  ["€10", [["Tarif unique", 1000]]],
  ["10 EUR", [["Tarif unique", 1000]]],
  ["5 Euros", [["Tarif unique", 500]]],
  ["36,70 Euros", [["Tarif unique", 3670]]],
  ["1 200 €", [["Tarif unique", 120000]]],
  ["1\u202f200\u00a0€", [["Tarif unique", 120000]]],
  ["10&nbsp;&euro;", [["Tarif unique", 1000]]],
  ["<p>10 €</p>", [["Tarif unique", 1000]]],
  ["10 € TTC", [["Tarif unique", 1000]]],
  ["10 € par personne", [["Tarif unique", 1000]]],
  ["Entrée : 10 €", [["Tarif unique", 1000]]],
  ["Tarif unique : 10€ / Réservation obligatoire", [["Tarif unique", 1000]]],
  ["10 € (réservation obligatoire)", [["Tarif unique", 1000]]],
  ["10 €, sur réservation", [["Tarif unique", 1000]]],
  ["Tarif unique (10 €)", [["Tarif unique", 1000]]],
  ["Plein tarif 10 €", [["Plein tarif", 1000]]],
  [
    "Plein tarif: 8€ / Tarif réduit: 6€",
    [
      ["Plein tarif", 800],
      ["Tarif réduit", 600],
    ],
  ],
  [
    "Tarif Réduit : 5 € | Plein Tarif : 10 €",
    [
      ["Tarif réduit", 500],
      ["Plein tarif", 1000],
    ],
  ],
  [
    "PT 12€ TR 8€",
    [
      ["Plein tarif", 1200],
      ["Tarif réduit", 800],
    ],
  ],
  [
    "Plein 10 euros, réduit 7 euros",
    [
      ["Plein tarif", 1000],
      ["Tarif réduit", 700],
    ],
  ],
  [
    "Tarifs : plein 10 €, réduit 8 €",
    [
      ["Plein tarif", 1000],
      ["Tarif réduit", 800],
    ],
  ],
  [
    "Entrée : 10 €, réduit : 8 €",
    [
      ["Plein tarif", 1000],
      ["Tarif réduit", 800],
    ],
  ],
  [
    "10 € (tarif plein), 8 € (tarif réduit)",
    [
      ["Plein tarif", 1000],
      ["Tarif réduit", 800],
    ],
  ],
  [
    "Adultes 10€ et enfants 5€",
    [
      ["Adulte", 1000],
      ["Enfant", 500],
    ],
  ],
  [
    "Tarif plein 10 € - Tarif réduit 8 € - Moins de 12 ans 5 €",
    [
      ["Plein tarif", 1000],
      ["Tarif réduit", 800],
      ["Moins de 12 ans", 500],
    ],
  ],
]

const unclear = [
  "",
  "De 6 à 25 €",
  "10 à 15 €",
  "7-10€",
  "10 € - 15 €",
  "à partir de 5 €",
  "990€ HT",
  "10 € HT",
  "8€ sur place",
  "6€ en préventes / 8€ sur place",
  "PAF : 15e + com digitick  // 20e sur place",
  "ENTREE 10 € AVEC 1 CONSO",
  "8 € + 2 € de consommation",
  "Libre participation aux frais",
  "Prix libre",
  "Participation libre",
  "Entrée libre (prix au chapeau)",
  "entrée libre, participation au chapeau",
  "Sur réservation",
  "Sur inscription",
  "Sur inscription - adhésion à l'association",
  "inscription gratuite obligatoire",
  "Réservation conseillée",
  "Sur invitation",
  "Entrée : 4€ par partie - Pas d'inscription préalable",
  "gratuit pour les moins de 18 ans",
  "10 € (gratuit -12 ans)",
  "Plein tarif 10 € / Gratuit moins de 12 ans",
  "gratuit sous condition",
  "Gratuit jusqu'à 18h",
  "gratuit, payant",
  "Payant",
  "Free for members",
  "5 €/8 €",
  "10€\n8€",
  "10 € et 8 €",
  "12 € réduit 8 € étudiants",
  "12 €, tarif réduit 8 €, étudiants",
  "10 € / tarif réduit 8 €",
  "10 € sur réservation",
  "Sur réservation : 10 €",
  "Tarif unique 10 €, tarif réduit 8 €",
  "Tarif réduit 6 €",
  "Plein tarif 8 € / Tarif réduit 10 €",
  "Plein tarif 10 € / Plein tarif 12 €",
  "Plein tarif 10 € / Adulte 12 €",
  "10",
  "-10 €",
  "- 10 €",
  "10 $",
  "10€*",
  "10 €€",
  "10 € 50",
  "1.200 €",
  "10,500 €",
  "1 0 €",
  "15 000 €",
  "1\u03362\u0336 €",
  "<s>12 €</s> 10 €",
]

t.test("a free entrance", async (t) => {
  for (const text of free) t.same(readPricing(text), { kind: "free" }, text)
})

t.test("amounts with plain names", async (t) => {
  for (const [text, tariffs] of priced)
    t.same(
      readPricing(text),
      { kind: "tariffs", tariffs: tariffs.map(([name, amount]) => ({ name, amount })) },
      text,
    )
})

t.test("everything else is unclear and quotes its text", async (t) => {
  for (const text of unclear) t.equal(readPricing(text).kind, "unclear", text)
  t.same(readPricing("De 6 &agrave; 25 €"), { kind: "unclear", text: "De 6 à 25 €" })
  t.same(readPricing(undefined), { kind: "unclear", text: "" })
  t.same(readPricing(null), { kind: "unclear", text: "" })
})

t.test("hostile texts", async (t) => {
  const began = Date.now()
  for (const text of ["10 € ", "(", "<a ", "&amp;", "plein tarif 10 € ", "1 234", "-", "\u0000", "\ud800"])
    t.equal(readPricing(text.repeat(5_000_000 / text.length)).kind, "unclear")
  t.ok(Date.now() - began < 2000, "in no time")
})

t.test("any text whatever is read without a failure", async () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => readPricing(text).kind !== undefined))
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...words())),
      (parts) => readPricing(parts.join(" ")).kind !== undefined,
    ),
  )
})

t.test("a plain price with one more word or number is not plain", async () => {
  const plain = fc.constantFrom(...free, ...priced.map(([text]) => text))
  const odd = fc.oneof(
    fc.integer({ min: 0, max: 9999 }).map(String),
    fc.stringMatching(/^[a-z]{3,12}$/).filter((word) => !words().some((known) => known.includes(word))),
  )
  fc.assert(
    fc.property(plain, odd, fc.boolean(), (text, extra, before) => {
      return readPricing(before ? `${extra} ${text}` : `${text} ${extra}`).kind === "unclear"
    }),
  )
})

t.test("an amount is read to the cent", async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999_999 }),
      fc.constantFrom(",", "."),
      fc.constantFrom("€", " €", " euros"),
      (cents, point, unit) => {
        const text = `${Math.floor(cents / 100)}${point}${String(cents % 100).padStart(2, "0")}${unit}`
        const pricing = readPricing(text)
        return (
          pricing.kind === "tariffs" && pricing.tariffs.length === 1 && pricing.tariffs[0]?.amount === cents
        )
      },
    ),
  )
})

/** Words of prices, for texts that nearly make sense. */
function words(): string[] {
  return (
    "plein tarif réduit unique gratuit gratuite entrée libre accès sur réservation inscription 10 € 8€ / - , ( ) : " +
    "moins de 12 ans et pour tous places disponibles par personne ttc payant adulte enfant free entry euros eur ht " +
    "dans la limite des du nombre places limitées sans avec obligatoire conseillée normal général full price child " +
    "children adult adults student students concession concessions demi prix billet place participation soirée " +
    "étudiant jeune senior scolaire abonné adhérent chômeur demandeur emploi plus pas en ligne ouvert toutes public"
  ).split(" ")
}
