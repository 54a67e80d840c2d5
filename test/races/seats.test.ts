import { setTimeout as sleep } from "node:timers/promises"
import t, { type Test } from "tap"
import { expireCarts } from "../../plugins/inventory/release-places.ts"
import { testApp } from "../harness.ts"
import { hold, makeSeatedPerformance, type Seat, type SeatedCart } from "../support/seated.ts"
import { severalApps } from "../support/several-apps.ts"
import { type PlacedOrder, postCheckout, readOrder } from "../support/shopping.ts"
import { right, stockBooks } from "../support/stock-books.ts"

/** The first seats of each row. */
function rowStarts(seats: readonly Seat[], count: number): Seat[][] {
  const rows = new Map<string, Seat[]>()
  for (const seat of seats) rows.set(seat.row, [...(rows.get(seat.row) ?? []), seat])
  return [...rows.values()].map((row) => row.slice(0, count))
}

/** Everybody wants the same six seats at once, from three instances; answers how many got one. */
async function sameSeats(t: Test, prepare: (sql: (text: string) => Promise<unknown>) => Promise<unknown>) {
  const cast = await severalApps(t, 3)
  const performance = await makeSeatedPerformance(cast)
  const { performanceId } = performance
  const starts = rowStarts(await performance.free(), 1).flat()
  await prepare((text) => cast.owner.query(text))
  // Each instance has seen the hall empty: only the database can tell them otherwise.
  await Promise.all(
    cast.apps.map((app) => app.inject(`/api/v1/shop/theatre/performances/${performanceId}/seats/taken`)),
  )
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, n) => {
      const seatId = starts[Math.floor(n / 3) % starts.length]?.id ?? ""
      const seats = [{ seatId, priceId: performance.price("gratuit") }]
      return hold(cast.pick(n), [{ performanceId, seats }])
    }),
  )
  const counts: Record<number, number> = {}
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1
  return { counts, cast, seats: starts.length }
}

t.test("120 buyers at once for the same six seats: six have one", async (t) => {
  const { counts, cast, seats } = await sameSeats(t, async () => {})
  t.same(counts, { 201: seats, 409: 120 - seats })
  t.same(await stockBooks(cast), right)
})

t.test("and without the key, more than six: it is the key that holds", async (t) => {
  const { counts, seats } = await sameSeats(t, (sql) =>
    sql("alter table taken_seats drop constraint taken_seats_pkey"),
  )
  t.ok((counts[201] ?? 0) > seats, `${counts[201]} have one`)
})

t.test(
  "sets that overlap, asked for in any order: all or nothing, and nobody waits in a circle",
  async (t) => {
    const cast = await severalApps(t, 3)
    const performance = await makeSeatedPerformance(cast, undefined, { maxPerOrder: 20 })
    const { performanceId } = performance
    const other = await makeSeatedPerformance(cast, undefined, { maxPerOrder: 20 })
    const seats = await performance.free()
    const others = await other.free()
    const pick = (list: typeof seats, from: number, price: string) =>
      list.slice(from, from + 6).map(({ id }) => ({ seatId: id, priceId: price }))
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, n) => {
        const mine = { performanceId, seats: pick(seats, (n * 5) % 48, performance.price("gratuit")) }
        const theirs = {
          performanceId: other.performanceId,
          seats: pick(others, (n * 7) % 48, other.price("gratuit")),
        }
        if (n % 2) mine.seats.reverse()
        return hold(cast.pick(n), n % 3 ? [mine, theirs] : [theirs, mine])
      }),
    )
    const held = answers.filter((answer) => answer.statusCode === 201)
    t.same([...new Set(answers.map((answer) => answer.statusCode))].sort(), [201, 409])
    for (const answer of held) t.equal(answer.json<SeatedCart>().items.length, 12)
    t.same(await stockBooks(cast), right)
    const { rows } = await cast.owner.query(
      "select deadlocks::int from pg_stat_database where datname = current_database()",
    )
    t.same(rows, [{ deadlocks: 0 }])
  },
)

