import t from "tap"
import { askPendingPayments } from "../../../plugins/payment-stripe/ask-pending-payments.ts"
import { stripeMethod } from "../../../plugins/payment-stripe/method.ts"
import { openStripe } from "../../../plugins/payment-stripe/open-stripe.ts"
import { makePerformance, testApp } from "../../harness.ts"
import { order, statusOf } from "../../support/buying.ts"
import { stripeServer } from "../../support/stripe-server.ts"

t.test("a webhook that never comes loses no paid order", async (t) => {
  const stripe = await stripeServer(t)
  const test = await testApp(t, { env: stripe.env })
  const { app, organisation, owner } = test
  const { performanceId, prices } = await makePerformance(app, organisation)
  const buy = async () => {
    const bought = await order(test, [{ performanceId, priceId: prices.plein, quantity: 1 }], "stripe")
    await app.inject(`/payments/${bought.payment}`)
    const session = stripe.sessions.at(-1)
    if (!session) throw new Error("no session")
    return { bought, session }
  }
  const minutesAgo = (payment: string | null, minutes: number) =>
    owner.query("update payments set created_at = now() - make_interval(mins => $2) where token = $1", [
      payment,
      minutes,
    ])

  await t.test("who comes back from Stripe’s page is asked about at once", async (t) => {
    const { bought, session } = await buy()
    const look = (address: string) =>
      app.inject({ url: address, headers: { "accept-language": "en", host: "parterre.test" } })
    const before = stripe.requests.length
    const waiting = await look(`/orders/${bought.order.token}?returned=1`)
    t.match(waiting.body, "Your payment is being confirmed")
    t.equal(waiting.headers.refresh, `2; url=/orders/${bought.order.token}?returned=2`)
    t.equal(stripe.requests.length, before + 1)
    await look(`/orders/${bought.order.token}?returned=2`)
    t.equal(stripe.requests.length, before + 1, "asked now and then, not at each look")
    const bored = await look(`/orders/${bought.order.token}?returned=100`)
    t.match(bored.body, "The confirmation takes longer than usual")
    t.notOk(bored.headers.refresh)

    stripe.pay(session)
    const paid = await look(`/orders/${bought.order.token}?returned=1`)
    t.match(paid.body, "Your ticket")
    t.match(await statusOf(test, bought.order.id), { status: "paid", tickets: 1 })
  })

  await t.test("the others are asked about by the clock", async (t) => {
    const paid = await buy()
    const young = await buy()
    const ancient = await buy()
    const open = await buy()
    const over = await buy()
    const never = await order(test, [{ performanceId, priceId: prices.plein, quantity: 1 }], "stripe")
    for (const one of [paid, young, ancient]) stripe.pay(one.session)
    stripe.expire(over.session)
    for (const one of [paid, open, over]) await minutesAgo(one.bought.payment, 3)
    await minutesAgo(never.payment, 3)
    await minutesAgo(ancient.bought.payment, 25 * 60)

    await askPendingPayments(app)
    t.match(await statusOf(test, paid.bought.order.id), { status: "paid" })
    t.match(await statusOf(test, open.bought.order.id), { status: "pending", payments: ["pending"] })
    t.match(await statusOf(test, over.bought.order.id), { status: "pending", payments: ["refused"] })
    t.match(
      await statusOf(test, young.bought.order.id),
      { payments: ["pending"] },
      "its webhook is on its way",
    )
    t.match(await statusOf(test, ancient.bought.order.id), { payments: ["pending"] }, "a day is enough")
    t.match(await statusOf(test, never.order.id), { payments: ["pending"] })
  })

  await t.test("one that can’t be asked about keeps none of the others waiting", async (t) => {
    const broken = await buy()
    const paid = await buy()
    await owner.query("update payments set reference = 'cs_test_gone' where token = $1", [
      broken.bought.payment,
    ])
    stripe.pay(paid.session)
    for (const one of [broken, paid]) await minutesAgo(one.bought.payment, 3)
    await askPendingPayments(app)
    t.match(await statusOf(test, broken.bought.order.id), { payments: ["pending"] })
    t.match(await statusOf(test, paid.bought.order.id), { status: "paid" })
  })
})

t.test("a refund may be asked for twice", async (t) => {
  const stripe = await stripeServer(t)
  const test = await testApp(t, { env: stripe.env })
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation)
  const bought = await order(test, [{ performanceId, priceId: prices.plein, quantity: 1 }], "stripe")
  await app.inject(`/payments/${bought.payment}`)
  const [session] = stripe.sessions
  const payment = await test.db
    .selectFrom("payments")
    .selectAll()
    .where("token", "=", bought.payment ?? "")
    .executeTakeFirstOrThrow()
  const method = app.paymentMethods.get("stripe")
  if (!method) throw new Error("Stripe is configured")
  await t.rejects(method.refund(payment, test.db), /no payment to refund/)
  if (session) stripe.pay(session)
  await method.refund(payment, test.db)
  await method.refund(payment, test.db)
  t.equal(stripe.refunds.length, 1, "the same request to Stripe")

  const { config } = app
  if (!config.stripe) throw new Error("Stripe is configured")
  const later = stripeMethod(app, await openStripe(config.stripe))
  await later.refund({ ...payment, token: `${payment.token}-forgotten-key` }, test.db)
  t.equal(stripe.refunds.length, 1, "nor once Stripe has forgotten that request")
  await t.rejects(later.refund({ ...payment, reference: null }, test.db), /no session/)
})
