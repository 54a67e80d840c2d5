import { readFileSync } from "node:fs"
import t from "tap"
import { testApp } from "../../harness.ts"

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/seating/${name}.json`, import.meta.url), "utf8"))

t.test("seating plans over the API", async (t) => {
  const { app, as } = await testApp(t)
  const url = "/api/v1/organisations/theatre/seating-plans"
  const plan = fixture("theatre-italienne")
  const post = (payload: object, headers = {}) => app.inject({ method: "POST", url, payload, headers })

  t.equal((await post({ name: "Italienne", plan })).statusCode, 401)
  t.equal((await post({ name: "Italienne", plan }, as("boxOffice"))).statusCode, 403)
  t.equal((await post({ name: "Italienne", plan }, as("outsider"))).statusCode, 403)

  const made = await post({ name: "Italienne", plan }, as("manager"))
  t.equal(made.statusCode, 201, made.body)
  const { id, seats, zones } = made.json<{ id: string; seats: number; zones: { seats: number }[] }>()
  t.equal(seats, 624)
  t.equal(
    zones.reduce((sum, zone) => sum + zone.seats, 0),
    seats,
    "each seat is in one zone",
  )

  t.equal((await app.inject(`${url}/${id}`)).statusCode, 401)
  const given = await app.inject({ url: `${url}/${id}`, headers: as("boxOffice") })
  t.equal(given.body, JSON.stringify(plan), "given back to the letter")
  t.equal((await app.inject({ url: `${url}/999999`, headers: as("boxOffice") })).statusCode, 404)
  t.match((await app.inject({ url, headers: as("boxOffice") })).json(), {
    data: [{ id, name: "Italienne", seats }],
  })

  t.test("what is wrong is named with its path, and nothing is kept", async (t) => {
    const twice = fixture("petite-salle")
    const [first, second] = twice.zones[0].rows[0].seats
    second.seat_guid = first.seat_guid
    first.category = "nowhere"
    const refused = await post({ name: "Petite", plan: twice }, as("manager"))
    t.equal(refused.statusCode, 422)
    const paths = refused.json<{ errors: { path: string }[] }>().errors.map((error) => error.path)
    t.has(paths.sort(), ["/plan/zones/0/rows/0/seats/0/category", "/plan/zones/0/rows/0/seats/1/seat_guid"])
    t.equal((await post({ name: "Empty", plan: { ...twice, zones: [] } }, as("manager"))).statusCode, 422)
    t.equal((await post({ name: " ", plan }, as("manager"))).statusCode, 422)
    const list = await app.inject({ url, headers: as("manager") })
    t.equal(list.json<{ data: unknown[] }>().data.length, 1)
  })
})
