import t from "tap"
import { testApp } from "../../harness.ts"
import { stripeServer } from "../../support/stripe-server.ts"

t.test("who sells, what becomes of one’s data, how accessible it is", async (t) => {
  const { app, owner } = await testApp(t)
  const open = (url: string, language = "en") => app.inject({ url, headers: { "accept-language": language } })

  const legal = await open("/theatre/legal", "fr")
  t.equal(legal.statusCode, 200)
  for (const words of ["Théâtre de Quimper", "130 025 265 00013", "PLATESV-D-2026-000123", "L221-28"])
    t.match(
      legal.body,
      words.replaceAll(" ", "\u00a0").replace("Théâtre\u00a0de\u00a0Quimper", "Théâtre de Quimper"),
    )
  t.notMatch(legal.body, "Stripe", "no company learns of payments here")

  await owner.query(
    "update organisations set email = 'bonjour@theatre.test', conditions = 'Ni repris,\nni échangé.' where slug = 'theatre'",
  )
  app.identity.forget()
  const changed = await open("/theatre/legal")
  t.match(changed.body, `href="mailto:bonjour@theatre.test"`)
  t.match(changed.body, "<p>Ni repris,</p><p>ni échangé.</p>")

  const accessibility = await open("/theatre/accessibility")
  t.match(accessibility.body, "partially compliant")
  t.match(accessibility.body, "bonjour@theatre.test")
  t.match((await open("/theatre/accessibility", "fr")).body, "partiellement conforme")
  for (const url of ["/nowhere/legal", "/nowhere/accessibility"]) t.equal((await open(url)).statusCode, 404)
})

t.test("the company that takes payments is named", async (t) => {
  const stripe = await stripeServer(t)
  const { app } = await testApp(t, { env: stripe.env })
  t.match((await app.inject("/theatre/legal")).body, "Stripe")
})

t.test("what browsers and search engines ask for", async (t) => {
  const { app } = await testApp(t)
  const robots = await app.inject("/robots.txt")
  t.match(robots.headers, { "content-type": /text\/plain/ })
  t.match(robots.body, "Disallow: /orders")
  for (const url of ["/favicon.svg", "/favicon.ico"]) {
    const icon = await app.inject(url)
    t.match(icon.headers, { "content-type": "image/svg+xml", "cache-control": /max-age/ })
  }
})
