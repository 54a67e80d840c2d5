import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { minutes, openPerformance } from "./scanning.ts"

t.test("the door without a script", async (t) => {
  const test = await testApp(t)
  const { app, as, owner } = test
  const open = await openPerformance(test, { quantity: 3 })
  await openPerformance(test, { startsAt: minutes(26 * 60) })
  await openPerformance(test, { startsAt: minutes(5 * 24 * 60) })
  const desk = `/door/theatre/${open.performanceId}`
  const [first, second, third] = open.tickets
  if (!first || !second || !third) throw new Error("tickets are missing")
  const answer = (html: string) =>
    /data-answer="true"><div class="answer answer-(\w+)"[^>]* data-result="(\w+)"/.exec(html)
  const nonceIn = (html: string) => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? ""

  await t.test("is for who may scan", async (t) => {
    for (const url of ["/door/theatre", desk, "/admin/theatre/door"]) {
      const nobody = await openPage(app, url)
      t.equal(nobody.statusCode, 303, url)
      t.equal(nobody.headers.location, `/admin/sign-in?next=${encodeURIComponent(url)}`)
      t.equal((await openPage(app, url, as("accounting"))).statusCode, 403, url)
      t.equal((await openPage(app, url, as("outsider"))).statusCode, 403, url)
    }
    t.equal((await postForm(app, desk, { code: first.code })).statusCode, 303)
    t.equal((await postForm(app, desk, { code: first.code }, as("accounting"))).statusCode, 403)
    const unknown = await openPage(app, "/door/theatre/999999", as("door"))
    t.equal(unknown.statusCode, 404)
  })

  await t.test("the menu leads there", async (t) => {
    const led = await openPage(app, "/admin/theatre/door", as("door"))
    t.equal(led.headers.location, "/door/theatre")
  })

  await t.test("tonight’s performances first, and no further than two days", async (t) => {
    const { body } = await openPage(app, "/door/theatre", as("door"))
    t.ok(body.indexOf("Entrées ouvertes") < body.indexOf("À venir"))
    t.match(body, `href="${desk}"`)
    t.equal(body.match(/href="\/door\/theatre\/\d+"/g)?.length, 2)
    const gated = await openPage(app, "/door/theatre?gate=Porte%20B", as("door"))
    t.match(gated.body, `href="${desk}?gate=Porte%20B"`)
    const english = await openPage(app, "/door/theatre", { ...as("door"), "accept-language": "en" })
    t.match(english.body, "Doors open")
  })

  await t.test("only its own page may read codes with WebAssembly", async (t) => {
    const page = await openPage(app, desk, as("door"))
    t.match(page.headers["content-security-policy"], "script-src 'self' 'wasm-unsafe-eval';")
    t.match(page.headers["permissions-policy"], "camera=(self)")
    const chooser = await openPage(app, "/door/theatre", as("door"))
    t.notMatch(chooser.headers["content-security-policy"], "wasm-unsafe-eval")
    const wasm = /data-wasm="([^"]+)"/.exec(page.body)?.[1] ?? ""
    const file = await app.inject({ url: wasm, headers: { "accept-encoding": "br" } })
    t.match(file.headers, { "content-type": "application/wasm", "content-encoding": "br" })
  })

  await t.test("a typed code is answered, and the page loaded again says the same", async (t) => {
    const page = await openPage(app, `${desk}?gate=Porte%20B`, as("door"))
    const fields = { code: first.code, nonce: nonceIn(page.body), gate: "Porte B" }
    const admitted = await postForm(app, desk, fields, as("door"))
    t.equal(admitted.statusCode, 200)
    t.same(answer(admitted.body)?.slice(1), ["green", "admitted"])
    t.match(admitted.body, "Entrées\u202f: 1 sur 3")
    t.match(admitted.body, /<input[^>]* name="code"[^>]* autofocus/)
    t.same(answer((await postForm(app, desk, fields, as("door"))).body)?.slice(1), ["green", "admitted"])
    const another = await postForm(app, desk, { ...fields, code: second.number }, as("door"))
    t.same(answer(another.body)?.slice(1), ["green", "admitted"], "another code is another scan")
    const again = await postForm(app, desk, { code: first.code }, as("door"))
    t.same(answer(again.body)?.slice(1), ["amber", "already_admitted"])
    t.match(again.body, /Entré à .+, Porte B</)
    t.same(answer((await postForm(app, desk, { code: "rien" }, as("door"))).body)?.slice(1), [
      "red",
      "unknown",
    ])
  })

  await t.test("an empty field is pointed at", async (t) => {
    const empty = await postForm(app, desk, { code: " " }, as("door"))
    t.equal(empty.statusCode, 422)
    t.match(empty.body, "Tapez le code ou le numéro")
    t.equal((await postForm(app, desk, {}, as("door"))).statusCode, 422)
  })

  await t.test("another site can’t let anybody in", async (t) => {
    const cookie = `session=${test.tokens.door}`
    const forged = await postForm(app, desk, { code: third.code }, { cookie })
    t.equal(forged.statusCode, 403)
    const page = await openPage(app, desk, { cookie })
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ""
    const secret = page.cookies.find(({ name }) => name === "_csrf")?.value
    const cookies = `${cookie}; _csrf=${secret}`
    const scan = (headers: Record<string, string>) =>
      app.inject({
        method: "POST",
        url: "/api/v1/organisations/theatre/scans",
        headers: { cookie: cookies, ...headers },
        payload: { code: third.code, performanceId: open.performanceId },
      })
    t.match((await scan({})).json(), { status: 403 })
    t.match(
      (await scan({ "x-csrf-token": csrf })).json(),
      { result: "admitted" },
      "as the page’s script does",
    )
    const entered = await owner.query("select 1 from entries")
    t.equal(entered.rowCount, 3)
  })

  await t.test("the count, for the page that stays open", async (t) => {
    const address = (id: string) => `/api/v1/organisations/theatre/performances/${id}/attendance`
    const url = address(open.performanceId)
    t.equal((await app.inject(url)).statusCode, 401)
    t.equal((await app.inject({ url, headers: as("accounting") })).statusCode, 403)
    t.same((await app.inject({ url, headers: as("door") })).json(), { entered: 3, expected: 3 })
    t.equal((await app.inject({ url: address("999999"), headers: as("door") })).statusCode, 404)
    t.equal((await app.inject({ url: address("tonight"), headers: as("door") })).statusCode, 422)
  })
})
