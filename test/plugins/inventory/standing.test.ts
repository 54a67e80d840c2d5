import t from "tap"
import { testApp } from "../../harness.ts"
import { hold, makeSeatedPerformance, planFile, type SeatedCart } from "../../support/seated.ts"

function planWithPit(capacity: number, category = "Debout") {
  const plan = planFile("petite-salle")
  plan.categories.push({ name: "Debout" })
  plan.zones[0].areas = [
    {
      uuid: "pit",
      shape: "rectangle",
      rectangle: { width: 300, height: 50 },
      position: { x: 0, y: -60 },
      capacity,
      category,
    },
  ]
  return plan
}

t.test("a hall with seats and people standing: both are sold, neither beyond what there is", async (t) => {
  const cast = await testApp(t)
  const { app, as, db } = cast
  const { performanceId, zones, seats, price } = await makeSeatedPerformance(cast, planWithPit(3))
  t.same(
    zones.map(({ name }) => name),
    ["Unique", "Debout"],
  )
  const stock = () =>
    db
      .selectFrom("zone_stock")
      .select(["capacity", "taken"])
      .where("zone_id", "=", zones[1]?.id ?? "")
      .executeTakeFirst()
  t.match(await stock(), { capacity: 3, taken: 0 })
  const standing = (quantity: number) => hold(app, [{ performanceId, priceId: price("plein", 1), quantity }])
  const two = await standing(2)
  t.equal(two.statusCode, 201, two.body)
  t.same(
    two.json<SeatedCart>().items.map(({ seat }) => seat),
    [undefined, undefined],
    "nobody has a number there",
  )
  t.match((await standing(2)).json(), { status: 409, code: "sold_out" })
  const [seat] = await seats()
  const both = await hold(app, [
    { performanceId, priceId: price("plein", 1), quantity: 1 },
    { performanceId, seats: [{ seatId: seat?.id ?? "", priceId: price("plein") }] },
  ])
  t.equal(both.statusCode, 201, both.body)
  t.equal(both.json<SeatedCart>().items.length, 2)
  t.match(await stock(), { taken: 3 })

  const shrink = async (capacity: number) => {
    const plan = (await db.selectFrom("seating_plans").select("id").executeTakeFirstOrThrow()).id
    const url = `/api/v1/organisations/theatre/seating-plans/${plan}`
    const headers = as("manager")
    const { revision, hall } = (await app.inject({ url: `${url}/draft`, headers })).json()
    const payload = { revision, hall, trace: null, file: planWithPit(capacity) }
    const saved = await app.inject({ method: "PUT", url: `${url}/draft`, headers, payload })
    const made = await app.inject({ method: "POST", url: `${url}/versions`, headers, payload: saved.json() })
    return app.inject({
      method: "PATCH",
      url: `/api/v1/organisations/theatre/performances/${performanceId}`,
      headers,
      payload: { seatingVersionId: made.json().id },
    })
  }
  const refused = await shrink(2)
  t.match(refused.json(), { status: 409, code: "below_sold" }, refused.body)
  t.equal((await shrink(5)).statusCode, 200)
  t.match(await stock(), { capacity: 5, taken: 3 })
})

t.test("people standing and seats have each their category", async (t) => {
  const { app, as } = await testApp(t)
  const url = "/api/v1/organisations/theatre/seating-plans"
  const post = (plan: unknown) =>
    app.inject({ method: "POST", url, headers: as("manager"), payload: { name: "Fosse", plan } })
  const path = "/plan/zones/0/areas/0/category"
  for (const category of ["Unique", "Nulle part"])
    t.match((await post(planWithPit(10, category))).json().errors, [{ path }])
  t.match((await post(planWithPit(10))).json().zones, [{ name: "Unique" }, { name: "Debout", seats: 10 }])
})
