import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"

const url = "/admin/theatre/settings"
const full = {
  name: "Théâtre de Quimper",
  address: "1 place du Théâtre, 29000 Quimper",
  email: "billets@example.org",
  siret: "130 025 265 00013",
  licences: "PLATESV-D-2026-000123\n\n PLATESV-D-2026-000124 ",
  vatLiable: "on",
  accent: "#ffcc00",
  welcome: "Bienvenue.\r\nEntrez.",
  conditions: "Ni repris ni échangé.",
}

t.test("the settings of an organisation", async (t) => {
  const { app, as } = await testApp(t)
  t.equal((await openPage(app, url)).statusCode, 303)
  for (const person of ["boxOffice", "accounting", "door", "outsider"] as const) {
    t.equal((await openPage(app, url, as(person))).statusCode, 403, person)
    t.equal((await postForm(app, url, full, as(person))).statusCode, 403, person)
  }
  t.equal((await postForm(app, url, full)).statusCode, 303)
  t.match((await openPage(app, url, as("manager"))).body, 'value="13002526500013"')

  const saved = await postForm(app, url, full, as("manager"))
  t.equal(saved.headers.location, `${url}?done=saved`, saved.body)
  t.match(await app.identity.organisationBySlug("theatre"), {
    name: full.name,
    address: full.address,
    email: full.email,
    legal: {
      siret: "13002526500013",
      licences: ["PLATESV-D-2026-000123", "PLATESV-D-2026-000124"],
      vatLiable: true,
    },
    accent: "#ffcc00",
    welcome: "Bienvenue.\nEntrez.",
    conditions: full.conditions,
  })
  const page = await openPage(app, `${url}?done=saved`, as("manager"))
  t.match(page.body, "Les réglages sont enregistrés")
  t.match(page.body, /#ffcc00 ne se lirait pas bien partout/, "the corrected colour is told")
  const theme = await app.inject("/theatre/theme.css")
  t.match(theme.body, "--accent-light:#826800")

  const bare = await postForm(app, url, { name: "T", accent: "#a8123a" }, as("administrator"))
  t.equal(bare.statusCode, 303)
  const emptied = await app.identity.organisationBySlug("theatre")
  t.same(
    [emptied?.address, emptied?.email, emptied?.accent, emptied?.welcome, emptied?.conditions],
    [null, null, null, null, null],
  )
  t.same(emptied?.legal, { licences: [], vatLiable: false })
  t.equal((await app.inject("/theatre/theme.css")).body, "")
})

t.test("what can’t be is said at its field, and what was typed stays", async (t) => {
  const { app, as } = await testApp(t)
  const wrong: [Partial<typeof full>, string][] = [
    [{ name: " " }, "Nom\u202f: à remplir"],
    [{ name: "x".repeat(201) }, "Nom\u202f: 200 caractères au plus"],
    [{ email: "billets" }, "E-mail de contact"],
    [{ siret: "1300252650001" }, "SIRET\u202f: 14 chiffres"],
    [{ licences: Array.from({ length: 11 }, (_, one) => `L${one}`).join("\n") }, "Licences"],
    [{ licences: "L".repeat(61) }, "Licences"],
    [{ accent: "red" }, "Couleur"],
    [{ accent: "#a8123a;}*{display:none" }, "Couleur"],
    [{ conditions: "x".repeat(3501) }, "Conditions de vente\u202f: 3500 caractères au plus"],
  ]
  for (const [change, message] of wrong) {
    const answer = await postForm(app, url, { ...full, ...change }, as("manager"))
    t.equal(answer.statusCode, 422, message)
    t.match(answer.body.replaceAll(" :", "\u202f:"), message)
    t.match(answer.body, "licences" in change ? "Bienvenue." : "PLATESV-D-2026-000124")
  }
  t.equal((await app.identity.organisationBySlug("theatre"))?.email, null, "nothing was saved")
  const text = await app.inject({ method: "POST", url, headers: as("manager") })
  t.equal(text.statusCode, 422, "no form at all")
})
