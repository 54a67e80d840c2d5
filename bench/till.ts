import { setTimeout as sleep } from "node:timers/promises"
import { applicationConnection, Databases, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { Secrets } from "../server/secrets.ts"
import { type Rush, sellOut } from "./rush.ts"
import { get, post, quantile } from "./support/clients.ts"
import { hallPlan } from "./support/hall.ts"
import { startProgram, temporaryFolder } from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const tills = 20
const secretKey = "a secret for benchmarks, long enough to be accepted"
const administrator = { email: "till@example.org", password: "three knocks before the curtain" }

type Prepared = Awaited<ReturnType<typeof preparePerformance>>

/**
 * Twenty tills that each sell two full prices in cash once a second, half of the time for the very hall that the web is
 * rushing for: how long the screen waits for the sale, and for its list, with the rush and without.
 */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const env = {
    ...{ DATABASE_URL: postgres.url, SECRET_KEY: secretKey, DEMO: "0" },
    ...{ ADMIN_EMAIL: administrator.email, ADMIN_PASSWORD: administrator.password },
  }
  try {
    const program = await startProgram(env, ["--role", "web"])
    const connection = applicationConnection(ownerConnection(postgres.url), new Secrets(secretKey))
    const databases = new Databases(connection, 2, () => {})
    const { body } = await post<{ token: string }>(`${program.url}/api/v1/auth/login`, administrator)
    const headers = { authorization: `Bearer ${body.token}` }

    const open = async (hall: Prepared) => openTills(program.url, headers, hall)
    const plan = hallPlan(34, 60)
    const other = await open(await preparePerformance(databases))
    let hall = await open(await preparePerformance(databases, { plan }))
    const sell = (during: Promise<unknown>) => sellUntil(during, headers, () => [hall, other])
    await sell(sleep(3000))
    const alone = await sell(sleep(8000))
    let rush: Rush | undefined
    const rushed = await sell(
      sellOut(program.url, async () => {
        const next = await preparePerformance(databases, { plan })
        hall = await open(next)
        return next
      }).then((sold) => {
        rush = sold
      }),
    )
    report("20 tills alone", alone)
    report("20 tills beside the rush", rushed)
    console.log(`the rush beside the tills      ${rush?.perSecond.toFixed(0)} places/s`)
    await databases.close()
    await program.stop()
  } finally {
    await postgres.stop()
    folder.remove()
  }
}

/** One hall, and the session of each till there. */
interface Counter {
  api: string
  hall: Prepared
  sessions: string[]
}

async function openTills(url: string, headers: Record<string, string>, hall: Prepared): Promise<Counter> {
  const api = `${url}/api/v1/organisations/${hall.organisation}`
  const sessions: string[] = []
  for (let n = 1; n <= tills; n++) {
    const { status, body } = await post<{ id: string }>(
      `${api}/till-sessions`,
      { tillId: `Till ${n}`, float: 10_000 },
      headers,
    )
    if (status !== 201) throw new Error(`till: ${JSON.stringify(body)}`)
    sessions.push(body.id)
  }
  return { api, hall, sessions }
}

interface Waits {
  sales: number[]
  lists: number[]
}

/** Each till asks for its list and sells, once a second, now here and now there. */
async function sellUntil(
  during: Promise<unknown>,
  headers: Record<string, string>,
  counters: () => Counter[],
): Promise<Waits> {
  const waits: Waits = { sales: [], lists: [] }
  let over = false
  const selling = Array.from({ length: tills }, async (_, till) => {
    await sleep(Math.random() * 1000)
    for (let round = till; !over; round++) {
      const began = performance.now()
      const { api, hall, sessions } = counters()[round % 2] as Counter
      await get(`${api}/counter?limit=30`, headers)
      waits.lists.push(performance.now() - began)
      const asked = performance.now()
      const { status, body } = await post(
        `${api}/sales`,
        {
          tillSessionId: sessions[till],
          items: [{ performanceId: hall.performanceId, priceId: hall.fullPriceId, quantity: 2 }],
          payments: [{ method: "cash", amount: 4800 }],
        },
        headers,
      )
      // A hall that is sold out is the rush's doing.
      if (status === 201) waits.sales.push(performance.now() - asked)
      else if (status !== 409) throw new Error(`sale: ${JSON.stringify(body)}`)
      await sleep(Math.max(0, 1000 - (performance.now() - began)))
    }
  })
  await during
  over = true
  await Promise.all(selling)
  return waits
}

function report(name: string, { sales, lists }: Waits): void {
  const at = (times: number[], share: number) => quantile(times, share).toFixed(0)
  console.log(
    `${name.padEnd(31)}${sales.length} sales: p50 ${at(sales, 0.5)} p95 ${at(sales, 0.95)} p99 ${at(sales, 0.99)} ms (p95 at most 100); ` +
      `list p50 ${at(lists, 0.5)} p95 ${at(lists, 0.95)} ms`,
  )
}

if (process.argv[1] === import.meta.filename) await run()
