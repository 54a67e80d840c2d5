import { createHmac } from "node:crypto"
import t from "tap"
import { changePassword } from "../../plugins/accounts/users.ts"
import { type MemberRole, memberRoles } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { sessionCookie, sessionSeconds } from "../../server/session.ts"
import { testApp } from "../harness.ts"

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE"
const people = {
  manager: "manager",
  box_office: "boxOffice",
  accounting: "accounting",
  door: "door",
  inspector: "inspector",
} as const satisfies Record<MemberRole, string>

/** What every route is walked with: parameters that name the organisation of the cast, and nothing else that is real. */
function addressOf(url: string): string {
  return url.replace(":org", "theatre").replaceAll(/:\w+/g, "1").replace("*", "x")
}

function ask(app: App, method: string, url: string, headers: Record<string, string> = {}) {
  return app.inject({ method: method as Method, url: addressOf(url), headers })
}

t.test("every route says who may call it, and means it", async (t) => {
  const { app, as } = await testApp(t)
  const routes = app.declaredRoutes
  t.ok(routes.length > 40, `${routes.length} routes`)
  const closed = routes.filter((route) => route.access !== "public")

  await t.test("without signing in: 401, or the way to the sign-in page", async (t) => {
    for (const { method, url, page } of closed) {
      const answer = await ask(app, method, url)
      const name = `${method} ${url}`
      if (page) {
        t.equal(answer.statusCode, 303, name)
        t.match(answer.headers.location, /^\/admin\/sign-in\?next=%2F/, name)
      } else {
        t.equal(answer.statusCode, 401, name)
        if (method !== "HEAD") t.equal(answer.json().code, "unauthenticated", name)
      }
    }
  })

  await t.test("the staff of another organisation: 403 wherever an organisation is named", async (t) => {
    for (const { method, url } of closed.filter((route) => route.url.includes(":org"))) {
      const answer = await ask(app, method, url, as("outsider"))
      t.equal(answer.statusCode, 403, `${method} ${url}`)
    }
  })

  await t.test("each role does what the modules say, and no more", async (t) => {
    for (const { method, url, access } of closed) {
      if (typeof access !== "object" || method !== "GET") continue
      const allowed = app.permissions.get(access.permission) ?? []
      for (const role of memberRoles) {
        const answer = await ask(app, method, url, as(people[role]))
        const may = role === "manager" || allowed.includes(role)
        t.equal(answer.statusCode === 403, !may, `${role}: ${method} ${url} is ${answer.statusCode}`)
        t.not(answer.statusCode, 401)
        t.ok(answer.statusCode < 500, `${role}: ${method} ${url} is ${answer.statusCode}`)
      }
      const answer = await ask(app, method, url, as("administrator"))
      t.not(answer.statusCode, 403, `administrator: ${method} ${url}`)
    }
  })

  await t.test("writing is refused to the roles that may not, before the body is looked at", async (t) => {
    for (const { method, url, access } of closed) {
      if (typeof access !== "object" || method === "GET" || method === "HEAD") continue
      const allowed = app.permissions.get(access.permission) ?? []
      for (const role of memberRoles) {
        if (role === "manager" || allowed.includes(role)) continue
        const answer = await ask(app, method, url, as(people[role]))
        t.equal(answer.statusCode, 403, `${role}: ${method} ${url}`)
      }
    }
  })

  await t.test("an inspector changes nothing, whatever the route and the permission", async (t) => {
    const may = ["/admin/sign-out", "/admin/:org/books/verifications"]
    let refused = 0
    for (const { method, url } of closed.filter((route) => !["GET", "HEAD"].includes(route.method))) {
      const answer = await ask(app, method, url, as("inspector"))
      if (may.includes(url)) t.not(answer.statusCode, 403, `${method} ${url}`)
      else t.equal(answer.statusCode, 403, `${method} ${url}`)
      refused++
    }
    t.ok(refused > 40, `${refused} routes`)
    t.equal((await ask(app, "GET", "/api/v1/organisations/:org/operations", as("inspector"))).statusCode, 200)
  })

  await t.test("what the instance’s administrator alone may do", async (t) => {
    for (const { method, url } of closed.filter((route) => route.access === "administrator"))
      for (const person of ["manager", "boxOffice", "outsider"] as const)
        t.equal((await ask(app, method, url, as(person))).statusCode, 403, `${person}: ${method} ${url}`)
  })

  await t.test("a scanner may scan, in its organisation, and nothing else", async (t) => {
    const made = await app.inject({
      method: "POST",
      url: "/api/v1/organisations/theatre/devices",
      headers: as("boxOffice"),
      payload: { name: "Porte A" },
    })
    const { token, id } = made.json()
    const device = { authorization: `Bearer ${token}` }
    for (const { method, url, access } of closed) {
      const answer = await ask(app, method, url, device)
      const may = typeof access === "object" && access.permission === "scan"
      t.equal(answer.statusCode === 403, !may, `${method} ${url} is ${answer.statusCode}`)
    }
    const elsewhere = await app.inject({ url: "/api/v1/organisations/rival/signing-keys", headers: device })
    t.equal(elsewhere.statusCode, 403)
    const url = `/api/v1/organisations/theatre/devices/${id}`
    t.equal((await app.inject({ method: "DELETE", url, headers: as("boxOffice") })).statusCode, 204)
    const after = await app.inject({ url: "/api/v1/organisations/theatre/signing-keys", headers: device })
    t.equal(after.statusCode, 401, "revoked")
  })
})

