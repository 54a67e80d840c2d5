import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { Visitor } from "../../support/visitor.ts"

const details = {
  email: "camille@example.test",
  firstName: "Camille",
  lastName: "Le Goff",
  method: "sandbox",
}

t.test("details and payment", async (t) => {
  const { app, organisation, owner } = await testApp(t, { listen: true })
  const { performanceId, prices } = await makePerformance(app, organisation)
  const here = `/theatre/performances/${performanceId}`
  const withBasket = async () => {
    const visitor = new Visitor(app.config.publicUrl, "en")
    const page = await visitor.send(
      await visitor.open(here),
      here,
      { [`quantity[${prices.plein}]`]: "2" },
      "checkout",
    )
    return { visitor, page }
  }
  const orders = async () => (await owner.query("select * from orders order by id")).rows

  await t.test("without a basket there is nothing to order", async (t) => {
    const answer = await app.inject("/theatre/checkout")
    t.match({ status: answer.statusCode, to: answer.headers.location }, { status: 303, to: "/theatre/cart" })
    const posted = await app.inject({ method: "POST", url: "/theatre/checkout" })
    t.match({ status: posted.statusCode, to: posted.headers.location }, { status: 303, to: "/theatre/cart" })
    const foreign = await app.inject({
      method: "POST",
      url: "/theatre/checkout",
      headers: { "sec-fetch-site": "cross-site" },
    })
    t.equal(foreign.statusCode, 403)
  })

  await t.test("a refused form comes back filled, each error at its field", async (t) => {
    const { visitor, page } = await withBasket()
    t.notMatch(page.html, /name="marketingConsent"[^>]* checked/, "consent is not assumed")
    const refused = await visitor.send(page, "/checkout", {
      email: "camille@",
      firstName: "Camille <b>",
      phone: "06",
      method: "cowries",
      marketingConsent: "on",
    })
    t.equal(refused.status, 422)
    t.match(refused.text, "3 answers need another look")
    for (const [field, message] of [
      ["email", "write a complete address"],
      ["lastName", "please fill in"],
      ["method", "please choose one"],
    ] as const) {
      t.match(refused.html, `href="#field-${field}"`)
      t.match(refused.html, new RegExp(`id="field-${field}-error"[^>]*>.*${message}`))
    }
    t.match(refused.html, `value="camille@"`)
    t.match(refused.html, `value="Camille &lt;b>"`)
    t.match(refused.html, `value="06"`)
    t.match(refused.html, /name="marketingConsent"[^>]* checked/)
    t.same(await orders(), [])
  })

  await t.test("a button pressed twice is one order, and a third time leads to it", async (t) => {
    const { visitor, page } = await withBasket()
    const typed = { ...details, firstName: "  Camille ", phone: "06 12 34 56 78" }
    const twice = await Promise.all([
      visitor.send(page, "/checkout", typed),
      visitor.send(page, "/checkout", typed),
    ])
    t.match(twice[0]?.address, /^\/payments\/sandbox\//)
    t.equal(twice[1]?.address, twice[0]?.address)
    const third = await visitor.send(page, "/checkout", typed)
    t.equal(third.address, twice[0]?.address)
    t.equal((await visitor.open("/theatre/checkout")).address, twice[0]?.address)
    const made = await orders()
    t.equal(made.length, 1)
    t.match(made[0], {
      status: "pending",
      email: "camille@example.test",
      first_name: "Camille",
      phone: "06 12 34 56 78",
      locale: "en",
      marketing_consent: false,
      total: 4800,
    })
    const basket = await visitor.open("/theatre/cart")
    t.match(basket.text, `This basket became order ${made[0]?.number}`)

    const paid = await visitor.send(third, third.address, {}, "paid")
    t.equal((await visitor.send(page, "/checkout", typed)).address, paid.address, "paid: to the tickets")
  })

  await t.test("the basket ends while one types", async (t) => {
    const { visitor, page } = await withBasket()
    await owner.query("update carts set expires_at = now() - interval '1 second' where state = 'open'")
    const late = await visitor.send(page, "/checkout", details)
    t.equal(late.address, "/theatre/cart")
    t.match(late.text, "The basket’s time is up")
  })
})
