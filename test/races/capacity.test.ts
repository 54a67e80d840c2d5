import t, { type Test } from "tap"
import { makePerformance } from "../harness.ts"
import { severalApps } from "../support/several-apps.ts"
import { itemsOf, postCart, postCheckout } from "../support/shopping.ts"

const buyers = 500
const places = 100

/** Everybody wants one place at once, from three instances; answers how many were sold. */
async function rush(t: Test, prepare: (sql: (text: string) => Promise<unknown>) => Promise<unknown>) {
  const { apps, pick, organisation, owner } = await severalApps(t, 3)
  const [first] = apps
  if (!first) throw new Error("no instance")
  const performance = await makePerformance(first, organisation, { capacity: places })
  await prepare((text) => owner.query(text))
  const answers = await Promise.all(
    Array.from({ length: buyers }, async (_, n) => {
      const cart = await postCart(pick(n), itemsOf(performance))
      return cart.statusCode === 201 ? postCheckout(pick(n + 1), cart.json()) : cart
    }),
  )
  const counts: Record<number, number> = {}
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1
  const { rows } = await owner.query(
    `select (select count(*)::int from tickets) as tickets, (select count(distinct number)::int from tickets) as numbers,
       (select taken from zone_stock) as taken, (select count(*)::int from orders where status = 'paid') as orders`,
  )
  return { counts, ...(rows[0] as { tickets: number; numbers: number; taken: number; orders: number }) }
}

t.test("500 buyers at once for 100 places: exactly 100 are sold", async (t) => {
  const sold = await rush(t, async () => {})
  t.same(sold.counts, { 201: places, 409: buyers - places })
  t.match(sold, { tickets: places, numbers: places, taken: places, orders: places })
})

t.test("and without the constraint, as many as ask: it is the constraint that holds", async (t) => {
  const sold = await rush(t, (sql) => sql("alter table zone_stock drop constraint zone_stock_capacity"))
  t.ok(sold.tickets > places, `${sold.tickets} sold`)
})
