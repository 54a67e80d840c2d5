import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"

const url = "/admin/theatre/team"

t.test("the team of an organisation", async (t) => {
  const { app, as, owner } = await testApp(t)
  const login = (email: string, password: string) =>
    app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { email, password } })
  const idOf = async (email: string) =>
    (await owner.query<{ id: string }>("select id from users where email = $1", [email])).rows[0]?.id ?? ""
  const roleOf = async (id: string) =>
    (
      await owner.query<{ role: string; slug: string }>(
        "select role, slug from memberships join organisations on organisations.id = organisation_id where user_id = $1",
        [id],
      )
    ).rows

  await t.test("is the manager’s business", async (t) => {
    const door = await idOf("door@example.test")
    t.equal((await openPage(app, url)).statusCode, 303)
    for (const person of ["boxOffice", "door", "outsider"] as const) {
      t.equal((await openPage(app, url, as(person))).statusCode, 403, person)
      t.equal((await openPage(app, `${url}/${door}`, as(person))).statusCode, 403)
      t.equal((await postForm(app, url, { email: "a@b.fr", role: "manager" }, as(person))).statusCode, 403)
      t.equal((await postForm(app, `${url}/${door}`, { role: "manager" }, as(person))).statusCode, 403)
      t.equal((await postForm(app, `${url}/${door}/removal`, {}, as(person))).statusCode, 403)
    }
    for (const path of [url, `${url}/${door}`, `${url}/${door}/removal`])
      t.equal((await postForm(app, path, {})).statusCode, 303, path)
    const { body } = await openPage(app, url, as("manager"))
    for (const name of ["manager", "boxOffice", "accounting", "door"]) t.match(body, name)
    t.notMatch(body, "outsider")
  })

  await t.test("somebody new gets a password, said once", async (t) => {
    const added = await postForm(
      app,
      url,
      { email: " Lena@Example.org ", name: "Léna", role: "door" },
      as("manager"),
    )
    t.equal(added.statusCode, 201)
    const [password = ""] = /[a-z2-9]{4}(-[a-z2-9]{4}){3}/.exec(added.body) ?? []
    t.match((await login("lena@example.org", password)).json(), { user: { name: "Léna" } })
    t.notMatch((await openPage(app, url, as("manager"))).body, password)
    t.same(await roleOf(await idOf("lena@example.org")), [{ role: "door", slug: "theatre" }])
    const nameless = await postForm(app, url, { email: "sam@example.org", role: "accounting" }, as("manager"))
    t.equal(nameless.statusCode, 201)
    t.match((await openPage(app, url, as("manager"))).body, ">sam<")
  })

  await t.test("somebody known keeps their account", async (t) => {
    const added = await postForm(
      app,
      url,
      { email: "outsider@example.test", role: "box_office" },
      as("manager"),
    )
    t.equal(added.statusCode, 201)
    t.notMatch(added.body, "Le mot de passe de")
    t.equal((await login("outsider@example.test", "correct horse")).statusCode, 200)
    t.equal((await roleOf(await idOf("outsider@example.test"))).length, 2)
    const twice = await postForm(app, url, { email: "outsider@example.test", role: "manager" }, as("manager"))
    t.equal(twice.statusCode, 422)
    t.match(twice.body, "fait déjà partie de l’équipe")
  })

  await t.test("what can’t be is said at its field", async (t) => {
    for (const [fields, message] of [
      [{ email: "", role: "door" }, "E-mail"],
      [{ email: "lena", role: "door" }, "une adresse comme"],
      [{ email: "new@example.org", role: "owner" }, "choisissez dans la liste"],
      [{ email: "new@example.org" }, "choisissez dans la liste"],
      [{ email: "new@example.org", role: "door", name: "x".repeat(121) }, "120 caractères au plus"],
    ] as const) {
      const refused = await postForm(app, url, fields, as("manager"))
      t.equal(refused.statusCode, 422)
      t.match(refused.body, message)
    }
    t.equal(await idOf("new@example.org"), "", "nobody was made")
  })

  await t.test("a role changes, and holds at once", async (t) => {
    const id = await idOf("door@example.test")
    t.equal((await openPage(app, "/admin/theatre/orders", as("door"))).statusCode, 403)
    t.match((await openPage(app, `${url}/${id}`, as("manager"))).body, "door@example.test")
    t.equal((await postForm(app, `${url}/${id}`, { role: "king" }, as("manager"))).statusCode, 422)
    t.equal((await postForm(app, `${url}/999`, { role: "door" }, as("manager"))).statusCode, 404)
    t.equal((await openPage(app, `${url}/x`, as("manager"))).statusCode, 422)
    const changed = await postForm(app, `${url}/${id}`, { role: "box_office" }, as("manager"))
    t.equal(changed.headers.location, `${url}?done=saved`)
    t.equal((await openPage(app, "/admin/theatre/orders", as("door"))).statusCode, 200)
  })

  await t.test("an access ends, and can be put back", async (t) => {
    const id = await idOf("door@example.test")
    const removed = await postForm(app, `${url}/${id}/removal`, {}, as("manager"))
    t.equal(removed.statusCode, 200)
    t.match(removed.body, "ne fait plus partie de l’équipe")
    t.equal((await openPage(app, "/admin/theatre/orders", as("door"))).statusCode, 403)
    t.equal((await postForm(app, `${url}/${id}/removal`, {}, as("manager"))).statusCode, 404)
    t.equal((await login("door@example.test", "correct horse")).statusCode, 200, "the account remains")
    t.match(removed.body, /name="email" value="door@example.test".*name="role" value="box_office"/s)
    const back = await postForm(app, url, { email: "door@example.test", role: "box_office" }, as("manager"))
    t.equal(back.statusCode, 201)
    t.equal((await openPage(app, "/admin/theatre/orders", as("door"))).statusCode, 200)
  })

  await t.test("nobody changes their own role by a slip", async (t) => {
    const id = await idOf("manager@example.test")
    t.equal((await postForm(app, `${url}/${id}`, { role: "door" }, as("manager"))).statusCode, 409)
    t.equal((await postForm(app, `${url}/${id}/removal`, {}, as("manager"))).statusCode, 409)
    t.equal((await postForm(app, `${url}/${id}`, { role: "manager" }, as("administrator"))).statusCode, 303)
  })
})