t.test("a rush for the best places from several instances sells the hall, each seat once", async (t) => {
  const cast = await severalApps(t, 3)
  const performance = await makeSeatedPerformance(cast)
  const { performanceId } = performance
  const best = (quantity: number) => [
    {
      performanceId,
      zoneId: performance.zones[0]?.id ?? "",
      best: { [performance.price("gratuit")]: quantity },
      anywhere: true,
    },
  ]
  const answers = await Promise.all(
    Array.from({ length: 90 }, async (_, n) => {
      const cart = await hold(cast.pick(n), best(1 + (n % 3)))
      return cart.statusCode === 201 ? postCheckout(cast.pick(n + 1), cart.json()) : cart
    }),
  )
  t.same([...new Set(answers.map((answer) => answer.statusCode))].sort(), [201, 409])
  t.same(await stockBooks(cast), right)
  const free = (await performance.free()).length
  t.ok(free < 3, `${free} seats left: nobody is refused while there is room for a party`)
  const { rows } = await cast.owner.query(
    "select count(*)::int as sold, count(distinct seat)::int as seats from tickets",
  )
  t.same(rows, [{ sold: 53 - free, seats: 53 - free }])
})

t.test(
  "who comes in the same instant is proposed other seats, and nobody is refused while there are some",
  async (t) => {
    const cast = await severalApps(t, 1)
    const performance = await makeSeatedPerformance(cast)
    const { performanceId } = performance
    const free = (await performance.free()).length
    const zoneId = performance.zones[0]?.id ?? ""
    // Nobody has looked at the hall for so long that they all wait for one reading of it.
    await sleep(3100)
    const items = [{ performanceId, zoneId, best: { [performance.price("gratuit")]: 1 }, anywhere: true }]
    const answers = await Promise.all(Array.from({ length: free }, () => hold(cast.pick(0), items)))
    const counts = new Map<number, number>()
    for (const { statusCode } of answers) counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1)
    t.same([...counts], [[201, free]])
    const ids = answers.map((answer) => Number(answer.json<SeatedCart>().id))
    const tries = Math.max(...ids) - Math.min(...ids) + 1
    t.equal(tries, free, "each at once: a refused attempt would have used up a number")
    t.same(await stockBooks(cast), right)
  },
)

t.test(
  "more transactions that choose seats than there are connections: none waits for another",
  async (t) => {
    const test = await testApp(t, { env: { DATABASE_POOL: "2" } })
    const performance = await makeSeatedPerformance(test)
    const { performanceId } = performance
    const items = [
      { performanceId, zoneId: performance.zones[0]?.id ?? "", best: { [performance.price("gratuit")]: 2 } },
    ]
    // Nobody has looked at the hall for long: each has it read, and waits for that within its transaction.
    await sleep(3100)
    const began = Date.now()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => hold(test.app, items, { "idempotency-key": `once ${n}` })),
    )
    t.same([...new Set(answers.map(({ statusCode }) => statusCode))], [201])
    t.ok(Date.now() - began < 9000, "well before a connection would be waited for in vain")
  },
)

t.test("holding, ending and ordering at the same instant, again and again", async (t) => {
  const cast = await severalApps(t, 3)
  const { owner, organisation, pick } = cast
  const performance = await makeSeatedPerformance(cast)
  const seats = await performance.free()
  const one = async (n: number) => {
    const at = (n * 4) % 48
    const two = seats
      .slice(at, at + 2)
      .map(({ id }) => ({ seatId: id, priceId: performance.price("gratuit") }))
    const cart = await hold(pick(n), [{ performanceId: performance.performanceId, seats: two }])
    if (cart.statusCode !== 201) return cart.statusCode
    await owner.query("update carts set expires_at = now() + make_interval(secs => $2) where id = $1", [
      cart.json().id,
      0.02 * (n % 3),
    ])
    const { databases, events } = pick(n + 1)
    const [order] = await Promise.all([
      n % 4 === 0 ? postCheckout(pick(n), cart.json()) : Promise.resolve({ statusCode: 0 }),
      expireCarts(databases.forOrganisation(organisation.id), events, organisation.id),
      expireCarts(databases.forOrganisation(organisation.id), events, organisation.id),
    ])
    return order.statusCode
  }
  const statuses = (await Promise.all(Array.from({ length: 200 }, (_, n) => one(n)))).flat()
  t.same(
    statuses.filter((status) => ![0, 201, 409, 410].includes(status)),
    [],
  )
  t.same(await stockBooks(cast), right)
})

