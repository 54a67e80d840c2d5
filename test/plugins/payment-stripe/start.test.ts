import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { order, statusOf } from "../../support/buying.ts"
import { stripeServer } from "../../support/stripe-server.ts"

t.test("a payment starts at Stripe, once", async (t) => {
  const stripe = await stripeServer(t)
  const test = await testApp(t, { env: stripe.env })
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation)
  const items = [
    { performanceId, priceId: prices.plein, quantity: 2 },
    { performanceId, priceId: prices.reduit, quantity: 1 },
  ]
  const bought = await order(test, items, "stripe")
  t.same(stripe.sessions, [], "Stripe is asked nothing before the person goes there")

  const start = () => app.inject({ url: `/payments/${bought.payment}`, headers: { "accept-language": "fr" } })
  const page = await start()
  const [session] = stripe.sessions
  t.equal(page.statusCode, 200, "a page of ours, since a form may not lead to another site")
  t.equal(page.headers.refresh, `0; url=${session?.url}`)
  t.match(page.body, `href="${session?.url}"`)

  const [form] = stripe.forms
  t.match(form, {
    mode: "payment",
    customer_email: "camille@example.test",
    client_reference_id: bought.order.number,
    "metadata[payment]": bought.payment,
    locale: "fr",
    "line_items[0][quantity]": "2",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "2400",
    "line_items[0][price_data][product_data][name]": "Le Malade imaginaire",
    "line_items[0][price_data][product_data][description]": /Grande salle, Placement libre, Plein tarif$/,
    "line_items[1][quantity]": "1",
    "line_items[1][price_data][unit_amount]": "1600",
    "adaptive_pricing[enabled]": "false",
    success_url: `http://parterre.test/orders/${bought.order.token}?returned=1`,
    cancel_url: `http://parterre.test/orders/${bought.order.token}`,
  })
  t.equal(session?.amount_total, bought.order.total)

  const again = await start()
  t.equal(again.headers.refresh, page.headers.refresh, "the same place")
  t.equal(stripe.sessions.length, 1)
  const { rows } = await test.owner.query<{ reference: string; held: boolean }>(
    `select p.reference, c.expires_at >= to_timestamp($2) as held from payments p
    join orders o on o.id = p.order_id join carts c on c.id = o.cart_id where p.token = $1`,
    [bought.payment, session?.expires_at],
  )
  t.match(rows[0], { reference: session?.id, held: true }, "places are held as long as the person may pay")

  await t.test("pressed twice at once, it is one payment all the same", async (t) => {
    const other = await order(test, items, "stripe")
    const answers = await Promise.all(
      [1, 2, 3].map(() => app.inject(`/payments/${other.payment}`).then((answer) => answer.headers.refresh)),
    )
    t.equal(new Set(answers).size, 1)
  })

  await t.test("a session that is over leads back to the order, which asks and says so", async (t) => {
    const other = await order(test, items, "stripe")
    await app.inject(`/payments/${other.payment}`)
    const mine = stripe.sessions.at(-1)
    if (mine) stripe.expire(mine)
    const answer = await app.inject(`/payments/${other.payment}`)
    t.equal(answer.statusCode, 303)
    t.equal(answer.headers.location, `/orders/${other.order.token}?returned=1`)
    const orderPage = await app.inject({
      url: String(answer.headers.location),
      headers: { "accept-language": "en" },
    })
    t.match(orderPage.body, "The payment did not go through")
    t.match(await statusOf(test, other.order.id), { status: "pending", payments: ["refused"] })
  })

  await t.test("unknown payments are not found", async (t) => {
    t.equal((await app.inject("/payments/1.aaaaaaaaaaaaaaaaaaaaaaaa")).statusCode, 404)
    t.equal((await app.inject("/payments/x")).statusCode, 404)
  })
})

t.test("when Stripe does not answer, nothing is lost and one tries again", async (t) => {
  const stripe = await stripeServer(t)
  const test = await testApp(t, { env: stripe.env })
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation)
  const bought = await order(test, [{ performanceId, priceId: prices.plein, quantity: 1 }], "stripe")
  const start = () => app.inject({ url: `/payments/${bought.payment}`, headers: { "accept-language": "en" } })

  for (const status of [500, 0]) {
    stripe.fail(status, 2)
    const page = await start()
    t.equal(page.statusCode, 503)
    t.match(page.headers, { "retry-after": "5", "content-type": /html/ })
    t.match(page.body, "The payment service does not answer")
    t.match(page.body, `href="/payments/${bought.payment}"`, "the way to try again")
    t.match(await statusOf(test, bought.order.id), { status: "pending", payments: ["pending"], taken: 1 })
  }
  const page = await start()
  t.equal(page.statusCode, 200)
  t.match(page.headers.refresh, /^0; url=https:\/\/checkout\.stripe\.test/)
})

t.test("a key that Stripe refuses is the operator’s affair, said plainly", async (t) => {
  const stripe = await stripeServer(t)
  const test = await testApp(t, { env: { ...stripe.env, STRIPE_SECRET_KEY: "sk_test_wrong" } })
  const { performanceId, prices } = await makePerformance(test.app, test.organisation)
  const bought = await order(test, [{ performanceId, priceId: prices.plein, quantity: 1 }], "stripe")
  t.equal((await test.app.inject(`/payments/${bought.payment}`)).statusCode, 503)
})
