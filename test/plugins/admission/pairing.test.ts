import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { openPerformance, present } from "./scanning.ts"

t.test("a phone is paired once, with a code that ends", async (t) => {
  const test = await testApp(t)
  const { app, as, owner } = test
  const open = await openPerformance(test, { quantity: 2 })
  const other = await openPerformance(test)
  const home = "/admin/theatre/devices"
  const codeFor = async (fields: Record<string, string> = {}) => {
    const page = await postForm(
      app,
      home,
      { name: "Hall", gate: "A", kind: "phone", ...fields },
      as("boxOffice"),
    )
    t.equal(page.statusCode, 201)
    return /scanner#(pair\.\d+\.[\w-]{22})/.exec(page.body)?.[1] ?? ""
  }
  const pair = (payload: object) => app.inject({ method: "POST", url: "/api/v1/door/pairings", payload })

  t.equal((await postForm(app, home, { name: "x", kind: "phone" }, as("door"))).statusCode, 403)
  t.equal((await pair({})).statusCode, 422)
  for (const code of ["", "pair.1.short", `pair.1.${"a".repeat(22)}`, `pair.999999.${"a".repeat(22)}`])
    t.match((await pair({ code })).json(), { status: 410, code: "pairing_ended" }, code)

  const code = await codeFor({ performances: open.performanceId })
  const { rows } = await owner.query("select * from devices")
  t.notMatch(JSON.stringify(rows), code.slice(-22), "the code itself is not kept")
  t.match((await openPage(app, home, as("boxOffice"))).body, "À appairer")
  const answers = await Promise.all([pair({ code }), pair({ code }), pair({ code })])
  const good = answers.filter(({ statusCode }) => statusCode === 201)
  t.equal(good.length, 1, "three phones that see the same code are one device")
  t.match(good[0]?.json(), {
    organisation: { slug: "theatre" },
    device: { name: "Hall", gate: "A" },
    keys: [{ keyId: 1 }],
  })
  const device = { authorization: `Bearer ${good[0]?.json<{ token: string }>().token}` }
  t.equal((await pair({ code })).statusCode, 410)

  const door = await app.inject({ url: "/api/v1/organisations/theatre/door", headers: device })
  t.same(
    door.json<{ performances: { id: string }[] }>().performances.map(({ id }) => id),
    [open.performanceId],
    "what it was given",
  )
  t.match(
    (await present(test, { code: open.ticket.code, performanceId: open.performanceId }, device)).json(),
    {
      result: "admitted",
    },
  )
  const theirs = await present(test, { code: other.ticket.code, performanceId: other.performanceId }, device)
  t.equal(theirs.statusCode, 403)
  t.equal((await app.inject({ url: "/api/v1/organisations/rival/door", headers: device })).statusCode, 403)

  const late = await codeFor()
  await owner.query("update devices set pairing_until = now() where pairing_hash is not null")
  t.equal((await pair({ code: late })).statusCode, 410, "ten minutes later")
  const revoked = await codeFor()
  await owner.query("update devices set revoked_at = now() where pairing_hash is not null")
  t.equal((await pair({ code: revoked })).statusCode, 410, "revoked before it was used")
})

t.test("the scanner’s page says nothing to anybody, and is kept whole by its worker", async (t) => {
  const { app } = await testApp(t)
  const page = await app.inject({ url: "/scanner", headers: { "accept-language": "fr" } })
  t.equal(page.statusCode, 200)
  t.match(page.headers["content-security-policy"], "script-src 'self' 'wasm-unsafe-eval';")
  t.match(page.headers["permissions-policy"], "camera=(self)")
  t.match(page.body, "manifest.webmanifest")
  const worker = await app.inject("/scanner/worker.js")
  t.equal(worker.headers["service-worker-allowed"], "/scanner")
  const { kept } = JSON.parse(/self\.PARTERRE=(.*);/.exec(worker.body)?.[1] ?? "{}") as { kept: string[] }
  for (const path of kept) t.equal((await app.inject(path)).statusCode, 200, path)
  for (const [, file = ""] of page.body.matchAll(/(?:src|href)="(\/(?!scanner)[^"]+)"/g))
    t.ok(kept.includes(file), `${file} is kept`)
  const manifest = await app.inject("/scanner/manifest.webmanifest")
  t.match(manifest.json(), { start_url: "/scanner", display: "standalone" })
})

t.test("who has the door alone is taken to it", async (t) => {
  const { app, as } = await testApp(t)
  t.equal((await openPage(app, "/admin/theatre", as("door"))).headers.location, "/door/theatre")
  t.equal((await openPage(app, "/admin/theatre", as("boxOffice"))).statusCode, 200)
  t.notMatch((await openPage(app, "/door/theatre", as("door"))).body, 'href="/admin/theatre"')
  t.match((await openPage(app, "/door/theatre", as("boxOffice"))).body, 'href="/admin/theatre"')
})
