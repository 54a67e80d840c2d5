import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { openPerformance, present } from "./scanning.ts"

t.test("a scanner may scan and nothing else, until it is revoked", async (t) => {
  const test = await testApp(t)
  const { app, as } = test
  const open = await openPerformance(test, { quantity: 2 })
  const url = "/api/v1/organisations/theatre/devices"
  const create = (payload: object, headers: Record<string, string> = as("boxOffice")) =>
    app.inject({ method: "POST", url, headers, payload })

  t.equal((await create({ name: "Reader" }, {})).statusCode, 401)
  t.equal((await create({ name: "Reader" }, as("door"))).statusCode, 403)
  t.equal((await create({ name: "Reader" }, as("outsider"))).statusCode, 403)
  for (const payload of [{}, { name: "" }, { name: "x".repeat(101) }, { name: "Reader", admin: true }])
    t.equal((await create(payload)).statusCode, 422)
  const made = await create({ name: "Reader", gate: "Gate A" })
  t.equal(made.statusCode, 201)
  const { id, token } = made.json<{ id: string; token: string }>()
  const device = { authorization: `Bearer ${token}` }

  const body = { code: open.ticket.code, performanceId: open.performanceId }
  t.match((await present(test, body, device)).json(), { result: "admitted" })
  const { rows } = await test.owner.query("select scanned_by from scans")
  t.same(rows, [{ scanned_by: `device:${id}` }])
  for (const [method, path, status] of [
    ["GET", "/api/v1/me", 403],
    ["POST", url, 403],
    ["GET", "/admin/theatre/orders", 403],
    ["GET", "/admin/account", 403],
    ["GET", "/api/v1/organisations", 403],
  ] as const) {
    const answer = await app.inject({
      method,
      url: path,
      headers: device,
      ...(method === "POST" ? { payload: { name: "x" } } : {}),
    })
    t.equal(answer.statusCode, status, path)
  }
  const rival = await app.inject({
    method: "POST",
    url: "/api/v1/organisations/rival/scans",
    headers: device,
    payload: body,
  })
  t.equal(rival.statusCode, 403, "another organisation is not its own")

  const remove = (headers: Record<string, string>, which = id) =>
    app.inject({ method: "DELETE", url: `${url}/${which}`, headers })
  t.equal((await remove({})).statusCode, 401)
  t.equal((await remove(as("door"))).statusCode, 403)
  t.equal((await remove(as("boxOffice"), "first")).statusCode, 422)
  t.equal((await remove(as("boxOffice"), "999")).statusCode, 404)
  t.equal((await remove(as("boxOffice"))).statusCode, 204)
  t.equal((await remove(as("boxOffice"))).statusCode, 404, "once")
  t.equal((await present(test, { ...body, code: open.tickets[1]?.code }, device)).statusCode, 401)
  for (const forged of [
    `${token}x`,
    token.replace(/.$/, "!"),
    "device.1.short",
    `device.99.${"a".repeat(32)}`,
  ])
    t.equal((await present(test, body, { authorization: `Bearer ${forged}` })).statusCode, 401)
})

t.test("scanners in the back office", async (t) => {
  const test = await testApp(t)
  const { app, as } = test
  const home = "/admin/theatre/devices"
  t.equal((await openPage(app, home)).statusCode, 303)
  t.equal((await openPage(app, home, as("door"))).statusCode, 403)
  t.equal((await postForm(app, home, { name: "x" })).statusCode, 303)
  t.equal((await postForm(app, home, { name: "x" }, as("door"))).statusCode, 403)
  t.match((await openPage(app, home, as("boxOffice"))).body, "Aucun lecteur")

  const refused = await postForm(app, home, { name: " ", gate: "Porte B" }, as("boxOffice"))
  t.equal(refused.statusCode, 422)
  t.match(refused.body, "Nom\u202f: à remplir")
  t.match(refused.body, 'value="Porte B"', "what was typed stays")

  const made = await postForm(app, home, { name: "Douchette <b>", gate: "Porte B" }, as("boxOffice"))
  t.equal(made.statusCode, 201)
  t.match(made.body, "Douchette &lt;b>")
  const [token] = /device\.\d+\.[\w-]{32}/.exec(made.body) ?? []
  t.ok(token, "the token is shown")
  const list = await openPage(app, home, as("boxOffice"))
  t.notMatch(list.body, token ?? "", "this once")
  t.match(list.body, "Actif")

  const [, id] = /devices\/(\d+)\/revocation/.exec(list.body) ?? []
  t.equal((await postForm(app, `${home}/${id}/revocation`, {})).statusCode, 303)
  t.equal((await postForm(app, `${home}/${id}/revocation`, {}, as("door"))).statusCode, 403)
  t.equal((await postForm(app, `${home}/0/revocation`, {}, as("boxOffice"))).statusCode, 422)
  t.equal((await postForm(app, `${home}/999/revocation`, {}, as("boxOffice"))).statusCode, 404)
  const revoked = await postForm(app, `${home}/${id}/revocation`, {}, as("boxOffice"))
  t.equal(revoked.headers.location, `${home}?done=revoked`)
  t.match((await openPage(app, `${home}?done=revoked`, as("boxOffice"))).body, "Retiré")
})
