import t, { type Test } from "tap"
import { openCart } from "../../plugins/inventory/change-cart.ts"
import { releaseAllotment } from "../../plugins/inventory/release-allotment.ts"
import { expireCarts } from "../../plugins/inventory/release-places.ts"
import type { Wish } from "../../plugins/inventory/wishes.ts"
import { Problem } from "../../server/problem.ts"
import { makePerformance } from "../harness.ts"
import { severalApps } from "../support/several-apps.ts"
import { itemsOf } from "../support/shopping.ts"
import { right, stockBooks } from "../support/stock-books.ts"

const aside = 30

/** Three instances, a zone of 100 places, and an allotment of 30 of them for schools. */
async function setAside(t: Test) {
  const cast = await severalApps(t, 3)
  const { app, organisation, as, pick } = cast
  const performance = await makePerformance(app, organisation, { capacity: 100, maxPerOrder: 100 })
  const { performanceId, zoneId } = performance
  const made = await app.inject({
    method: "POST",
    url: `/api/v1/organisations/theatre/performances/${performanceId}/allotments`,
    headers: as("boxOffice"),
    payload: { name: "Scolaires", channels: ["school"], zones: [{ zoneId, places: aside }] },
  })
  const { id } = made.json<{ id: string }>()
  const [wish] = itemsOf(performance, 1)
  const sell = (n: number) => {
    const { seatBoards: boards, databases } = pick(n)
    const db = databases.forOrganisation(organisation.id)
    return openCart(db, { boards, db, channel: "school", allotmentId: id }, [wish as Wish]).then(
      () => "sold",
      (error: unknown) => (error instanceof Problem ? error.code : Promise.reject(error)),
    )
  }
  return { cast, id, sell, performance }
}

const count = (outcomes: string[], what: string) => outcomes.filter((one) => one === what).length

t.test("50 sales at once from 30 places set aside: 30", async (t) => {
  const { cast, sell } = await setAside(t)
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => sell(n)))
  t.equal(count(outcomes, "sold"), aside)
  t.equal(count(outcomes, "sold_out"), 20)
  t.same(await stockBooks(cast), right)
})

t.test("and without the check, all 50: it is the check that holds", async (t) => {
  const { cast, sell } = await setAside(t)
  await cast.owner.query("alter table allotment_stock drop constraint allotment_stock_capacity")
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => sell(n)))
  t.equal(count(outcomes, "sold"), 50)
})

t.test(
  "released while it sells: nothing is sold of it afterwards, and every place is somebody's or free",
  async (t) => {
    for (const soon of [0, 8, 16]) {
      const { cast, id, sell } = await setAside(t)
      const { organisation, pick, owner } = cast
      const db = (n: number) => pick(n).databases.forOrganisation(organisation.id)
      const outcomes: Promise<string>[] = []
      const releases: Promise<boolean>[] = []
      for (let n = 0; n < 24; n++) {
        if (n === soon) for (const at of [0, 1, 2]) releases.push(releaseAllotment(db(at), id))
        outcomes.push(sell(n))
      }
      const sold = count(await Promise.all(outcomes), "sold")
      t.equal((await Promise.all(releases)).filter(Boolean).length, 1, "it is released once")
      t.equal(await sell(0), "not_on_sale")
      t.same(await stockBooks(cast), right)
      const { rows } = await owner.query("select taken from zone_stock")
      t.same(rows, [{ taken: sold }])
      await owner.query("update carts set expires_at = now()")
      await expireCarts(db(0), pick(0).events, organisation.id)
      t.same((await owner.query("select taken from zone_stock")).rows, [{ taken: 0 }])
      t.same(await stockBooks(cast), right)
    }
  },
)

t.test(
  "and released by who first looks and then writes, places are lost: it is the lock that holds",
  async (t) => {
    const { cast, id, sell } = await setAside(t)
    const { owner } = cast
    const { rows } = await owner.query("select capacity - taken as left from allotment_stock")
    t.same(await Promise.all([sell(0), sell(1)]), ["sold", "sold"])
    await owner.query("update zone_stock set taken = taken - $1", [rows[0].left])
    await owner.query("update allotment_stock set capacity = taken where allotment_id = $1", [id])
    t.match(await stockBooks(cast), { zonesWrong: 1 })
  },
)
