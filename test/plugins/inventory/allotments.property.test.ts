import fc from "fast-check"
import t from "tap"
import { openCart } from "../../../plugins/inventory/change-cart.ts"
import { movePlaces } from "../../../plugins/inventory/move-places.ts"
import { releaseAllotment } from "../../../plugins/inventory/release-allotment.ts"
import { expireCarts, releaseCart } from "../../../plugins/inventory/release-places.ts"
import type { Wish } from "../../../plugins/inventory/wishes.ts"
import { Problem } from "../../../server/problem.ts"
import { testApp } from "../../harness.ts"
import { makeSeatedPerformance } from "../../support/seated.ts"
import { right, stockBooks } from "../../support/stock-books.ts"

const step = fc.oneof(
  fc.record({ kind: fc.constant("sell" as const), from: fc.nat(3), places: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant("give back" as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant("expire" as const), which: fc.nat(20) }),
  fc.record({
    kind: fc.constant("move" as const),
    from: fc.nat(3),
    to: fc.nat(3),
    at: fc.nat(50),
    places: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ kind: fc.constant("release" as const), which: fc.nat(2) }),
)

t.test("whatever is set aside, moved, sold, given back and released, each seat is one's", async (t) => {
  const cast = await testApp(t)
  const { app, as, db, owner, organisation } = cast
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), async (steps) => {
      const performance = await makeSeatedPerformance(cast)
      const { performanceId } = performance
      const seats = (await performance.free()).map((seat) => seat.id)
      const zoneId = performance.zones[0]?.id ?? ""
      const allotments: string[] = []
      for (const name of ["a", "b", "c"]) {
        const made = await app.inject({
          method: "POST",
          url: `/api/v1/organisations/theatre/performances/${performanceId}/allotments`,
          headers: as("boxOffice"),
          payload: { name, channels: ["school"], overflowId: allotments.at(-1) ?? null },
        })
        allotments.push(made.json<{ id: string }>().id)
      }
      const pool = (n: number) => allotments[n] ?? null
      const carts: string[] = []
      const cart = (n: number) => carts[n % Math.max(1, carts.length)] ?? "0"
      const take = async (one: (typeof steps)[number]) => {
        if (one.kind === "sell") {
          const allotmentId = pool(one.from)
          const wish: Wish = {
            performanceId,
            zoneId,
            best: { [performance.price("gratuit")]: one.places },
            anywhere: true,
          }
          const sale = { boards: app.seatBoards, db, channel: "school" as const, loneLimit: 1 }
          carts.push((await openCart(db, allotmentId ? { ...sale, allotmentId } : sale, [wish])).id)
        } else if (one.kind === "give back") await releaseCart(db, cart(one.which))
        else if (one.kind === "expire") {
          await owner.query("update carts set expires_at = now() where id = $1", [cart(one.which)])
          await expireCarts(db, app.events, organisation.id)
        } else if (one.kind === "release") await releaseAllotment(db, allotments[one.which] ?? "0")
        else if (pool(one.from) !== pool(one.to))
          await db.transaction().execute((trx) =>
            movePlaces(trx, {
              performanceId,
              from: pool(one.from),
              to: pool(one.to),
              zones: [],
              seats: seats.slice(one.at, one.at + one.places),
            }),
          )
      }
      for (const one of steps)
        await take(one).catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error
        })
      t.strictSame(await stockBooks(cast), right, JSON.stringify(steps))
    }),
    { numRuns: 15 },
  )
})
