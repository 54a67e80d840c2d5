import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"

t.test("a cart, checked out for free, gives tickets", async (t) => {
  const { app, organisation } = await testApp(t, { work: true })
  const { performanceId, prices } = await makePerformance(app, organisation)
  const cart = await app.inject({
    method: "POST",
    url: "/api/v1/shop/theatre/carts",
    payload: { items: [{ performanceId, priceId: prices.gratuit, quantity: 2 }] },
  })
  t.equal(cart.statusCode, 201, cart.body)
  const { id, secret } = cart.json()
  const done = await app.inject({
    method: "POST",
    url: `/api/v1/shop/theatre/carts/${id}/checkout`,
    headers: { "cart-secret": secret },
    payload: { customer: { email: "a@b.fr", firstName: "Ada", lastName: "Λovelace" } },
  })
  t.equal(done.statusCode, 201, done.body)
  const { order } = done.json()
  for (let i = 0; i < 50; i++) {
    const pdf = await app.inject(`/api/v1/orders/${order.token}/tickets.pdf`)
    if (pdf.statusCode === 200) break
    await new Promise((r) => setTimeout(r, 100))
  }
  const read = await app.inject(`/api/v1/orders/${order.token}`)
  t.match(read.json(), { status: "paid", tickets: [{ documentReady: true }, {}] }, read.body)
})
