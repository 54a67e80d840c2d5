import t, { type Test } from "tap"
import { makePerformance } from "../harness.ts"
import {
  askPlace,
  closed,
  eventOf,
  letIn,
  type PlaceAnswer,
  quick,
  setLine,
  takePlace,
} from "../plugins/waiting-room/waiting.ts"
import { severalApps } from "../support/several-apps.ts"
import { itemsOf, postCart } from "../support/shopping.ts"

/** Three instances on one database, and a performance behind a line. */
async function threeDoors(t: Test, settings: object) {
  const cast = await severalApps(t, 3)
  const performance = await makePerformance(cast.app, cast.organisation, { capacity: 1000 })
  const eventId = await eventOf(cast, performance.performanceId)
  await setLine(cast, eventId, settings)
  return { ...cast, performance, eventId }
}

t.test("600 arrive at once at three instances: one line, each number once", async (t) => {
  const { pick, performance } = await threeDoors(t, closed)
  const taken = await Promise.all(
    Array.from({ length: 600 }, (_, n) => takePlace(pick(n), performance.performanceId)),
  )
  const positions = taken.map(({ ahead }) => ahead ?? -1).sort((a, b) => a - b)
  t.same(positions, [...Array(600).keys()])
  const last = taken.find(({ ahead }) => ahead === 599)
  t.match((await askPlace(pick(1), last?.place ?? "")).json(), { ahead: 599 }, "whichever instance is asked")
})

/** For four seconds all ask at every instance; answers how many came in of those that might have. */
async function fourSeconds(t: Test, prepare: (sql: (text: string) => Promise<unknown>) => Promise<unknown>) {
  const cast = await threeDoors(t, { ...quick, rate: 120 })
  const { pick, performance, owner } = cast
  await prepare((text) => owner.query(text))
  const places = await Promise.all(
    Array.from({ length: 120 }, (_, n) => takePlace(pick(n), performance.performanceId)),
  )
  const before = Date.now()
  while (Date.now() - before < 4000) {
    await Promise.all(places.map(({ place }, n) => askPlace(pick(n), place)))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const seconds = (Date.now() - before) / 1000
  const { rows } = await owner.query("select count(*)::int as came from waiting_passes")
  return { came: (rows[0] as { came: number }).came, allowed: Math.ceil(seconds + 2) * 2 }
}

t.test("three instances let in no more than one would", async (t) => {
  const { came, allowed } = await fourSeconds(t, async () => {})
  t.ok(came >= 4 && came <= allowed, `${came} of ${allowed}`)
})

t.test("and more, when nothing says whose turn it is: it is the row’s clock that holds", async (t) => {
  const { came, allowed } = await fourSeconds(t, (sql) =>
    sql(`create function always() returns trigger language plpgsql as $$
           begin new.advanced_at = '2000-01-01'; return new; end $$;
         create trigger always before update on waiting_lines for each row execute function always()`),
  )
  t.ok(came > allowed, `${came} of ${allowed}`)
})

/** Sixty show one place at once, at every instance; answers what they got. */
async function replay(t: Test, prepare: (sql: (text: string) => Promise<unknown>) => Promise<unknown>) {
  const { pick, performance, owner, app } = await threeDoors(t, quick)
  await prepare((text) => owner.query(text))
  const { place } = await takePlace(app, performance.performanceId)
  const headers = { "waiting-place": place ?? "" }
  // Called, and not in yet: all sixty are the first.
  for (let called = 0; called === 0; await new Promise((resolve) => setTimeout(resolve, 100))) {
    await Promise.all([0, 1, 2].map((n) => pick(n).inject("/theatre/waiting/1/place")))
    called = (await owner.query("select admitted from waiting_lines")).rows[0].admitted
  }
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await Promise.all([0, 1, 2].map((n) => pick(n).inject("/theatre/waiting/1/place")))
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => postCart(pick(n), itemsOf(performance), headers)),
  )
  const { rows } = await owner.query(
    "select count(*)::int as passes, sum(carts)::int as counted from waiting_passes",
  )
  const carts = answers.filter(({ statusCode }) => statusCode === 201).length
  return { carts, refused: answers.filter(({ statusCode }) => statusCode === 429).length, ...rows[0] }
}

t.test("one place shown by sixty at once comes in once, and opens as many carts as one may", async (t) => {
  t.match(await replay(t, async () => {}), { passes: 1, counted: 5, carts: 5, refused: 55 })
})

t.test("and without the constraint, as many as ask", async (t) => {
  const { carts } = await replay(t, (sql) =>
    sql("alter table waiting_passes drop constraint waiting_passes_carts"),
  )
  t.ok(carts > 5, `${carts} carts`)
})

t.test("who was let in at one instance buys at another", async (t) => {
  const { apps, performance, app } = await threeDoors(t, quick)
  const { place } = await takePlace(app, performance.performanceId)
  await letIn(app, place)
  await new Promise((resolve) => setTimeout(resolve, 1200))
  for (const other of apps) {
    t.equal((await askPlace(other, place)).json<PlaceAnswer>().state, "admitted")
    const cart = await postCart(other, itemsOf(performance), { "waiting-place": place ?? "" })
    t.equal(cart.statusCode, 201)
  }
})
