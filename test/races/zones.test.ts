import t from "tap"
import { expireCarts } from "../../plugins/inventory/release-places.ts"
import { makePerformance, type TestPerformance } from "../harness.ts"
import { severalApps } from "../support/several-apps.ts"
import { itemsOf, openCart, postCart, postItems, removeCart, removeItem } from "../support/shopping.ts"
import { addZone } from "../support/zones.ts"

t.test(
  "carts that take the same zones in opposite orders never wait for each other in a circle",
  async (t) => {
    const { app, organisation, owner, pick } = await severalApps(t, 3)
    const first = await makePerformance(app, organisation, { capacity: 400, maxPerOrder: 100 })
    const zones: TestPerformance[] = [first]
    for (let rank = 1; rank < 4; rank++)
      zones.push(await addZone(app, organisation, first, { capacity: 400, rank }))
    const inOrder = zones.flatMap((zone) => itemsOf(zone, 1))
    const backwards = [...inOrder].reverse()

    const statuses = await Promise.all(
      Array.from({ length: 150 }, async (_, n) => {
        const items = n % 2 ? inOrder : backwards
        const cart = await openCart(pick(n), items)
        const seen: number[] = []
        if (n % 3 === 0) seen.push((await postItems(pick(n + 1), cart, [...items].reverse())).statusCode)
        if (n % 3 === 1) seen.push((await removeItem(pick(n + 1), cart, "2")).statusCode)
        if (n % 5 === 0) {
          await owner.query("update carts set expires_at = now() - interval '1 second' where id = $1", [
            cart.id,
          ])
          const { databases, events } = pick(n)
          await expireCarts(databases.forOrganisation(organisation.id), events, organisation.id)
        } else if (n % 5 === 1) seen.push((await removeCart(pick(n + 2), cart)).statusCode)
        return seen
      }),
    )
    const odd = statuses.flat().filter((status) => ![201, 204].includes(status))
    t.same(odd, [])
    const { rows } = await owner.query(
      `select s.zone_id, s.taken, count(i.position)::int as held from zone_stock s
     left join (cart_items i join carts c on c.id = i.cart_id and c.state = 'open') on i.zone_id = s.zone_id
     group by s.organisation_id, s.zone_id`,
    )
    for (const { zone_id, taken, held } of rows) t.equal(taken, held, `zone ${zone_id}`)
  },
)

t.test(
  "and without the order of the zones, two wait for each other: it is the order that holds",
  async (t) => {
    const { app, organisation, owner } = await severalApps(t, 1)
    const wide = await makePerformance(app, organisation)
    const zones = [wide.zoneId, (await addZone(app, organisation, wide)).zoneId]
    const takers = await Promise.all([owner.connect(), owner.connect()])
    const take = async (n: number, zoneId: string | undefined) =>
      takers[n]?.query("update zone_stock set taken = taken + 1 where zone_id = $1", [zoneId])
    await Promise.all(takers.map((taker) => taker.query("begin")))
    await Promise.all([take(0, zones[0]), take(1, zones[1])])
    const ends = await Promise.allSettled([take(0, zones[1]), take(1, zones[0])])
    const refused = ends.filter((end) => end.status === "rejected").map((end) => end.reason.code)
    await Promise.all(takers.map((taker) => taker.query("rollback")))
    for (const taker of takers) taker.release()
    t.same(refused, ["40P01"])
  },
)

t.test("a rush for several zones at once is all or nothing for each", async (t) => {
  const { app, organisation, owner, pick } = await severalApps(t, 3)
  const wide = await makePerformance(app, organisation, { capacity: 50 })
  const narrow = await addZone(app, organisation, wide, { capacity: 20 })
  const both = [...itemsOf(wide), ...itemsOf(narrow)]
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => postCart(pick(n), n % 2 ? both : [...both].reverse())),
  )
  t.equal(answers.filter((answer) => answer.statusCode === 201).length, 20)
  t.equal(answers.filter((answer) => answer.statusCode === 409).length, 80)
  const { rows } = await owner.query("select taken from zone_stock order by zone_id")
  t.same(
    rows.map((row) => row.taken),
    [20, 20],
  )
})
