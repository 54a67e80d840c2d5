import { SMTPServer } from "smtp-server"
import t from "tap"
import { definePlugin } from "../../server/plugin.ts"
import { sessionCookie } from "../../server/session.ts"
import { makePerformance, testApp } from "../harness.ts"
import { buy, itemsOf, openCart, postCheckout, readOrder } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

/** Whatever goes wrong with the row of a person. */
const clumsy = definePlugin({
  name: "clumsy",
  dependencies: ["orders"],
  register(app) {
    app.events.on("order.paid", async (trx, { orderId }) => {
      const { email } = await trx
        .selectFrom("orders")
        .select("email")
        .where("id", "=", orderId)
        .executeTakeFirstOrThrow()
      if (email?.startsWith("clumsy"))
        await trx.updateTable("orders").set({ total: -1 }).where("id", "=", orderId).execute()
    })
  },
})

t.test("the log of a sale, at its most talkative, names nobody and opens nothing", async (t) => {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onRcptTo: (address, _session, done) =>
      done(Object.assign(new Error(`<${address.address}> has no mailbox here`), { responseCode: 550 })),
  })
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve))
  t.teardown(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const { port } = smtp.server.address() as { port: number }

  const lines: string[] = []
  const { app, organisation, owner, tokens } = await testApp(t, {
    work: true,
    plugins: [clumsy],
    queue: { attempts: 1 },
    env: { LOG_LEVEL: "debug", SMTP_URL: `smtp://127.0.0.1:${port}` },
    logStream: { write: (line) => void lines.push(line) },
  })
  const performance = await makePerformance(app, organisation)
  const person = {
    email: "zebulon.quagga@private.example",
    firstName: "Zébulon",
    lastName: "Quagga",
    phone: "+33 6 99 88 77 66",
  }
  const headers = { "idempotency-key": "key-of-zebulon", "user-agent": "AgentOfQuagga" }
  const cart = await openCart(app, itemsOf(performance))
  const placed = await postCheckout(app, cart, { customer: person, headers })
  t.equal(placed.statusCode, 201)
  const { order } = placed.json()
  await waitUntil(async () => (await readOrder(app, order.token)).tickets[0]?.documentReady)
  const { tickets } = await readOrder(app, order.token)
  await app.inject(`/orders/${order.token}?email=${person.email}`)
  await app.inject(`/api/v1/orders/${order.token}/tickets.pdf`)
  const paid = await buy(app, performance, { tariff: "plein", method: "sandbox", customer: person })
  await app.inject({
    method: "POST",
    url: "/api/v1/auth/login",
    payload: { email: person.email, password: "password of zebulon" },
  })
  await app.inject({ url: "/admin/theatre/venues?q=Quagga", cookies: { [sessionCookie]: tokens.manager } })
  await app.inject({
    method: "POST",
    url: "/api/v1/organisations/theatre/scans",
    headers: { authorization: `Bearer ${tokens.door}` },
    payload: { code: tickets[0]?.code, performanceId: performance.performanceId },
  })

  const clumsyCart = await openCart(app, itemsOf(performance))
  const fault = await postCheckout(app, clumsyCart, {
    customer: { ...person, email: `clumsy.${person.email}` },
  })
  t.equal(fault.statusCode, 500)
  const unsent = await waitUntil(
    async () => (await owner.query("select failure from outbox where failed_at is not null")).rows[0],
    { what: "the mail’s failure" },
  )

  const log = lines.join("\n")
  t.match(log, /"route":"\/api\/v1\/shop\/:org\/carts\/:id\/checkout","status":201/, "the requests are there")
  t.match(log, /orders_total_check/, "the fault is there")
  t.match(log, /"job":"mail\.send"/, "the mail that did not leave is there")
  const secrets = {
    email: "private.example",
    "first name": "bulon",
    "last name": "Quagga",
    phone: "99 88 77",
    token: order.token,
    payment: paid.payment?.id,
    secret: cart.secret,
    "ticket code": tickets[0]?.code,
    "idempotency key": "key-of-zebulon",
    session: tokens.manager,
    "door session": tokens.door,
    password: "password of zebulon",
  }
  for (const [name, value] of Object.entries(secrets)) {
    t.ok(value, name)
    t.notOk(log.includes(String(value)), `no ${name}`)
  }
  t.notMatch(log, /127\.0\.0\.1|remoteAddress/, "no address of who asked")
  t.notMatch(JSON.stringify(unsent), /zebulon|quagga|private\.example/i, "nor is it kept with the failed job")
  for (const line of lines) t.ok(JSON.parse(line).level, "each line is JSON")
})
