import t, { type Test } from "tap"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { type Bought, eventually, letHoldEnd, order, statusOf } from "../../support/buying.ts"
import { type StripeServer, type StubSession, stripeServer } from "../../support/stripe-server.ts"

const completed = "checkout.session.completed"

/** An order whose payment is open at Stripe. */
async function atStripe(test: TestApp, stripe: StripeServer, items: Parameters<typeof order>[1]) {
  const bought = await order(test, items, "stripe")
  await test.app.inject(`/payments/${bought.payment}`)
  const session = stripe.sessions.at(-1)
  if (!session) throw new Error("no session")
  return { bought, session }
}

t.test("what Stripe says is believed when Stripe says it", async (t) => {
  const stripe = await stripeServer(t)
  const test = await testApp(t, { env: stripe.env })
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation)
  const items = [{ performanceId, priceId: prices.plein, quantity: 2 }]
  const { bought, session } = await atStripe(test, stripe, items)
  stripe.pay(session)
  const unchanged = async (t: Test, message: string) =>
    t.match(await statusOf(test, bought.order.id), { status: "pending", tickets: 0 }, message)

  await t.test("unsigned, wrongly signed, tampered with, too old: refused", async (t) => {
    const good = stripe.event(completed, session)
    const { "stripe-signature": _, ...unsigned } = good.headers
    const old = stripe.event(completed, session, { at: new Date(Date.now() - 10 * 60_000) })
    for (const [what, post] of Object.entries({
      unsigned: { ...good, headers: unsigned },
      "signed by another secret": stripe.event(completed, session, { secret: "whsec_other" }),
      "tampered with": { ...good, payload: good.payload.replace('"unpaid"', '"paid"').replace("4800", "1") },
      "signed ten minutes ago": old,
      "signed nonsense": { ...good, headers: { ...good.headers, "stripe-signature": "t=1,v1=zz" } },
      "without a body": { ...good, payload: "" },
      "as a form": {
        ...good,
        headers: { ...good.headers, "content-type": "application/x-www-form-urlencoded" },
      },
    })) {
      const answer = await app.inject(post)
      t.match(
        { status: answer.statusCode, code: answer.json().code },
        { status: 400, code: "bad_signature" },
        what,
      )
    }
    await unchanged(t, "nothing was settled")
  })

  await t.test("another amount or currency than owed settles nothing", async (t) => {
    for (const other of [{ amount: 1 }, { currency: "usd" }]) {
      const answer = await app.inject(
        stripe.event(completed, { ...session, amount_total: 4800, currency: "eur", ...rename(other) }),
      )
      t.equal(answer.statusCode, 422)
      t.match(answer.json(), { code: "payment_mismatch" })
    }
    await unchanged(t, "nothing was settled")
  })

  await t.test("what is none of ours is heard and left alone", async (t) => {
    for (const post of [
      stripe.event("customer.created", { id: "cus_1", object: "customer" }),
      stripe.event(completed, { ...session, metadata: {} }),
      stripe.event(completed, { ...session, metadata: { payment: "1.aaaaaaaaaaaaaaaaaaaaaaaa" } }),
      stripe.event(completed, { ...session, metadata: null }),
    ]) {
      const answer = await app.inject(post)
      t.equal(answer.statusCode, 200, answer.body)
    }
    await unchanged(t, "nothing was settled")
  })

  await t.test("paid, said as often as Stripe likes", async (t) => {
    const event = stripe.event(completed, session)
    const answers = await Promise.all([app.inject(event), app.inject(event), app.inject(event)])
    t.same(
      answers.map((answer) => answer.statusCode),
      [200, 200, 200],
    )
    t.equal((await app.inject(stripe.event(completed, session))).statusCode, 200)
    t.match(await statusOf(test, bought.order.id), {
      status: "paid",
      payments: ["paid"],
      tickets: 2,
      taken: 2,
    })
    t.equal((await app.inject(stripe.event("checkout.session.expired", session))).statusCode, 200)
    t.match(await statusOf(test, bought.order.id), { status: "paid", payments: ["paid"] }, "paid stays paid")
    const { rows } = await test.owner.query("select from outbox where job = 'tickets.print'")
    t.equal(rows.length, 1, "printed once")
  })

  await t.test("a bank that takes days: nothing is decided, then it is", async (t) => {
    const one = await atStripe(test, stripe, items)
    Object.assign(one.session, { status: "complete" })
    await app.inject(stripe.event(completed, one.session))
    t.match(await statusOf(test, one.bought.order.id), { status: "pending", payments: ["pending"] })
    stripe.pay(one.session)
    await app.inject(stripe.event("checkout.session.async_payment_succeeded", one.session))
    t.match(await statusOf(test, one.bought.order.id), { status: "paid" })

    const other = await atStripe(test, stripe, items)
    Object.assign(other.session, { status: "complete" })
    await app.inject(stripe.event("checkout.session.async_payment_failed", other.session))
    t.match(await statusOf(test, other.bought.order.id), { status: "pending", payments: ["refused"] })
  })

  await t.test("a session of this payment that is not the one it goes by says no for nobody", async (t) => {
    const one = await atStripe(test, stripe, items)
    const other = { ...one.session, id: "cs_test_other", status: "expired" }
    await app.inject(stripe.event("checkout.session.expired", other))
    t.match(await statusOf(test, one.bought.order.id), { payments: ["pending"] })
    stripe.expire(one.session)
    await app.inject(stripe.event("checkout.session.expired", one.session))
    t.match(await statusOf(test, one.bought.order.id), { status: "pending", payments: ["refused"] })
  })

  await t.test("paid although our note of the session was lost: it is the one to refund", async (t) => {
    const one = await atStripe(test, stripe, items)
    await test.owner.query("update payments set reference = null where token = $1", [one.bought.payment])
    stripe.pay(one.session)
    await app.inject(stripe.event(completed, one.session))
    const { rows } = await test.owner.query("select status, reference from payments where token = $1", [
      one.bought.payment,
    ])
    t.match(rows[0], { status: "paid", reference: one.session.id })
  })
})

