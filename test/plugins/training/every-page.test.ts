import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { eventually } from "../../support/buying.ts"
import { pagesOfPdf } from "../../support/pdf.ts"
import { counter } from "../../support/till.ts"
import { missing } from "../../support/tools.ts"
import { trainingOf } from "../../support/training.ts"

const mark = "FACTICE – simulation"

t.test("every page and every paper of a training says so", { skip: missing("pdftotext") }, async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, as, organisation, owner } = cast
  await makePerformance(app, organisation)
  const twin = await trainingOf(app, organisation)
  const db = app.databases.forOrganisation(twin.id)
  const price = await db
    .selectFrom("prices")
    .innerJoin("zones", "zones.id", "prices.zone_id")
    .select(["prices.id", "zones.performance_id as performanceId"])
    .where("amount", "=", 2400)
    .executeTakeFirstOrThrow()
  const desk = counter(cast, "manager", twin.slug)
  const session = await desk.open()
  const performance = {
    performanceId: price.performanceId,
    zoneId: "",
    prices: { plein: price.id, reduit: "", gratuit: "" },
  }
  const sale = await desk.sell(session, performance, { customer: { email: "a@example.test" } })
  await desk.close(session, 12_400)
  await eventually(async () => (await owner.query("select 1 from ticket_documents")).rowCount)
  const paid = await app.inject({
    method: "POST",
    url: `/admin/${twin.slug}/transfers`,
    headers: { ...as("manager"), "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ sessions: session, cash: "24" }).toString(),
  })
  t.equal(paid.statusCode, 303)

  const routes = app.declaredRoutes.filter(
    ({ method, url, page }) => method === "GET" && page && url.includes(":org"),
  )
  t.ok(routes.length > 40, `${routes.length} pages`)
  const patterns = routes.map(({ url }) => ({
    url,
    pattern: new RegExp(`^${url.replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+")}$`),
  }))
  const waiting = routes.map(({ url }) => url.replace(":org", twin.slug)).filter((url) => !url.includes(":"))
  waiting.push(`/orders/${sale.token}`, `/api/v1/orders/${sale.token}/tickets.pdf`)
  const seen = new Set<string>()
  const found = new Set<string>()
  let papers = 0
  const look = async (url: string) => {
    const answer = await app.inject({ url, headers: { ...as("manager"), "accept-language": "fr" } })
    const type = String(answer.headers["content-type"] ?? "")
    if (type.startsWith("text/html")) {
      t.match(answer.body, mark, `${answer.statusCode} ${url}`)
      if (answer.statusCode === 200)
        for (const { url: route, pattern } of patterns)
          if (pattern.test(url.split("?")[0] ?? "")) found.add(route)
      for (const [, href = ""] of answer.body.matchAll(/href="(\/[^"#]*)"/g))
        waiting.push(href.replaceAll("&amp;", "&"))
    } else if (type.startsWith("application/pdf")) {
      papers++
      for (const page of pagesOfPdf(answer.rawPayload)) t.match(page, mark, `a page of ${url}`)
    }
  }
  const ours = (url: string) =>
    new RegExp(`^/(admin/|till/|door/)?${twin.slug}(/|\\?|$)|^/(api/v1/)?orders/`).test(url)
  for (let url = waiting.shift(); url !== undefined && seen.size < 300; url = waiting.shift()) {
    // Orders of lists and other days of calendars are the same pages.
    const known = url.replace(/[?&](sort|cursor|month|lang)=[^&]*/g, "")
    if (seen.has(known) || !ours(url)) continue
    seen.add(known)
    await look(url)
  }
  t.ok(seen.size > 40, `${seen.size} addresses`)
  t.ok(papers >= 3, `${papers} papers: tickets, till report, slip`)
  // What no link led to: even its error says so.
  for (const { url } of routes)
    if (!found.has(url)) await look(url.replace(":org", twin.slug).replace(/:\w+/g, "1"))
  t.ok(found.size > 35, `${found.size} pages were there`)
})
