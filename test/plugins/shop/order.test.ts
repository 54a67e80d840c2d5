import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { letHoldEnd, order, statusOf } from "../../support/buying.ts"
import { Visitor } from "../../support/visitor.ts"

t.test("the page of an order", async (t) => {
  const test = await testApp(t, { listen: true })
  const { app, organisation, owner } = test
  const { performanceId, prices } = await makePerformance(app, organisation, { capacity: 20 })
  const visitor = new Visitor(app.config.publicUrl, "en")
  const buy = () => order(test, [{ performanceId, priceId: prices.plein, quantity: 2 }])
  const pay = (payment: string | null) =>
    app.inject({ method: "POST", url: `/api/v1/payments/sandbox/${payment}`, payload: { outcome: "paid" } })

  await t.test("only for who has its address", async (t) => {
    for (const token of ["1.aaaaaaaaaaaaaaaaaaaaaaaa", "9.aaaaaaaaaaaaaaaaaaaaaaaa", "x"]) {
      t.equal((await visitor.open(`/orders/${token}`)).status, 404)
      t.equal((await app.inject({ method: "POST", url: `/orders/${token}/payments` })).statusCode, 404)
    }
  })

  await t.test("waiting for its payment: the way to pay, and no reloading", async (t) => {
    const bought = await buy()
    const page = await visitor.open(`/orders/${bought.order.token}`)
    t.match(page.text, "There is something left to pay")
    t.match(page.html, `href="/payments/${bought.payment}"`)
    t.notOk(page.headers.get("refresh"))
    t.match(page.headers.get("cache-control"), "no-store")
    t.match(page.html, `<meta name="robots" content="noindex"`)
    const again = await app.inject({
      method: "POST",
      url: `/orders/${bought.order.token}/payments`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "method=sandbox",
    })
    t.equal(again.headers.location, `/payments/${bought.payment}`, "the payment that waits goes on")
    const unknown = await app.inject({ method: "POST", url: `/orders/${bought.order.token}/payments` })
    t.equal(unknown.headers.location, `/orders/${bought.order.token}`)
    t.match(await statusOf(test, bought.order.id), { payments: ["pending"] })
    await letHoldEnd(test, bought.order.id)
  })

  await t.test("paid: tickets at once, what is printed as soon as it is", async (t) => {
    const bought = await buy()
    await pay(bought.payment)
    const page = await visitor.open(`/orders/${bought.order.token}`)
    t.match(page.text, /Your tickets Thank you Camille\..*The tickets to print are being made/)
    t.equal(page.html.match(/<svg class="qr" viewBox="0 0 \d+ \d+" width="224"/g)?.length, 2)
    t.equal(page.headers.get("refresh"), `2; url=/orders/${bought.order.token}`)
    t.notMatch(page.html, " style=", "the policy allows none")
    await owner.query("update orders set paid_at = now() - interval '5 minutes' where id = $1", [
      bought.order.id,
    ])
    const late = await visitor.open(`/orders/${bought.order.token}`)
    t.match(late.text, "take longer than usual")
    t.notOk(late.headers.get("refresh"))
    await owner.query(
      "insert into ticket_documents (organisation_id, order_id, pdf, edition) select organisation_id, id, '%PDF', 100 from orders where id = $1",
      [bought.order.id],
    )
    const ready = await visitor.open(`/orders/${bought.order.token}`)
    t.match(ready.html, `href="/api/v1/orders/${bought.order.token}/tickets.pdf"`)
    t.notOk(ready.headers.get("refresh"))
    await owner.query("update tickets set status = 'cancelled' where order_id = $1 and position = 1", [
      bought.order.id,
    ])
    t.match((await visitor.open(`/orders/${bought.order.token}`)).html, "ticket-cancelled")
  })

  await t.test("its time is up: nothing to pay any more", async (t) => {
    const bought = await buy()
    await letHoldEnd(test, bought.order.id)
    const page = await visitor.open(`/orders/${bought.order.token}`)
    t.match(page.text, "The order’s time is up")
    t.match(page.html, `href="/theatre/performances/${performanceId}"`)
    const start = await visitor.open(`/payments/${bought.payment}`)
    t.equal(start.address, `/orders/${bought.order.token}`, "nobody pays for places that are gone")
    const again = await app.inject({
      method: "POST",
      url: `/orders/${bought.order.token}/payments`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "method=sandbox",
    })
    t.equal(again.headers.location, `/orders/${bought.order.token}`)
    t.match(await statusOf(test, bought.order.id), { status: "expired", payments: ["pending"] })
  })

  await t.test("the hold ends between a refusal and the next try", async (t) => {
    const bought = await buy()
    await app.inject({
      method: "POST",
      url: `/api/v1/payments/sandbox/${bought.payment}`,
      payload: { outcome: "refused" },
    })
    const page = await visitor.open(`/orders/${bought.order.token}`)
    t.match(page.text, "The payment did not go through")
    await owner.query(
      "update carts set expires_at = now() - interval '1 second' where id = (select cart_id from orders where id = $1)",
      [bought.order.id],
    )
    const late = await visitor.send(page, "/payments", {}, "sandbox")
    t.equal(late.address, `/orders/${bought.order.token}`)
    t.match(await statusOf(test, bought.order.id), { payments: ["refused"] }, "no payment was begun")
  })

  await t.test("tries are counted: places are not kept for ever", async (t) => {
    const bought = await buy()
    const refuse = (payment: string | null | undefined) =>
      app.inject({
        method: "POST",
        url: `/api/v1/payments/sandbox/${payment}`,
        payload: { outcome: "refused" },
      })
    let payment: string | null | undefined = bought.payment
    let page = await visitor.open(`/orders/${bought.order.token}`)
    for (let tries = 1; tries < 5; tries++) {
      await refuse(payment)
      page = await visitor.open(`/orders/${bought.order.token}`)
      payment = (await visitor.send(page, "/payments", {}, "sandbox")).address.split("/").at(-1)
    }
    await refuse(payment)
    const spent = await visitor.open(`/orders/${bought.order.token}`)
    t.match(spent.text, "After several tries")
    t.notMatch(spent.html, "<form")
    t.equal((await visitor.send(page, "/payments", {}, "sandbox")).address, `/orders/${bought.order.token}`)
    t.equal((await statusOf(test, bought.order.id)).payments.length, 5)
  })

  await t.test("cancelled", async (t) => {
    const bought = await buy()
    await owner.query("update orders set status = 'cancelled' where id = $1", [bought.order.id])
    t.match((await visitor.open(`/orders/${bought.order.token}`)).text, "This order is cancelled")
  })
})
