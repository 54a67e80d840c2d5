import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { eventually, letHoldEnd, order, statusOf } from "../../support/buying.ts"

t.test("a payment is decided over the API", async (t) => {
  const test = await testApp(t, { work: true })
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation, { capacity: 3 })
  const items = [{ performanceId, priceId: prices.plein, quantity: 2 }]
  const decide = (payment: string | null, outcome: unknown) =>
    app.inject({ method: "POST", url: `/api/v1/payments/sandbox/${payment}`, payload: { outcome } })

  await t.test("unknown payments and outcomes are refused", async (t) => {
    t.equal((await decide("1.aaaaaaaaaaaaaaaaaaaaaaaa", "paid")).statusCode, 404)
    t.equal((await decide("nothing", "paid")).statusCode, 404)
    const bad = await decide("1.aaaaaaaaaaaaaaaaaaaaaaaa", "maybe")
    t.equal(bad.statusCode, 422)
    t.match(bad.json(), { code: "invalid_request", errors: [{ path: "/outcome" }] })
  })

  await t.test("a payment of another method is not the sandbox’s", async (t) => {
    const bought = await order(test, items)
    await test.owner.query("update payments set method = 'bank' where order_id = $1", [bought.order.id])
    t.equal((await decide(bought.payment, "paid")).statusCode, 404)
    t.equal((await app.inject(`/payments/sandbox/${bought.payment}`)).statusCode, 404)
    await letHoldEnd(test, bought.order.id)
  })

  await t.test("refused, then paid by another payment; a repeat changes nothing", async (t) => {
    const bought = await order(test, items)
    const refused = await decide(bought.payment, "refused")
    t.equal(refused.statusCode, 200)
    t.match(refused.json(), { id: bought.payment, status: "refused", order: { status: "pending" } })

    const again = await app.inject({
      method: "POST",
      url: `/orders/${bought.order.token}/payments`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "method=sandbox",
    })
    t.equal(again.statusCode, 303)
    const second = /^\/payments\/(.+)$/.exec(String(again.headers.location))?.[1] ?? ""
    t.not(second, bought.payment)

    for (let times = 0; times < 2; times++) {
      const paid = await decide(second, "paid")
      t.match(paid.json(), { status: "paid", order: { number: bought.order.number, status: "paid" } })
    }
    t.match((await decide(second, "refused")).json(), { status: "paid", order: { status: "paid" } })
    t.match(await statusOf(test, bought.order.id), {
      status: "paid",
      payments: ["refused", "paid"],
      tickets: 2,
    })
  })

  await t.test("a payment for an order that is paid already goes back", async (t) => {
    const bought = await order(test, [{ performanceId, priceId: prices.plein, quantity: 1 }])
    t.match((await decide(bought.payment, "paid")).json(), { status: "paid" })
    const { rows } = await test.owner.query<{ token: string }>(
      `insert into payments (organisation_id, token, order_id, method, amount, currency, status)
      select organisation_id, organisation_id || '.second-payment-of-orders', id, 'sandbox', total, currency, 'pending'
      from orders where id = $1 returning token`,
      [bought.order.id],
    )
    t.match((await decide(rows[0]?.token ?? "", "paid")).json(), { status: /to_refund|refunded/ })
    await eventually(async () => (await statusOf(test, bought.order.id)).payments[1] === "refunded")
    const page = await app.inject({
      url: `/orders/${bought.order.token}`,
      headers: { "accept-language": "en" },
    })
    t.match(page.body, "A payment too many")
    const { rows: mails } = await test.owner.query("select text from mails where reference like 'payment:%'")
    t.match(mails, [{ text: /Un second paiement de 24,00/ }])
  })
})

t.test("a late payment takes the same places again, or goes back when they are gone", async (t) => {
  const test = await testApp(t, { work: true })
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation, { capacity: 2 })
  const items = [{ performanceId, priceId: prices.plein, quantity: 2 }]
  const pay = (payment: string | null) =>
    app.inject({ method: "POST", url: `/api/v1/payments/sandbox/${payment}`, payload: { outcome: "paid" } })

  const lost = await order(test, items)
  await letHoldEnd(test, lost.order.id)
  t.match(await statusOf(test, lost.order.id), { status: "expired", taken: 0 })
  const late = await order(test, items)
  await letHoldEnd(test, late.order.id)
  t.match((await pay(late.payment)).json(), { status: "paid", order: { status: "paid" } })
  t.match(await statusOf(test, late.order.id), { status: "paid", tickets: 2, taken: 2 })

  t.match((await pay(lost.payment)).json(), { status: /to_refund|refunded/, order: { status: "expired" } })
  await eventually(async () => (await statusOf(test, lost.order.id)).payments[0] === "refunded")
  t.match(await statusOf(test, lost.order.id), { status: "expired", tickets: 0, taken: 2 })
  const page = await app.inject({ url: `/orders/${lost.order.token}`, headers: { "accept-language": "fr" } })
  t.match(page.body, "Votre paiement vous a été rendu")
  t.match(page.body, "48,00")
  const { rows: mails } = await test.owner.query(
    "select recipient, subject, text from mails where reference like 'payment:%'",
  )
  t.match(mails, [
    {
      recipient: "camille@example.test",
      subject: /^Votre paiement vous est rendu · Théâtre de Quimper · commande /,
      text: /Votre paiement de 48,00/,
    },
  ])
})

t.test("the page with two buttons", async (t) => {
  const test = await testApp(t)
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation)
  const bought = await order(test, [{ performanceId, priceId: prices.plein, quantity: 1 }])
  const start = await app.inject(`/payments/${bought.payment}`)
  t.equal(start.statusCode, 303, "our own page needs no page between")
  const here = String(start.headers.location)
  const page = await app.inject({ url: here, headers: { "accept-language": "en" } })
  t.equal(page.statusCode, 200)
  t.match(page.body, /name="outcome" value="paid"/)
  t.match(page.body, /name="outcome" value="refused"/)

  const press = (payload: string, headers = {}) =>
    app.inject({
      method: "POST",
      url: here,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      payload,
    })
  t.equal((await press("outcome=paid", { "sec-fetch-site": "cross-site" })).statusCode, 403)
  t.equal((await press("outcome=perhaps")).statusCode, 422)
  const paid = await press("outcome=paid")
  t.equal(paid.statusCode, 303)
  t.equal(paid.headers.location, `/orders/${bought.order.token}`)
  t.match(await statusOf(test, bought.order.id), { status: "paid" })
  t.match(
    (await app.inject({ url: here, headers: { "accept-language": "en" } })).body,
    "already been decided",
  )
  t.equal((await app.inject(`/payments/${bought.payment}`)).headers.location, `/orders/${bought.order.token}`)
})

t.test("where the operator does not offer it, there is no sandbox", async (t) => {
  const { app, organisation } = await testApp(t, { env: { PAYMENT_SANDBOX: "0" } })
  t.same(app.paymentMethods.offered(organisation), [])
  const answer = await app.inject({
    method: "POST",
    url: "/api/v1/payments/sandbox/1.aaaaaaaaaaaaaaaaaaaaaaaa",
    payload: { outcome: "paid" },
  })
  t.equal(answer.statusCode, 404)
})
