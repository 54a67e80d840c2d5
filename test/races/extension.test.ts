import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { expireCarts } from "../../plugins/inventory/release-places.ts"
import { makePerformance } from "../harness.ts"
import { severalApps } from "../support/several-apps.ts"
import { itemsOf, openCart, postItems } from "../support/shopping.ts"
import { right, stockBooks } from "../support/stock-books.ts"

const day = 86_400_000
const count = 40

t.test("an option or a cart that is kept longer as its time ends has its places, or is over", async (t) => {
  const cast = await severalApps(t, 3)
  const { as, organisation, owner, pick } = cast
  const performance = await makePerformance(cast.app, organisation, { capacity: 1000 })
  const options = "/api/v1/organisations/theatre/options"
  const expireOn = (n: number) => {
    const { databases, events } = pick(n)
    return expireCarts(databases.forOrganisation(organisation.id), events, organisation.id)
  }
  const endsSoon = (cartId: string, n: number) =>
    owner.query("update carts set expires_at = now() + make_interval(secs => $2) where id = $1", [
      cartId,
      0.03 * (n % 5),
    ])
  const outcomes: Record<string, number> = {}
  const note = (what: string, statusCode: number) => {
    outcomes[`${what} ${statusCode}`] = (outcomes[`${what} ${statusCode}`] ?? 0) + 1
  }

  const option = async (n: number) => {
    const until = new Date(Date.now() + day).toISOString()
    const made = await pick(n).inject({
      ...{ method: "POST", url: options, headers: as("boxOffice") },
      payload: { name: "Collège", until, items: itemsOf(performance, 2) },
    })
    const { id } = made.json<{ id: string }>()
    const { rows } = await owner.query("select cart_id from options where id = $1", [id])
    await endsSoon(rows[0].cart_id, n)
    await sleep(20 * (n % 7))
    const [kept] = await Promise.all([
      pick(n + 1).inject({
        ...{ method: "PATCH", url: `${options}/${id}`, headers: as("boxOffice") },
        payload: { until: new Date(Date.now() + 2 * day).toISOString() },
      }),
      expireOn(n + 2),
      expireOn(n),
    ])
    note("option", kept.statusCode)
    return { cartId: rows[0].cart_id as string, kept: kept.statusCode === 200, places: 2 }
  }
  const cart = async (n: number) => {
    const opened = await openCart(pick(n), itemsOf(performance, 1))
    await endsSoon(opened.id, n)
    await sleep(20 * (n % 7))
    const [more] = await Promise.all([
      postItems(pick(n + 1), opened, itemsOf(performance, 1)),
      expireOn(n + 2),
      expireOn(n),
    ])
    note("cart", more.statusCode)
    return { cartId: opened.id, kept: more.statusCode < 300, places: 2 }
  }
  const all = await Promise.all(Array.from({ length: count }, (_, n) => (n % 2 ? option(n) : cart(n))))
  await expireOn(0)

  for (const { cartId, kept, places } of all) {
    const { rows } = await owner.query(
      "select state, expires_at > now() as standing, (select count(*)::int from cart_items where cart_id = c.id) as places from carts c where id = $1",
      [cartId],
    )
    if (kept) t.match(rows[0], { state: "open", standing: true, places }, "what was said to be kept is kept")
    else t.equal(rows[0].state, "expired")
  }
  t.same(await stockBooks(cast), right)
  t.ok(Object.keys(outcomes).length >= 3, JSON.stringify(outcomes))

  await t.test("and without asking whether they still stand, places are promised twice", async (t) => {
    const over = all.filter(({ kept }) => !kept).map(({ cartId }) => cartId)
    await owner.query(
      "update carts set state = 'open', expires_at = now() + interval '1 day' where id = any($1::bigint[])",
      [over],
    )
    t.notSame(await stockBooks(cast), right)
  })
})