t.test("a payment that comes after the hold", async (t) => {
  const stripe = await stripeServer(t)
  const test = await testApp(t, { env: stripe.env, work: true })
  const { app, organisation } = test
  const { performanceId, prices } = await makePerformance(app, organisation, { capacity: 2 })
  const items = [{ performanceId, priceId: prices.plein, quantity: 2 }]
  const late = async ({ bought, session }: { bought: Bought; session: StubSession }) => {
    stripe.pay(session)
    const answer = await app.inject(stripe.event(completed, session))
    t.equal(answer.statusCode, 200)
    return statusOf(test, bought.order.id)
  }
  const unlucky = await atStripe(test, stripe, items)
  await letHoldEnd(test, unlucky.bought.order.id)
  const lucky = await atStripe(test, stripe, items)
  await letHoldEnd(test, lucky.bought.order.id)

  t.match(
    await late(lucky),
    { status: "paid", payments: ["paid"], tickets: 2, taken: 2 },
    "the same places again",
  )

  stripe.fail(500, 2)
  t.match(await late(unlucky), { status: "expired", tickets: 0, taken: 2 }, "others have them all")
  const page = await app.inject({
    url: `/orders/${unlucky.bought.order.token}`,
    headers: { "accept-language": "fr" },
  })
  t.match(page.body, /Nous vous remboursons|Votre paiement vous a été rendu/)
  await eventually(async () => (await statusOf(test, unlucky.bought.order.id)).payments[0] === "refunded")
  t.same(
    stripe.refunds,
    [{ payment_intent: unlucky.session.payment_intent, amount: 4800 }],
    "given back once",
  )
  t.equal((await app.inject(stripe.event(completed, unlucky.session))).statusCode, 200)
  t.match(await statusOf(test, unlucky.bought.order.id), { status: "expired", payments: ["refunded"] })
  const after = await app.inject({
    url: `/orders/${unlucky.bought.order.token}`,
    headers: { "accept-language": "fr" },
  })
  t.match(after.body, "Votre paiement vous a été rendu")
})

t.test("without Stripe’s keys there is no webhook", async (t) => {
  const { app } = await testApp(t)
  t.notOk(app.paymentMethods.get("stripe"))
  const answer = await app.inject({ method: "POST", url: "/payments/stripe/webhook", payload: {} })
  t.equal(answer.statusCode, 404)
})

function rename({ amount, currency }: { amount?: number; currency?: string }) {
  return { ...(amount !== undefined && { amount_total: amount }), ...(currency && { currency }) }
}