t.test("a route that does not say who may call it stops the boot", async (t) => {
  const undeclared = {
    name: "undeclared",
    dependencies: [],
    register: (app: App) => void app.get("/undeclared", async () => "open to all"),
  }
  await t.rejects(testApp(t, { plugins: [undeclared] }), { message: /GET \/undeclared does not declare/ })
  const unknown = {
    name: "unknown",
    dependencies: [],
    register: (app: App) =>
      void app.get("/unknown", { config: { access: { permission: "nobody:knows" } } }, async () => "?"),
  }
  await t.rejects(testApp(t, { plugins: [unknown] }), { message: /GET \/unknown.*nobody:knows/ })
})

t.test("tokens", async (t) => {
  const { app, tokens, organisation } = await testApp(t)
  const me = (token: string) =>
    app.inject({ url: "/api/v1/me", headers: { authorization: `Bearer ${token}` } })
  const [, body = ""] = tokens.manager.split(".")
  const payload = JSON.parse(Buffer.from(body, "base64url").toString()) as {
    sub: string
    exp: number
    iat: number
  }

  await t.test("a good one", async (t) => {
    t.match((await me(tokens.manager)).json(), {
      user: { email: "manager@example.test" },
      memberships: [{ organisation: { slug: organisation.slug }, role: "manager" }],
    })
    t.equal(payload.exp - payload.iat, sessionSeconds)
  })

  await t.test("expired", async (t) => {
    const at = Date.now() - (sessionSeconds + 1) * 1000
    const expired = app.jwt.sign({ sub: payload.sub, at, iat: Math.floor(at / 1000) } as never)
    t.equal((await me(expired)).statusCode, 401)
  })

  await t.test("signed by another key, by none, or changed since", async (t) => {
    t.equal((await me(forge(payload, "HS256", Buffer.alloc(32, 7)))).statusCode, 401)
    t.equal((await me(forge(payload, "none", undefined))).statusCode, 401)
    const [head, , signature] = tokens.door.split(".")
    t.equal((await me(`${head}.${body}.${signature}`)).statusCode, 401)
    t.equal((await me("nonsense")).statusCode, 401)
    t.equal((await me("")).statusCode, 401)
  })

  await t.test("of somebody who is gone", async (t) => {
    t.equal((await me(app.signIn("999999").token)).statusCode, 401)
    t.equal((await me(app.signIn("1; drop table users").token)).statusCode, 401)
  })

  await t.test("signed before the password changed, however shortly", async (t) => {
    const before = app.signIn(payload.sub).token
    t.equal((await me(before)).statusCode, 200)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await changePassword(app.databases.system, payload.sub, "another password")
    t.equal((await me(before)).statusCode, 401)
    t.equal((await app.inject({ url: "/api/v1/me", cookies: { [sessionCookie]: before } })).statusCode, 401)
    t.equal((await me(app.signIn(payload.sub).token)).statusCode, 200, "signed in again at once")
  })
})

t.test("a role that was taken away is gone at once", async (t) => {
  const { app, as, db } = await testApp(t)
  const url = "/api/v1/organisations/theatre/signing-keys"
  t.equal((await app.inject({ url, headers: as("door") })).statusCode, 200)
  await db.deleteFrom("memberships").where("role", "=", "door").execute()
  t.equal((await app.inject({ url, headers: as("door") })).statusCode, 403)
})

function forge(payload: object, alg: string, key: Buffer | undefined): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
  const signed = `${part({ alg, typ: "JWT" })}.${part(payload)}`
  return `${signed}.${key ? createHmac("sha256", key).update(signed).digest("base64url") : ""}`
}
