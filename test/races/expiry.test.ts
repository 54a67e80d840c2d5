import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { expireCarts } from "../../plugins/inventory/release-places.ts"
import type { App } from "../../server/plugin.ts"
import { makePerformance, type TestApp, testApp } from "../harness.ts"
import { holdUp } from "../support/hold-up.ts"
import { severalApps } from "../support/several-apps.ts"
import { buy, itemsOf, openCart, type PlacedOrder, postCheckout, readOrder } from "../support/shopping.ts"

async function stock({ owner }: Pick<TestApp, "owner">) {
  const { rows } = await owner.query(
    `select taken, (select count(*)::int from cart_items i join carts c on c.id = i.cart_id
       where i.zone_id = s.zone_id and c.state in ('open', 'pending', 'sold')) as held from zone_stock s`,
  )
  return rows[0] as { taken: number; held: number }
}

/** Many carts whose time is over among some whose time is not. */
async function manyCarts(cast: TestApp) {
  const performance = await makePerformance(cast.app, cast.organisation, { capacity: 1000 })
  const carts = await Promise.all(
    Array.from({ length: 120 }, (_, n) => openCart(cast.app, itemsOf(performance, 1 + (n % 3)))),
  )
  const over = carts.slice(0, 100).map((cart) => cart.id)
  await cast.owner.query(
    "update carts set expires_at = now() - interval '1 second' where id = any($1::bigint[])",
    [over],
  )
  const left = Array.from({ length: 20 }, (_, n) => 1 + ((n + 100) % 3)).reduce(
    (sum, count) => sum + count,
    0,
  )
  return { over, left }
}

t.test("however many end the same carts, each place is freed once", async (t) => {
  const cast = await severalApps(t, 3)
  const { over, left } = await manyCarts(cast)
  const ended = await Promise.all(
    Array.from({ length: 24 }, (_, n) => {
      const { databases, events } = cast.pick(n)
      return expireCarts(databases.forOrganisation(cast.organisation.id), events, cast.organisation.id, 30)
    }),
  )
  t.equal(
    ended.reduce((sum, count) => sum + count, 0),
    over.length,
  )
  t.ok(ended.filter((count) => count > 0).length > 1, "more than one had some")
  t.same(await stock(cast), { taken: left, held: left })

  await t.test(
    "and without asking for their state, more than once: it is that question that holds",
    async (t) => {
      const naive = `
      with ended as (
        update carts set state = 'expired' where expires_at <= now() returning organisation_id, id),
      counted as (
        select i.zone_id, count(*)::int as places from cart_items i join ended e on e.id = i.cart_id group by i.zone_id)
      update zone_stock s set taken = greatest(0, s.taken - c.places) from counted c where c.zone_id = s.zone_id`
      await Promise.all([1, 2, 3].map(() => cast.owner.query(naive)))
      const { taken, held } = await stock(cast)
      t.ok(taken < held, `${taken} taken, ${held} held`)
    },
  )
})

t.test(
  "a cart that ends just before it is ordered: its places are free and the order is refused",
  async (t) => {
    const cast = await testApp(t)
    const { app, db, organisation, owner } = cast
    const performance = await makePerformance(app, organisation)
    const cart = await openCart(app, itemsOf(performance, 2))
    await owner.query("update carts set expires_at = now() + interval '300 milliseconds'")
    const held = await holdUp(cast, "select from zone_stock where zone_id = $1 for update", [
      performance.zoneId,
    ])
    await sleep(350)
    const expiring = expireCarts(db, app.events, organisation.id)
    await held.waiting(1)
    const answer = await postCheckout(app, cart)
    t.match(answer.json(), { status: 410, code: "cart_expired" })
    await held.release()
    t.equal(await expiring, 1)
    t.same(await stock(cast), { taken: 0, held: 0 })
    t.equal((await owner.query("select from orders")).rowCount, 0)
  },
)

t.test("a cart that is being ordered as its time ends: the order stands and nothing is freed", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation, owner } = cast
  const performance = await makePerformance(app, organisation)
  await buy(app, performance)
  const cart = await openCart(app, itemsOf(performance, 2))
  await owner.query("update carts set expires_at = now() + interval '500 milliseconds' where state = 'open'")
  const held = await holdUp(cast, "lock table tickets in exclusive mode", [])
  const ordering = postCheckout(app, cart)
  await held.waiting(1)
  await sleep(550)
  t.equal(await expireCarts(db, app.events, organisation.id), 0, "is left to who orders it")
  await held.release()
  const { order } = (await ordering).json<PlacedOrder>()
  t.equal(order.status, "paid")
  t.equal((await readOrder(app, order.token)).tickets.length, 2)
  t.equal(await expireCarts(db, app.events, organisation.id), 0)
  t.same(await stock(cast), { taken: 3, held: 3 })
})

t.test("ordering, paying and ending at the same instant, again and again", async (t) => {
  const cast = await severalApps(t, 3)
  const { app, organisation, owner, pick } = cast
  const performance = await makePerformance(app, organisation, { capacity: 1000 })
  const expireOn = ({ databases, events }: App) =>
    expireCarts(databases.forOrganisation(organisation.id), events, organisation.id)
  const outcomes: Record<string, number> = {}
  const note = (outcome: string) => {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }

  const one = async (n: number): Promise<void> => {
    const cart = await openCart(pick(n), itemsOf(performance, 1, n % 2 ? "gratuit" : "plein"))
    await owner.query("update carts set expires_at = now() + make_interval(secs => $2) where id = $1", [
      cart.id,
      0.04 * (n % 4),
    ])
    await sleep(25 * (n % 5))
    const [answer] = await Promise.all([
      postCheckout(pick(n + 1), cart, { method: "sandbox" }),
      expireOn(pick(n + 2)),
      expireOn(pick(n)),
    ])
    note(`order ${answer.statusCode}`)
    const payment = answer.statusCode === 201 ? answer.json<PlacedOrder>().payment : null
    if (!payment) return
    await owner.query(
      `update carts set expires_at = now() + make_interval(secs => $2)
       where id = (select cart_id from orders o join payments p on p.order_id = o.id where p.token = $1)`,
      [payment.id, 0.01 * (n % 3)],
    )
    await sleep(5 * (n % 4))
    const url = `/api/v1/payments/sandbox/${payment.id}`
    const [paid] = await Promise.all([
      pick(n).inject({ method: "POST", url, payload: { outcome: "paid" } }),
      expireOn(pick(n + 1)),
      expireOn(pick(n + 2)),
    ])
    note(`payment ${paid.statusCode}`)
  }
  for (let from = 0; from < 60; from += 5)
    await Promise.all(Array.from({ length: 5 }, (_, n) => one(from + n * 13)))
  await expireOn(app)

  t.comment(JSON.stringify(outcomes))
  for (const outcome of Object.keys(outcomes))
    t.ok(["order 201", "order 410", "payment 200"].includes(outcome), `${outcome}: ${outcomes[outcome]}`)
  const { taken, held } = await stock(cast)
  t.equal(taken, held)
  const { rows } = await owner.query(
    `select o.status, c.state, count(distinct o.id)::int as orders, count(k.id)::int as tickets
     from orders o join carts c on c.id = o.cart_id left join tickets k on k.order_id = o.id group by 1, 2`,
  )
  t.equal(rows.length, 1, JSON.stringify(rows))
  t.match(
    rows,
    [{ status: "paid", state: "sold", orders: taken, tickets: taken }],
    "every payment was served",
  )
})
