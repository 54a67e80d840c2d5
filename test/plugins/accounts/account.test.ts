import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"

const url = "/admin/account"

t.test("one’s own account", async (t) => {
  const { app, as, tokens } = await testApp(t)
  const login = (password: string) =>
    app.inject({
      method: "POST",
      url: "/api/v1/auth/login",
      payload: { email: "door@example.test", password },
    })
  const change = (fields: Record<string, string>, headers: Record<string, string> = as("door")) =>
    postForm(app, `${url}/password`, fields, headers)

  for (const path of [url, `${url}/password`]) t.equal((await postForm(app, path, {})).statusCode, 303, path)
  t.equal((await openPage(app, url)).statusCode, 303)
  const page = await openPage(app, url, as("door"))
  t.match(page.body, "door@example.test")
  t.notMatch(page.body, "Créer un organisme")
  t.match((await openPage(app, url, as("administrator"))).body, "/admin/organisations/new")

  await t.test("a name", async (t) => {
    t.equal((await postForm(app, url, { name: " " }, as("door"))).statusCode, 422)
    t.equal((await postForm(app, url, { name: "x".repeat(121) }, as("door"))).statusCode, 422)
    t.equal((await postForm(app, url, { name: "Noé" }, as("door"))).headers.location, `${url}?done=saved`)
    t.match((await openPage(app, `${url}?done=saved`, as("door"))).body, 'value="Noé"')
  })

  await t.test("a password", async (t) => {
    for (const [fields, message] of [
      [{ current: "correct horse", password: "short" }, "10 caractères au moins"],
      [{ current: "correct horse", password: "x".repeat(201) }, "200 caractères au plus"],
      [{ current: "correct horse", password: "correct horse" }, "choisissez-en un autre"],
      [{ current: "wrong horse", password: "battery staple" }, "pas votre mot de passe actuel"],
      [{}, "10 caractères au moins"],
    ] as const) {
      const refused = await change(fields)
      t.equal(refused.statusCode, 422, message)
      t.match(refused.body, message)
      t.notMatch(refused.body, "battery staple", "passwords are never shown again")
    }
    t.equal((await login("correct horse")).statusCode, 200)

    const changed = await change({ current: "correct horse", password: "battery staple" })
    t.equal(changed.headers.location, `${url}?done=password`)
    t.equal((await login("correct horse")).statusCode, 401)
    t.equal((await login("battery staple")).statusCode, 200)
    const cookie = changed.cookies.find(({ name }) => name === "session")
    t.equal(
      (await openPage(app, url, { cookie: `session=${cookie?.value}` })).statusCode,
      200,
      "here one stays",
    )
    t.equal(
      (await openPage(app, url, { cookie: `session=${tokens.door}` })).statusCode,
      303,
      "elsewhere it ended",
    )
  })

  await t.test("guessing the current one is stopped", async (t) => {
    const headers = as("accounting")
    for (let tries = 0; tries < 8; tries++)
      t.equal(
        (await change({ current: `guess ${tries}`, password: "battery staple" }, headers)).statusCode,
        422,
      )
    t.equal((await change({ current: "correct horse", password: "battery staple" }, headers)).statusCode, 429)
  })
})
