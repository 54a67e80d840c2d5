import t from "tap"
import type { App } from "../../server/plugin.ts"
import { sessionCookie } from "../../server/session.ts"
import { testApp } from "../harness.ts"

const form = { "content-type": "application/x-www-form-urlencoded" }
const devices = "/api/v1/organisations/theatre/devices"

function signIn(app: App, email: string, password: string, headers: Record<string, string> = {}) {
  return app.inject({
    method: "POST",
    url: "/admin/sign-in",
    headers: { ...form, ...headers },
    payload: new URLSearchParams({ email, password }).toString(),
  })
}

/** A browser after the sign-in form and a first page: its cookies and the token of the page's forms. */
async function browser(app: App) {
  const signed = await signIn(app, "manager@example.test", "correct horse")
  const session = signed.cookies.find((cookie) => cookie.name === sessionCookie)
  const cookies: Record<string, string> = { [sessionCookie]: session?.value ?? "" }
  const page = await app.inject({ url: "/admin/theatre/venues", cookies })
  for (const { name, value } of page.cookies) cookies[name] = value
  const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ""
  return { cookies, token, page, session }
}

t.test("a person signs in with the form", async (t) => {
  const { app } = await testApp(t)
  const { page, session, token } = await browser(app)
  t.equal(page.statusCode, 200)
  t.match(session, { httpOnly: true, sameSite: "Lax", path: "/" })
  t.ok(token)

  const wrong = await signIn(app, "manager@example.test", "wrong horse")
  t.equal(wrong.statusCode, 401)
  t.same(wrong.cookies, [])
  t.match(wrong.body, "E-mail ou mot de passe incorrect")
  t.match(wrong.body, "manager@example.test", "what was typed is still there")
  t.notMatch(wrong.body, "wrong horse", "but not the password")
  const unknown = await signIn(app, "nobody@example.test", "wrong horse")
  t.equal(
    unknown.body.replace("nobody@example.test", ""),
    wrong.body.replace("manager@example.test", ""),
    "the same words for an unknown e-mail",
  )
})

t.test("over https the cookie is for https alone", async (t) => {
  const { app } = await testApp(t, { env: { PUBLIC_URL: "https://billets.example.org" } })
  const signed = await signIn(app, "manager@example.test", "correct horse")
  t.match(signed.cookies[0], { name: sessionCookie, secure: true, httpOnly: true })
  t.match(signed.headers["strict-transport-security"], "max-age=31536000")
})

t.test("after signing in, only our own pages are led to", async (t) => {
  const { app } = await testApp(t)
  const to = async (next: string) => {
    const payload = new URLSearchParams({ email: "manager@example.test", password: "correct horse", next })
    const url = "/admin/sign-in"
    return (await app.inject({ method: "POST", url, headers: form, payload: payload.toString() })).headers
      .location
  }
  t.equal(await to("/admin/theatre/venues?q=1"), "/admin/theatre/venues?q=1")
  for (const next of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/adminevil",
    "javascript:alert(1)",
  ])
    t.equal(await to(next), "/admin", next)
})

t.test("what comes with the cookie must prove that it comes from our pages", async (t) => {
  const { app, as } = await testApp(t)
  const { cookies, token } = await browser(app)
  const other = await browser(app)
  const payload = { name: "Porte A" }
  const post = (options: { cookies?: Record<string, string>; headers?: Record<string, string> }) =>
    app.inject({ method: "POST", url: devices, payload, ...options })

  t.match((await post({ cookies })).json(), { status: 403, code: "bad_csrf" }, "without a token")
  t.match(
    (await post({ cookies, headers: { "x-csrf-token": "x" } })).json(),
    { code: "bad_csrf" },
    "a made-up one",
  )
  const stolen = await post({ cookies, headers: { "x-csrf-token": other.token } })
  t.match(stolen.json(), { code: "bad_csrf" }, "another browser’s")
  t.equal((await post({ cookies, headers: { "x-csrf-token": token } })).statusCode, 201, "its own")
  t.equal((await post({ headers: as("manager") })).statusCode, 201, "a program’s bearer needs none")
  const proxied = await post({ cookies, headers: { authorization: "Basic eDp5" } })
  t.match(proxied.json(), { code: "bad_csrf" }, "a proxy’s password is no way around")

  const out = (body: string, headers: Record<string, string> = {}) =>
    app.inject({
      method: "POST",
      url: "/admin/sign-out",
      cookies,
      headers: { ...form, ...headers },
      payload: body,
    })
  const refused = await out("")
  t.equal(refused.statusCode, 403)
  t.match(refused.headers["content-type"], "text/html")
  t.match(refused.body, "Cette page est restée ouverte trop longtemps")
  const crossSite = await out(`_csrf=${encodeURIComponent(token)}`, { "sec-fetch-site": "cross-site" })
  t.equal(crossSite.statusCode, 403)
  const done = await out(`_csrf=${encodeURIComponent(token)}`, { "sec-fetch-site": "same-origin" })
  t.equal(done.statusCode, 303)
  t.match(done.cookies[0], { name: sessionCookie, value: "" })
})

t.test("another site’s page can’t sign anybody in, nor post to any page", async (t) => {
  const { app } = await testApp(t)
  const login = await signIn(app, "manager@example.test", "correct horse", { "sec-fetch-site": "cross-site" })
  t.equal(login.statusCode, 403)
  t.same(login.cookies, [])
  const posts = app.declaredRoutes.filter((route) => route.page && route.method === "POST")
  t.ok(posts.length > 3)
  for (const { url } of posts) {
    const answer = await app.inject({
      method: "POST",
      url: url.replace(":org", "theatre").replaceAll(/:\w+/g, "1"),
      headers: { ...form, "sec-fetch-site": "cross-site" },
    })
    t.ok([303, 403].includes(answer.statusCode), `${url} is ${answer.statusCode}`)
    if (answer.statusCode === 303) t.match(answer.headers.location, /^\/admin\/sign-in/)
  }
})

t.test("guessing passwords", async (t) => {
  const { app } = await testApp(t)
  const login = (email: string, password: string) =>
    app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { email, password } })
  const good = await login(" Door@Example.test ", "correct horse")
  t.match(good.json(), { token: /./, user: { email: "door@example.test" } }, "however it is typed")

  for (let time = 0; time < 8; time++) {
    const answer = await login("manager@example.test", `guess ${time}`)
    t.match(answer.json(), { status: 401, code: "bad_credentials" })
  }
  const blocked = await login("manager@example.test", "correct horse")
  t.equal(blocked.statusCode, 429, "even with the right one")
  t.equal(blocked.headers["retry-after"], "900")
  t.equal((await login("door@example.test", "correct horse")).statusCode, 200, "others are not held up")
  const malformed = await app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { email: "a" } })
  t.match(malformed.json(), { status: 422, errors: [{ path: "/password" }] })
})

t.test("guessing many passwords at once tries no more of them", async (t) => {
  const { app } = await testApp(t)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, time) =>
      app.inject({
        method: "POST",
        url: "/api/v1/auth/login",
        payload: { email: "manager@example.test", password: `guess ${time}` },
      }),
    ),
  )
  const tried = answers.filter((answer) => answer.statusCode === 401).length
  t.ok(tried <= 8, `${tried} were tried`)
  t.equal(answers.filter((answer) => answer.statusCode === 429).length, 40 - tried)
})
