import t, { type Test } from "tap"
import { makePerformance, testApp } from "../harness.ts"

const buyers = 500
const capacity = 100

interface Tally {
  /** Orders that were confirmed. */
  confirmed: number
  /** Tickets that exist for the performance. */
  tickets: number
  taken: number
  refusals: Record<string, number>
}

/** Five hundred people want the hundred places of one performance at the same moment; two servers sell them. */
async function rush(
  t: Test,
  before: (query: (text: string) => Promise<unknown>) => Promise<unknown>,
): Promise<Tally> {
  const first = await testApp(t)
  const second = await testApp(t, { database: first })
  const { performanceId, zoneId, prices } = await makePerformance(first.app, first.organisation, { capacity })
  await before((text) => first.owner.query(text))
  const refusals: Record<string, number> = {}
  const buy = async (n: number): Promise<boolean> => {
    const { app } = n % 2 ? first : second
    const cart = await app.inject({
      method: "POST",
      url: "/api/v1/shop/theatre/carts",
      payload: { items: [{ performanceId, priceId: prices.gratuit, quantity: 1 }] },
    })
    if (cart.statusCode !== 201) {
      const { code } = cart.json<{ code: string }>()
      refusals[code] = (refusals[code] ?? 0) + 1
      return false
    }
    const { id, secret } = cart.json<{ id: string; secret: string }>()
    const order = await app.inject({
      method: "POST",
      url: `/api/v1/shop/theatre/carts/${id}/checkout`,
      headers: { "cart-secret": secret },
      payload: { customer: { email: `buyer${n}@example.test`, firstName: "Ada", lastName: "Lovelace" } },
    })
    return order.statusCode === 201 && order.json().order.status === "paid"
  }
  const confirmed = (await Promise.all(Array.from({ length: buyers }, (_, n) => buy(n)))).filter(
    Boolean,
  ).length
  const { rows } = await first.owner.query<{ tickets: number; taken: number }>(
    `select (select count(*)::int from tickets where performance_id = $1) as tickets,
       (select taken from zone_stock where zone_id = $2) as taken`,
    [performanceId, zoneId],
  )
  const [row] = rows
  if (!row) throw new Error("no figures")
  return { confirmed, ...row, refusals }
}

t.test("500 buyers at once get the 100 places there are, and no more", async (t) => {
  const tally = await rush(t, async () => {})
  t.same(tally, {
    confirmed: capacity,
    tickets: capacity,
    taken: capacity,
    refusals: { sold_out: buyers - capacity },
  })
})

t.test("negative control: without the constraint, the same rush sells too many", async (t) => {
  const tally = await rush(t, (query) => query("alter table zone_stock drop constraint zone_stock_capacity"))
  t.ok(tally.tickets > capacity, `sold ${tally.tickets} of ${capacity}`)
})
