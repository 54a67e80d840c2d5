import pg from "pg"
import { applicationConnection, Databases, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { Secrets } from "../server/secrets.ts"
import { get, post, quantile } from "./support/clients.ts"
import { fillWithSales } from "./support/fill.ts"
import { hallPlan } from "./support/hall.ts"
import { minimalWrites } from "./support/minimal-writes.ts"
import { startProgram, temporaryFolder } from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const clients = 64
const places = 2040
const readers = Number(process.env.BENCH_READERS ?? 500)
const soldBefore = Number(process.env.BENCH_SOLD ?? 200_000)
const halls = Number(process.env.BENCH_HALLS ?? 3)
const seconds = Number(process.env.BENCH_SECONDS ?? 10)
const secretKey = "a secret for benchmarks, long enough to be accepted"

type Prepared = Awaited<ReturnType<typeof preparePerformance>>

/**
 * The hour a season opens: 64 buyers look at what is left, hold 1 to 4 places and check out, until 2,040 places are sold; in a
 * free zone, and as the best numbered seats; against pgbench doing the writes of such orders. Then with 500 who only look, and
 * with 200,000 sold before.
 */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const env = { DATABASE_URL: postgres.url, SECRET_KEY: secretKey, DEMO: "0" }
  try {
    const program = await startProgram(env, ["--role", "web"])
    const owner = new pg.Pool({ connectionString: postgres.url, max: 2 })
    owner.on("error", () => {})
    const connection = applicationConnection(ownerConnection(postgres.url), new Secrets(secretKey))
    const databases = new Databases(connection, 2, () => {})
    const plan = hallPlan(34, 60)
    const zone = () => preparePerformance(databases, { capacity: places })
    const hall = () => preparePerformance(databases, { plan, capacity: places })

    const floor = await minimalWrites(postgres.url, clients, seconds, folder.path, 2.5)
    const floorSeats = floor.perSecond * 2.5
    console.log(`the same writes (${floor.by})       ${floorSeats.toFixed(0)} places/s`)
    await sellOut(program.url, hall)
    const free = await sellOut(program.url, zone)
    report("one free zone", free, floorSeats)
    const seated = await sellOut(program.url, hall)
    report("numbered seats, the best", seated, floorSeats)
    const watched = await sellOut(program.url, hall, readers)
    report(`the same with ${readers} who look`, watched, floorSeats)
    console.log(`watched / unwatched            ${(watched.perSecond / seated.perSecond).toFixed(2)}`)
    // What was sold before was sold in a zone that has room for it.
    const past = await preparePerformance(databases)
    await buy(`${program.url}/api/v1/shop/${past.organisation}`, past, 1)
    await fillWithSales(owner, soldBefore)
    const full = await sellOut(program.url, hall)
    report(`after ${soldBefore.toLocaleString("en")} sold`, full, floorSeats)
    console.log(`full / empty                   ${(full.perSecond / seated.perSecond).toFixed(2)}`)
    await checkBooks(owner)

    await databases.close()
    await owner.end()
    await program.stop()
  } finally {
    await postgres.stop()
    folder.remove()
  }
}

export interface Rush {
  perSecond: number
  seats: number
  refusals: number
  /** Milliseconds of each purchase, from the look to the order, and of each hold. */
  purchases: number[]
  holds: number[]
}

/** Sells halls out, one after the other, to 64 buyers at once. */
export async function sellOut(url: string, prepare: () => Promise<Prepared>, watchers = 0): Promise<Rush> {
  const rush: Rush = { perSecond: 0, seats: 0, refusals: 0, purchases: [], holds: [] }
  let elapsed = 0
  for (let hall = 0; hall < halls; hall++) {
    const target = await prepare()
    const shop = `${url}/api/v1/shop/${target.organisation}`
    await get(`${shop}/performances/${target.performanceId}`)
    let over = false
    const watching = Array.from({ length: watchers }, async (_, n) => {
      await pause(Math.random() * 1500)
      while (!over) {
        await get(`${shop}/performances/${target.performanceId}${n % 2 ? "/seats/taken" : ""}`)
        await pause(1500)
      }
    })
    const before = performance.now()
    await Promise.all(Array.from({ length: clients }, () => buyUntilSoldOut(shop, target, rush)))
    elapsed += performance.now() - before
    over = true
    await Promise.all(watching)
  }
  rush.perSecond = rush.seats / (elapsed / 1000)
  return rush
}

/** Whether it was sold, and how long the hold took. */
async function buy(
  shop: string,
  target: Prepared,
  quantity: number,
): Promise<{ sold: boolean; hold: number }> {
  const customer = { email: "spectator@example.org", firstName: "Ada", lastName: "Lovelace" }
  const before = performance.now()
  const cart = await post<{ id: string; secret: string; code?: string }>(`${shop}/carts`, {
    items: [{ performanceId: target.performanceId, priceId: target.priceId, quantity }],
  })
  const hold = performance.now() - before
  if (cart.status === 409) return { sold: false, hold }
  if (cart.status !== 201) throw new Error(`cart: ${JSON.stringify(cart.body)}`)
  const order = await post<{ order?: { status: string } }>(
    `${shop}/carts/${cart.body.id}/checkout`,
    { customer },
    { "cart-secret": cart.body.secret },
  )
  if (order.body.order?.status !== "paid") throw new Error(`order: ${JSON.stringify(order.body)}`)
  return { sold: true, hold }
}

async function buyUntilSoldOut(shop: string, target: Prepared, rush: Rush): Promise<void> {
  let most = 4
  while (most > 0) {
    const began = performance.now()
    await get(`${shop}/performances/${target.performanceId}`)
    const quantity = 1 + Math.floor(Math.random() * most)
    const { sold, hold } = await buy(shop, target, quantity)
    rush.holds.push(hold)
    if (!sold) {
      rush.refusals++
      most = quantity - 1
      continue
    }
    rush.seats += quantity
    rush.purchases.push(performance.now() - began)
  }
}

/** No seat has two owners, none was lost, and what is counted is what is sold. */
async function checkBooks(owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query(`
    select
      (select count(*)::int from (select from taken_seats group by performance_id, seat_id having count(*) > 1) as d) as doubled,
      (select count(*)::int from cart_items i join carts c on c.id = i.cart_id where c.state = 'sold' and i.seat_id is not null
        and not exists (select from taken_seats s where s.performance_id = i.performance_id and s.seat_id = i.seat_id and s.cart_id = i.cart_id)) as lost,
      (select count(*)::int from tickets where seat is not null) as tickets,
      (select count(*)::int from taken_seats) as taken`)
  console.log(`books                          ${JSON.stringify(rows[0])}`)
  const { doubled, lost, tickets, taken } = rows[0]
  if (doubled > 0 || lost > 0 || tickets !== taken) throw new Error("seats were doubled or lost")
}

function report(name: string, { perSecond, seats, refusals, purchases, holds }: Rush, floor: number): void {
  const at = (times: number[], share: number) => quantile(times, share).toFixed(0)
  const spread = (times: number[]) => `p50 ${at(times, 0.5)} p95 ${at(times, 0.95)} p99 ${at(times, 0.99)} ms`
  console.log(
    `${name.padEnd(31)}${perSecond.toFixed(0)} places/s, ratio ${(perSecond / floor).toFixed(2)}, ${seats} sold, ` +
      `${refusals} refused; hold ${spread(holds)}; purchase ${spread(purchases)}`,
  )
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

if (process.argv[1] === import.meta.filename) await run()
