import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"

const good = { email: "boxoffice@example.test", password: "correct horse" }

t.test("signing in over the API", async (t) => {
  const { app, as, organisation } = await testApp(t)
  const login = (payload: object, remoteAddress = "192.0.2.1") =>
    app.inject({ method: "POST", url: "/api/v1/auth/login", payload, remoteAddress })

  await t.test("gives a token that says who asks", async (t) => {
    const answer = await login({ ...good, email: " BoxOffice@Example.test " })
    t.equal(answer.statusCode, 200)
    const { token, expiresAt, user } = answer.json()
    t.match(user, { email: good.email, name: "boxOffice" })
    t.ok(Date.parse(expiresAt) > Date.now())
    const me = await app.inject({ url: "/api/v1/me", headers: { authorization: `Bearer ${token}` } })
    t.match(me.json(), {
      user: { email: good.email },
      memberships: [
        { organisation: { slug: organisation.slug, name: organisation.name }, role: "box_office" },
      ],
    })
    t.equal(me.json().memberships.length, 1)
    const all = await app.inject({ url: "/api/v1/me", headers: as("administrator") })
    t.same(
      all
        .json()
        .memberships.map(({ organisation: { slug } }: { organisation: { slug: string } }) => slug)
        .sort(),
      ["rival", "theatre"],
    )
  })

  await t.test("says the same of a wrong password and of nobody", async (t) => {
    const wrong = await login({ ...good, password: "wrong horse" })
    const nobody = await login({ email: "nobody@example.test", password: "correct horse" })
    t.match(wrong.json(), { status: 401, code: "bad_credentials" })
    t.same(nobody.json(), wrong.json())
  })

  await t.test("asks for both", async (t) => {
    for (const payload of [{}, { email: good.email }, { email: 3, password: "x" }])
      t.match((await login(payload)).json(), { status: 422, code: "invalid_request" })
    const text = await app.inject({
      method: "POST",
      url: "/api/v1/auth/login",
      headers: { "content-type": "application/json" },
      payload: "{",
    })
    t.equal(text.statusCode, 400)
  })

  await t.test("needs a token that is whole and still good", async (t) => {
    t.equal((await app.inject("/api/v1/me")).statusCode, 401)
    const { authorization } = as("door")
    for (const token of ["", "Bearer", "Bearer x.y.z", `${authorization}x`, "Basic ZG9vcjpkb29y"])
      t.equal(
        (await app.inject({ url: "/api/v1/me", headers: { authorization: token } })).statusCode,
        401,
        token,
      )
  })
})

t.test("repeated failures end the tries, of one e-mail and from one address", async (t) => {
  const { app, owner } = await testApp(t)
  const login = (email: string, password: string, remoteAddress: string) =>
    app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { email, password }, remoteAddress })

  for (let tries = 0; tries < 8; tries++)
    t.equal((await login(good.email, `wrong ${tries}`, `192.0.2.${tries}`)).statusCode, 401)
  const refused = await login(good.email, good.password, "192.0.2.99")
  t.match(refused.json(), { status: 429, code: "too_many_sign_ins" }, "even with the right password")
  t.equal(refused.headers["retry-after"], "900")
  const page = await postForm(app, "/admin/sign-in", good)
  t.equal(page.statusCode, 429)
  t.match(page.body, "Attendez quinze minutes")
  t.equal(
    (await login("manager@example.test", "correct horse", "192.0.2.99")).statusCode,
    200,
    "not of others",
  )

  await owner.query("update sign_in_failures set since = now() - interval '16 minutes'")
  t.equal(
    (await login(good.email, good.password, "192.0.2.99")).statusCode,
    200,
    "a quarter of an hour later",
  )

  t.equal((await login("nobody@example.test", "guess", "192.0.2.3")).statusCode, 401)
  await owner.query("update sign_in_failures set failures = 60")
  t.equal(
    (await login("manager@example.test", "correct horse", "192.0.2.3")).statusCode,
    429,
    "from that address",
  )
  t.equal(
    (await login("manager@example.test", "correct horse", "192.0.2.200")).statusCode,
    200,
    "not from another",
  )
  const { rows } = await owner.query("select * from sign_in_failures")
  t.notMatch(JSON.stringify(rows), /example|192\.0/, "neither e-mails nor addresses are kept")
})

t.test("signing in on the page", async (t) => {
  const { app, tokens } = await testApp(t)
  t.match((await openPage(app, "/admin/sign-in")).body, "Connexion")
  const refused = await postForm(app, "/admin/sign-in", { ...good, password: "no" })
  t.equal(refused.statusCode, 401)
  t.match(refused.body, "E-mail ou mot de passe incorrect")
  t.match(refused.body, `value="${good.email}"`)
  t.equal((await postForm(app, "/admin/sign-in", { email: "x" })).statusCode, 422)

  const signedIn = await postForm(app, "/admin/sign-in", { ...good, next: "/door/theatre" })
  t.equal(signedIn.headers.location, "/door/theatre")
  const cookie = signedIn.cookies.find(({ name }) => name === "session")
  t.match(cookie, { httpOnly: true, sameSite: "Lax", path: "/" })
  for (const next of [
    "https://example.org/",
    "//example.org",
    "/\\example.org",
    "/admin.example.org",
    "javascript:0",
  ])
    t.equal((await postForm(app, "/admin/sign-in", { ...good, next })).headers.location, "/admin", next)

  const session = `session=${cookie?.value}`
  t.equal((await openPage(app, "/admin", { cookie: session })).headers.location, "/admin/theatre")
  t.match(
    (await openPage(app, "/admin", { cookie: `session=${tokens.administrator}` })).body,
    "Vos organismes",
  )
  t.equal((await openPage(app, "/admin")).statusCode, 303)
  t.equal(
    (await postForm(app, "/admin/sign-out", {}, { cookie: session })).statusCode,
    403,
    "needs its token",
  )
  const page = await openPage(app, "/admin/account", { cookie: session })
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ""
  const secret = page.cookies.find(({ name }) => name === "_csrf")?.value
  const out = await postForm(
    app,
    "/admin/sign-out",
    { _csrf: csrf },
    { cookie: `${session}; _csrf=${secret}` },
  )
  t.equal(out.headers.location, "/admin/sign-in")
  t.equal(out.cookies.find(({ name }) => name === "session")?.value, "")
  const crossed = await postForm(app, "/admin/sign-in", good, { "sec-fetch-site": "cross-site" })
  t.equal(crossed.statusCode, 403)
})
