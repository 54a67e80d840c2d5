import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { postForm } from "../../support/forms.ts"
import { Visitor } from "../../support/visitor.ts"
import { waitUntil } from "../../support/wait-until.ts"
import { closed, eventOf, olderPasses, quick, setLine } from "./waiting.ts"

t.test("a person in line, without scripts", async (t) => {
  const cast = await testApp(t, { listen: true })
  const { app, organisation, as } = cast
  const performance = await makePerformance(app, organisation)
  const eventId = await eventOf(cast, performance.performanceId)
  const wanted = `/theatre/performances/${performance.performanceId}`
  const site = app.config.publicUrl
  const visitor = new Visitor(site)
  const form = await visitor.open(wanted)
  await setLine(cast, eventId, closed)

  await t.test("is led from the places to the line, and keeps the place", async (t) => {
    const page = await visitor.open(wanted)
    t.equal(page.status, 200)
    t.match(page.address, /^\/theatre\/waiting\/\d+\?to=/)
    t.match(
      page.text,
      /Vous êtes dans la file.*Le Malade imaginaire|Pour Le Malade imaginaire.*Vous êtes dans la file/,
    )
    t.match(page.text, /Devant vous personne.*Attente En pause pour le moment/)
    t.match(page.html, /<noscript><meta http-equiv="refresh" content="\d+"\/?><\/noscript>/)
    const second = await new Visitor(site, "en").open(wanted)
    t.match(second.text, /You are in the line.*Ahead of you 1 person/)
    for (let n = 0; n < 3; n++) t.match((await visitor.open(page.address)).text, /Devant vous personne/)
    t.match((await visitor.open(wanted)).text, /Devant vous personne/, "and comes back to it from the shop")
    const sent = await visitor.send(form, wanted, { [`quantity-${performance.prices.plein}`]: "1" })
    t.match(sent.address, /\/waiting\//, "a form filled in before leads to the line as well")
  })

  await t.test("is answered in few bytes", async (t) => {
    const cookie = visitor.cookies.map(({ name, value }) => `${name}=${value}`).join("; ")
    const line = visitor.cookies.find(({ name }) => name.startsWith("place-"))?.name.slice(6)
    const poll = await fetch(`${site}/theatre/waiting/${line}/place`, {
      headers: { cookie, "accept-language": "fr" },
    })
    const body = await poll.text()
    t.match(JSON.parse(body), { state: "waiting", n: 0, ahead: "personne", wait: "en pause pour le moment" })
    t.ok(Buffer.byteLength(body) < 200, `${Buffer.byteLength(body)} bytes`)
    t.equal(poll.headers.get("cache-control"), "no-store")
    t.equal(await (await fetch(`${site}/theatre/waiting/${line}/place`)).text(), '{"state":"none"}')
  })

  await t.test("is told when nothing is left for the moment", async (t) => {
    const line = visitor.cookies.find(({ name }) => name.startsWith("place-"))
    const poll = async () =>
      (
        await fetch(`${site}/theatre/waiting/${line?.name.slice(6)}/place`, {
          headers: { cookie: `${line?.name}=${line?.value}` },
        })
      ).json()
    t.notOk((await poll()).out)
    await cast.owner.query("update zone_stock set taken = capacity")
    app.waitingRoom.book.forget(organisation.id)
    t.equal((await poll()).out, true)
    t.match((await visitor.open(wanted)).text, /Toutes les places sont prises ou gardées/)
    await cast.owner.query("update zone_stock set taken = 0")
    app.waitingRoom.book.forget(organisation.id)
  })

  await t.test("without cookies is told so, and takes no place from the others", async (t) => {
    const before = (await cast.owner.query("select arrived from waiting_lines")).rows
    const first = await fetch(site + wanted, { redirect: "manual" })
    const asked = await fetch(new URL(first.headers.get("location") ?? "", site), { redirect: "manual" })
    const told = await fetch(new URL(asked.headers.get("location") ?? "", site), { redirect: "manual" })
    t.equal(told.status, 200)
    t.match(await told.text(), /cookies/)
    t.same((await cast.owner.query("select arrived from waiting_lines")).rows, before)
  })

  await t.test("goes nowhere else than to this shop", async (t) => {
    for (const to of [
      "https://elsewhere.test/",
      "//elsewhere.test",
      "/rival/",
      "/theatre/../admin",
      "/admin",
    ]) {
      const staff = await fetch(`${site}/theatre/waiting/1?to=${encodeURIComponent(to)}`, {
        redirect: "manual",
        headers: as("manager"),
      })
      t.equal(staff.headers.get("location"), `/theatre/events/${eventId}`, to)
    }
  })

  await t.test("staff do not wait", async (t) => {
    const page = await fetch(site + wanted, { redirect: "manual", headers: as("boxOffice") })
    t.equal(page.status, 200)
  })

  await t.test("comes in when called, chooses, and goes on with an open basket", async (t) => {
    await setLine(cast, eventId, quick)
    const page = await waitUntil(async () => {
      const now = await visitor.open(wanted)
      return now.address === wanted && now
    })
    const basket = await visitor.send(page, wanted, { [fieldOf(page.html)]: "1" })
    t.match(basket.address, /\/theatre\/(cart|checkout)/)
    await olderPasses(cast, 30)
    t.equal((await visitor.open(wanted)).address, wanted, "after the time to choose, too")
  })

  await t.test("whose time is over is given a new place, and told so", async (t) => {
    const other = new Visitor(site)
    await waitUntil(async () => (await other.open(wanted)).address === wanted)
    await setLine(cast, eventId, closed)
    await olderPasses(cast, 30)
    app.waitingRoom.book.forget(organisation.id)
    const page = await other.open(wanted)
    t.match(page.address, /\/waiting\//)
    t.match(page.text, /Votre tour est passé.*Vous avez une nouvelle place/)
  })

  await t.test("when the line is gone, the page leads on", async (t) => {
    const other = new Visitor(site)
    const page = await other.open(wanted)
    await setLine(cast, eventId, { ...quick, mode: "off" })
    t.equal((await other.open(page.address)).address, wanted)
  })
})

t.test("many from one address get their places a little later", async (t) => {
  const cast = await testApp(t, { listen: true, env: { RATE_LIMIT: "30" } })
  const { app, organisation } = cast
  const { performanceId } = await makePerformance(app, organisation)
  await setLine(cast, "shop", closed)
  const open = () => new Visitor(app.config.publicUrl).open(`/theatre/performances/${performanceId}`)
  for (let n = 0; n < 3; n++) t.match((await open()).text, /Vous êtes dans la file/)
  const later = await open()
  t.equal(later.status, 200, "nobody is shown an error")
  t.match(later.text, /Votre place arrive/)
  const program = await app.inject({
    method: "POST",
    url: "/api/v1/shop/theatre/waiting-places",
    payload: { performanceId },
  })
  t.equal(program.statusCode, 429)
})

t.test("the back office", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, as } = cast
  const { performanceId } = await makePerformance(app, organisation)
  const eventId = await eventOf(cast, performanceId)
  const home = "/admin/theatre/waiting-room"
  const list = await app.inject({ url: home, headers: as("boxOffice") })
  t.match(list.body, /Toute la boutique[\s\S]*Le Malade imaginaire/)
  t.equal((await app.inject({ url: home, headers: as("accounting") })).statusCode, 403)
  t.equal((await app.inject({ url: `${home}/999999`, headers: as("boxOffice") })).statusCode, 404)
  const save = (fields: Record<string, string>) =>
    postForm(app, `${home}/${eventId}`, fields, as("boxOffice"))
  const refused = await save({ mode: "on", rate: "lots", opensAt: "hier", passMinutes: "90" })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /value="lots"/, "what was typed is still there")
  const saved = await save({ mode: "on", rate: "120", opensAt: "", passMinutes: "12" })
  t.equal(saved.statusCode, 303)
  const page = await app.inject({ url: saved.headers.location ?? "", headers: as("boxOffice") })
  t.match(page.body, /La file est réglée/)
  t.match(page.body, /Attendent/)
  t.match(page.body, /value="120"/)
})

function fieldOf(html: string): string {
  return /<select[^>]* name="([^"]+)"/.exec(html)?.[1] ?? ""
}