/** An order whose hold is over, and the payment for it that comes as another buyer takes the same seats. */
async function lateAgainstNew(t: Test) {
  const cast = await severalApps(t, 3)
  const { app, owner, organisation, pick } = cast
  const performance = await makeSeatedPerformance(cast)
  const seats = await performance.free()
  const outcomes: string[] = []
  for (const [n, pair] of rowStarts(seats, 2).entries()) {
    const two = pair.map(({ id }) => ({ seatId: id, priceId: performance.price("plein") }))
    const items = [{ performanceId: performance.performanceId, seats: two }]
    const cart = (await hold(app, items)).json<SeatedCart>()
    const placed = (await postCheckout(app, cart, { method: "sandbox" })).json<PlacedOrder>()
    await owner.query("update carts set expires_at = now() where id = $1", [cart.id])
    await expireCarts(app.databases.forOrganisation(organisation.id), app.events, organisation.id)
    const [paid, taken] = await Promise.all([
      pick(n).inject({
        method: "POST",
        url: `/api/v1/payments/sandbox/${placed.payment?.id}`,
        payload: { outcome: "paid" },
      }),
      hold(pick(n + 1), items),
    ])
    t.equal(paid.statusCode, 200)
    const { status, tickets } = await readOrder(app, placed.order.token)
    t.equal(status, "paid", "there was room for both")
    t.equal(tickets.length, 2)
    const own = tickets.map((ticket) => (ticket as { seat?: string }).seat)
    const label = (id: string) => seats.find((seat) => seat.id === id)?.label
    const same = own.every((seat, index) => seat === label(two[index]?.seatId ?? ""))
    t.equal(taken.statusCode, same ? 409 : 201, "the seats are the one's or the other's")
    outcomes.push(same ? "the same seats" : "others")
    if (taken.statusCode === 201)
      await owner.query("update carts set expires_at = now() where id = $1", [taken.json().id])
    await expireCarts(app.databases.forOrganisation(organisation.id), app.events, organisation.id)
    t.same(await stockBooks(cast), right)
  }
  return outcomes
}

t.test(
  "a late payment against a new buyer: one has the seats, the other as good ones or an answer",
  async (t) => {
    const outcomes = await lateAgainstNew(t)
    t.comment(outcomes.join(", "))
  },
)

t.test(
  "and what holds then is the key of the seats: who does not look is refused, and without it has them too",
  async (t) => {
    const cast = await severalApps(t, 2)
    const { app, owner, organisation } = cast
    const performance = await makeSeatedPerformance(cast)
    const [pair] = rowStarts(await performance.free(), 2)
    const two = (pair ?? []).map(({ id }) => ({ seatId: id, priceId: performance.price("plein") }))
    const items = [{ performanceId: performance.performanceId, seats: two }]
    const late = (await hold(app, items)).json<SeatedCart>()
    await postCheckout(app, late, { method: "sandbox" })
    await owner.query("update carts set expires_at = now() where id = $1", [late.id])
    await expireCarts(app.databases.forOrganisation(organisation.id), app.events, organisation.id)
    t.equal((await hold(app, items)).statusCode, 201, "a new buyer has them")
    const blindly = () =>
      owner.query(
        `with paid as (update carts set state = 'sold' where id = $1 returning organisation_id, id),
        kept as (update cart_items i set freed = false from paid p where i.cart_id = p.id)
       insert into taken_seats (organisation_id, performance_id, seat_id, zone_id, cart_id)
       select p.organisation_id, i.performance_id, i.seat_id, i.zone_id, p.id from paid p join cart_items i on i.cart_id = p.id`,
        [late.id],
      )
    await t.rejects(blindly(), { code: "23505" })
    t.same(await stockBooks(cast), right)
    await owner.query("alter table taken_seats drop constraint taken_seats_pkey")
    await blindly()
    t.equal((await stockBooks(cast)).doubled, two.length)
  },
)
