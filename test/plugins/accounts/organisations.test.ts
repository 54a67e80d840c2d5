import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"

const legal = { licences: ["PLATESV-D-2026-000200"], vatLiable: false }
const opera = { slug: "opera", name: "Opéra", timezone: "Europe/Paris", currency: "EUR", locale: "fr", legal }

t.test("organisations over the API", async (t) => {
  const { app, as } = await testApp(t)
  const url = "/api/v1/organisations"
  const create = (payload: object, headers: Record<string, string> = as("administrator")) =>
    app.inject({ method: "POST", url, headers, payload })

  t.equal((await create(opera, {})).statusCode, 401)
  t.equal((await create(opera, as("manager"))).statusCode, 403)
  for (const [change, path] of [
    [{ slug: "Opéra" }, "/slug"],
    [{ slug: "admin" }, "/slug"],
    [{ slug: "account" }, "/slug"],
    [{ name: " " }, "/name"],
    [{ timezone: "Europe/Quimper" }, "/timezone"],
    [{ currency: "ABC" }, "/currency"],
    [{ locale: "br" }, "/locale"],
    [{ legal: { ...legal, siret: "123" } }, "/legal/siret"],
    [{ fee: 3 }, "/fee"],
  ] as const) {
    const refused = await create({ ...opera, ...change })
    t.match(refused.json(), { status: 422, errors: [{ path }] }, path)
  }
  const made = await create(opera)
  t.equal(made.statusCode, 201)
  t.match(made.json(), { id: /^\d+$/, slug: "opera" })
  t.match((await create(opera)).json(), { status: 409, code: "slug_taken" })

  t.equal((await app.inject(url)).statusCode, 401)
  const all = await app.inject({ url, headers: as("administrator") })
  t.match(all.json(), {
    data: [{ slug: "opera", legal }, { slug: "rival" }, { slug: "theatre" }],
    nextCursor: null,
  })
  const mine = await app.inject({ url, headers: as("door") })
  t.same(
    mine.json().data.map(({ slug }: { slug: string }) => slug),
    ["theatre"],
  )
  t.equal((await openPage(app, "/admin/opera/settings", as("administrator"))).statusCode, 200)
  t.equal((await openPage(app, "/admin/opera/settings", as("manager"))).statusCode, 403)
})

t.test("a new organisation on the page", async (t) => {
  const { app, as } = await testApp(t)
  const page = "/admin/organisations/new"
  const url = "/admin/organisations"
  const fields = {
    name: "L’Été à l’Odéon",
    slug: "",
    timezone: "Europe/Paris",
    currency: "EUR",
    locale: "fr",
    siret: "",
    licences: "",
  }
  t.equal((await openPage(app, page)).statusCode, 303)
  t.equal((await openPage(app, page, as("manager"))).statusCode, 403)
  t.equal((await postForm(app, url, fields)).statusCode, 303)
  t.equal((await postForm(app, url, fields, as("manager"))).statusCode, 403)
  t.match((await openPage(app, page, as("administrator"))).body, "Nouvel organisme")

  for (const [change, message] of [
    [{ name: "" }, "à remplir"],
    [{ slug: "L’Été" }, "des lettres sans accent"],
    [{ slug: "door" }, "ce mot est réservé"],
    [{ slug: "theatre" }, "elle est déjà prise"],
    [{ timezone: "Europe/Quimper" }, "choisissez dans la liste"],
    [{ currency: "ABC" }, "choisissez dans la liste"],
    [{ siret: "12" }, "14 chiffres"],
  ] as const) {
    const refused = await postForm(app, url, { ...fields, ...change }, as("administrator"))
    t.equal(refused.statusCode, 422, message)
    t.match(refused.body, message)
  }
  const made = await postForm(app, url, fields, as("administrator"))
  t.equal(made.headers.location, "/admin/l-ete-a-l-odeon/settings?done=created")
  t.match(await app.identity.organisationBySlug("l-ete-a-l-odeon"), {
    name: fields.name,
    legal: { vatLiable: false },
  })
})
