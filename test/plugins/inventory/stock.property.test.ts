import fc from "fast-check"
import t, { type Test } from "tap"
import { expireCarts } from "../../../plugins/inventory/release-places.ts"
import { makePerformance, type TestPerformance, testApp } from "../../harness.ts"
import {
  itemsOf,
  type OpenCart,
  type PlacedOrder,
  postCart,
  postCheckout,
  postItems,
  removeCart,
  removeItem,
} from "../../support/shopping.ts"
import { addZone } from "../../support/zones.ts"

const zone = fc.integer({ min: 0, max: 2 })
const quantity = fc.integer({ min: 1, max: 4 })
const tariff = fc.constantFrom("plein" as const, "gratuit" as const)
const wishes = fc.array(fc.record({ zone, quantity, tariff }), { minLength: 1, maxLength: 3 })
const which = fc.nat({ max: 50 })

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant("open" as const), wishes }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("add" as const), which, wishes }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("remove" as const), which, item: which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("drop" as const), which }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("order" as const), which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("pay" as const), which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("run out" as const), which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("expire" as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

t.test(
  "whatever is done to carts, what is taken is what they hold, and never more than there is",
  async (t) => {
    const { app, db, organisation, owner } = await testApp(t)

    async function zonesFor(): Promise<TestPerformance[]> {
      const first = await makePerformance(app, organisation, { capacity: 5, maxPerOrder: 8 })
      const second = await addZone(app, organisation, first, { capacity: 3, rank: 1 })
      return [first, second, await addZone(app, organisation, first, { capacity: 4, amount: 900, rank: 2 })]
    }

    /** Runs the steps, together or one after the other; every answer must be one that a shop gives. */
    async function run(zones: TestPerformance[], steps: Step[], together: boolean): Promise<void> {
      const carts: OpenCart[] = []
      const payments: string[] = []
      const itemsFor = (asked: { zone: number; quantity: number; tariff: "plein" | "gratuit" }[]) =>
        asked.flatMap((wish) => itemsOf(zones[wish.zone] as TestPerformance, wish.quantity, wish.tariff))
      const act = async (one: Step): Promise<void> => {
        const cart = "which" in one ? carts[one.which % Math.max(carts.length, 1)] : undefined
        if (one.does === "open") {
          const answer = await postCart(app, itemsFor(one.wishes))
          expect(answer.statusCode, [201, 409, 422], one)
          if (answer.statusCode === 201) carts.push(answer.json())
        } else if (one.does === "expire") await expireCarts(db, app.events, organisation.id)
        else if (one.does === "pay") {
          const payment = payments[one.which % Math.max(payments.length, 1)]
          if (!payment) return
          const url = `/api/v1/payments/sandbox/${payment}`
          const answer = await app.inject({ method: "POST", url, payload: { outcome: "paid" } })
          expect(answer.statusCode, [200], one)
        } else if (!cart) return
        else if (one.does === "add")
          expect((await postItems(app, cart, itemsFor(one.wishes))).statusCode, [201, 409, 410, 422], one)
        else if (one.does === "remove")
          expect((await removeItem(app, cart, String(1 + (one.item % 6)))).statusCode, [204, 404, 410], one)
        else if (one.does === "drop") expect((await removeCart(app, cart)).statusCode, [204, 410], one)
        else if (one.does === "run out")
          await owner.query("update carts set expires_at = now() - interval '1 second' where id = $1", [
            cart.id,
          ])
        else {
          const answer = await postCheckout(app, cart, { method: "sandbox" })
          expect(answer.statusCode, [201, 410], one)
          const payment = answer.statusCode === 201 ? answer.json<PlacedOrder>().payment : null
          if (payment) payments.push(payment.id)
        }
      }
      if (together) {
        for (let from = 0; from < steps.length; from += 6) {
          await Promise.all(steps.slice(from, from + 6).map(act))
          await check(zones)
        }
      } else
        for (const one of steps) {
          await act(one)
          await check(zones)
        }
    }

    async function check(zones: TestPerformance[]): Promise<void> {
      const { rows } = await owner.query(
        `select s.zone_id, s.taken, s.capacity, count(i.position)::int as held
       from zone_stock s
       left join (cart_items i join carts c on c.id = i.cart_id and c.state in ('open', 'pending', 'sold'))
         on i.zone_id = s.zone_id
       where s.zone_id = any($1::bigint[]) group by s.organisation_id, s.zone_id`,
        [zones.map((one) => one.zoneId)],
      )
      for (const { zone_id, taken, held, capacity } of rows)
        if (taken !== held || taken > capacity)
          throw new Error(`zone ${zone_id}: ${taken} taken, ${held} held, of ${capacity}`)
      const { rows: wrong } = await owner.query(
        `select c.id, c.state, c.total, sum(i.amount)::int as worth, min(o.total) as ordered, min(o.status) as status,
         count(i.position)::int as places,
         (select count(*)::int from tickets k where k.order_id = min(o.id)) as tickets
       from carts c join cart_items i on i.cart_id = c.id left join orders o on o.cart_id = c.id
       where i.performance_id = $1 group by c.organisation_id, c.id
       having c.total <> sum(i.amount) or min(o.total) <> sum(i.amount)
         or (c.state = 'sold') <> (coalesce(min(o.status), '') = 'paid')
         or (c.state = 'sold') <> ((select count(*) from tickets k where k.order_id = min(o.id)) = count(i.position))`,
        [zones[0]?.performanceId],
      )
      if (wrong.length > 0) throw new Error(`carts that do not add up: ${JSON.stringify(wrong)}`)
    }

    const property = (together: boolean) =>
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: "max" }), async (steps) => {
        await run(await zonesFor(), steps, together)
      })
    await t.test("one thing after the other", (t) => holds(t, property(false), 25))
    await t.test("several at once", (t) => holds(t, property(true), 25))

    async function holds(t: Test, one: fc.IAsyncProperty<unknown>, numRuns: number): Promise<void> {
      // No shrinking: each step is a request, and a race that is made smaller is gone.
      const result = await fc.check(one, { numRuns, endOnFailure: true, interruptAfterTimeLimit: 20_000 })
      t.equal(result.failed && !result.interrupted ? fc.defaultReportMessage(result as never) : null, null)
      t.ok(result.numRuns > 3, `${result.numRuns} runs`)
    }
  },
)

function expect(status: number, allowed: number[], one: unknown): void {
  if (!allowed.includes(status)) throw new Error(`${status} for ${JSON.stringify(one)}`)
}
