import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { eventually } from "../../support/buying.ts"
import { Visitor } from "../../support/visitor.ts"

t.test("a whole purchase by pages alone, without a script", async (t) => {
  const { app, organisation, as } = await testApp(t, { listen: true, work: true })
  const { performanceId, prices } = await makePerformance(app, organisation, {
    doorsAt: new Date(Date.now() - 3_600_000),
    startsAt: new Date(Date.now() + 3_600_000),
  })
  const camille = new Visitor(app.config.publicUrl)

  const programme = await camille.open("/theatre")
  t.match(programme.text, /Le Malade imaginaire.*Grande salle.*À partir de 16 €/)
  const [, eventPage = ""] = /href="(\/theatre\/events\/\d+)"/.exec(programme.html) ?? []
  const event = await camille.open(eventPage)
  t.match(event.text, "1 place du Théâtre, 29000 Quimper")
  t.match(event.html, `href="/theatre/performances/${performanceId}"`)

  const places = await camille.open(`/theatre/performances/${performanceId}`)
  t.match(places.text, /Plein tarif 24 €.*Tarif réduit Sur présentation : Carte étudiant 16 €/)
  const details = await camille.send(
    places,
    `/performances/${performanceId}`,
    { [`quantity[${prices.plein}]`]: "2", [`quantity[${prices.reduit}]`]: "1" },
    "checkout",
  )
  t.equal(details.address, "/theatre/checkout", "two screens, and the third is the tickets")
  t.match(details.text, /3 places .*64,00 € Voir le panier/)

  const sandbox = await camille.send(details, "/checkout", {
    email: "camille@example.test",
    firstName: "Camille",
    lastName: "Le Goff",
    method: "sandbox",
  })
  t.match(sandbox.address, /^\/payments\/sandbox\//)
  t.match(sandbox.text, "64,00 €")
  const tickets = await camille.send(sandbox, sandbox.address, {}, "paid")
  t.match(tickets.address, /^\/orders\//)
  t.match(tickets.text, /Vos billets Merci Camille\./)
  t.equal(tickets.html.match(/aria-label="Code du billet/g)?.length, 3)

  const ready = await eventually(async () => {
    const page = await camille.open(tickets.address)
    return page.html.includes("tickets.pdf") && page
  })
  t.notOk(ready.headers.get("refresh"), "nothing to wait for")
  const [, pdf = ""] = /href="([^"]+tickets\.pdf)"/.exec(ready.html) ?? []
  const document = await fetch(app.config.publicUrl + pdf)
  t.equal(document.headers.get("content-type"), "application/pdf")
  const [, calendar = ""] = /href="([^"]+tickets\.ics)"/.exec(ready.html) ?? []
  t.match(await (await fetch(app.config.publicUrl + calendar)).text(), "SUMMARY:Le Malade imaginaire")

  const { tickets: issued } = (await (
    await fetch(`${app.config.publicUrl}/api/v1${tickets.address}`)
  ).json()) as { tickets: { code: string }[] }
  const scan = await app.inject({
    method: "POST",
    url: "/api/v1/organisations/theatre/scans",
    headers: as("door"),
    payload: { code: issued[0]?.code, performanceId },
  })
  t.match(scan.json(), { result: "admitted" })
})

t.test("a free place needs no means of payment", async (t) => {
  const { app, organisation } = await testApp(t, { listen: true, env: { PAYMENT_SANDBOX: "0" } })
  const { performanceId, prices } = await makePerformance(app, organisation)
  const ada = new Visitor(app.config.publicUrl, "en")
  const places = await ada.open(`/theatre/performances/${performanceId}`)
  const details = await ada.send(places, performanceId, { [`quantity[${prices.gratuit}]`]: "1" }, "checkout")
  t.match(details.text, "Confirm the booking")
  t.notMatch(details.text, "Means of payment")
  const order = await ada.send(details, "/checkout", {
    email: "ada@example.test",
    firstName: "Ada",
    lastName: "Lovelace",
    marketingConsent: "on",
  })
  t.match(order.text, "Your ticket Thank you Ada.")
  t.equal(order.headers.get("refresh"), `2; url=${order.address}`, "the document is being made")
  t.match(order.text, "The tickets to print are being made")

  await t.test("where nothing can be paid, one is told so", async (t) => {
    const other = new Visitor(app.config.publicUrl, "en")
    const page = await other.open(`/theatre/performances/${performanceId}`)
    const owing = await other.send(page, performanceId, { [`quantity[${prices.plein}]`]: "1" }, "checkout")
    t.match(owing.text, "Online payment is not open")
    t.notMatch(owing.text, "Pay €24")
  })
})
