import pg from "pg"
import { applicationConnection, Databases, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { Secrets } from "../server/secrets.ts"
import { measure, post } from "./support/clients.ts"
import { fillWithSales } from "./support/fill.ts"
import { minimalWrites } from "./support/minimal-writes.ts"
import { startProgram, temporaryFolder } from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const clients = 64
const seconds = Number(process.env.BENCH_SECONDS ?? 10)
const soldBefore = Number(process.env.BENCH_SOLD ?? 1_000_000)
const secretKey = "a secret for benchmarks, long enough to be accepted"

/**
 * Confirmed free orders through HTTP (cart, then checkout) of one performance with one zone, against the same minimal
 * writes by pgbench on the same database; then again with a million tickets sold.
 */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const env = { DATABASE_URL: postgres.url, SECRET_KEY: secretKey, DEMO: "0" }
  try {
    const program = await startProgram(env, ["--role", "web"])
    const owner = new pg.Pool({ connectionString: postgres.url, max: 2 })
    const connection = applicationConnection(ownerConnection(postgres.url), new Secrets(secretKey))
    const databases = new Databases(connection, 2, () => {})

    const floor = await minimalWrites(postgres.url, clients, seconds, folder.path)
    const empty = await orders(program.url, await preparePerformance(databases))
    console.log(`minimal writes (${floor.by})      ${floor.perSecond.toFixed(0)} transactions/s`)
    report("free orders over HTTP, empty", empty, floor.perSecond)

    await fillWithSales(owner, soldBefore)
    const full = await orders(program.url, await preparePerformance(databases))
    report(`the same with ${soldBefore.toLocaleString("en")} sold`, full, floor.perSecond)
    console.log(`full / empty                  ${(full.perSecond / empty.perSecond).toFixed(2)}`)

    await databases.close()
    await owner.end()
    await program.stop()
  } finally {
    await postgres.stop()
    folder.remove()
  }
}

interface Target {
  organisation: string
  performanceId: string
  priceId: string
}

export function orders(url: string, { organisation, performanceId, priceId }: Target) {
  const shop = `${url}/api/v1/shop/${organisation}/carts`
  const customer = { email: "spectator@example.org", firstName: "Ada", lastName: "Lovelace" }
  return measure(clients, seconds, async () => {
    const cart = await post<{ id: string; secret: string }>(shop, {
      items: [{ performanceId, priceId, quantity: 1 }],
    })
    if (cart.status !== 201) throw new Error(`cart: ${JSON.stringify(cart.body)}`)
    const order = await post<{ order: { status: string } }>(
      `${shop}/${cart.body.id}/checkout`,
      { customer },
      { "cart-secret": cart.body.secret },
    )
    if (order.body.order?.status !== "paid") throw new Error(`order: ${JSON.stringify(order.body)}`)
  })
}

function report(name: string, rate: { perSecond: number; p50: number; p99: number }, floor: number): void {
  console.log(
    `${name.padEnd(30)}${rate.perSecond.toFixed(0)} orders/s, ratio ${(rate.perSecond / floor).toFixed(2)}, ` +
      `p50 ${rate.p50.toFixed(0)} ms, p99 ${rate.p99.toFixed(0)} ms`,
  )
}

if (process.argv[1] === import.meta.filename) await run()
