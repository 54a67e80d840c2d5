import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Worker } from "node:worker_threads"
import pg from "pg"
import { saveLine } from "../plugins/waiting-room/lines.ts"
import { Places } from "../plugins/waiting-room/place.ts"
import { applicationConnection, Databases, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { Secrets } from "../server/secrets.ts"
import { get, measure, post, type Rate } from "./support/clients.ts"
import { processorSeconds, residentBytes, startProgram, temporaryFolder } from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const waiting = 20_000
/** Those who were let in and buy: each cart has a place of its own. */
const inside = 500_000
const seconds = Number(process.env.BENCH_SECONDS ?? 5)
const clients = 32
/** Each is told to ask again in 40 s. */
const pollsPerSecond = waiting / 40
const secretKey = "a secret for benchmarks, long enough to be accepted"

/**
 * 20,000 people wait before one web process: what their arrival, their polls and their memory cost, the poll against a
 * bare Fastify route in the same run, and what is left of the sale.
 */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const env = { DATABASE_URL: postgres.url, SECRET_KEY: secretKey, DEMO: "0" }
  const secrets = new Secrets(secretKey)
  try {
    const program = await startProgram(env, ["--role", "web"])
    const pid = program.process.pid ?? 0
    const owner = new pg.Pool({ connectionString: postgres.url, max: 2 })
    owner.on("error", () => {})
    const databases = new Databases(
      applicationConnection(ownerConnection(postgres.url), secrets),
      2,
      () => {},
    )
    const sale = await preparePerformance(databases)
    const shop = `${program.url}/api/v1/shop/${sale.organisation}`
    const cart =
      (headers = {}) =>
      () =>
        post(
          `${shop}/carts`,
          { items: [{ performanceId: sale.performanceId, priceId: sale.priceId, quantity: 1 }] },
          headers,
        ).then(({ status, body }) => {
          if (status !== 201) throw new Error(`cart: ${JSON.stringify(body)}`)
        })
    const open = await measure(clients, seconds, cart())
    report("carts, no line", open)

    const db = databases.forOrganisation(sale.organisationId)
    await saveLine(db, null, { mode: "on", rate: 0, opensAt: null, passMinutes: 60 })
    const { rows } = await owner.query(
      "update waiting_lines set arrived = $1, admitted = $1 returning id, round",
      [inside],
    )
    const line = rows[0] as { id: string; round: number }
    await sleep(3000)

    const before = residentBytes(pid)
    const places: string[] = []
    let asked = 0
    const start = performance.now()
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        while (asked < waiting) {
          const n = asked++
          const body = { performanceId: sale.performanceId }
          places[n] = (await post<{ place: string }>(`${shop}/waiting-places`, body)).body.place
        }
      }),
    )
    const arriving = (performance.now() - start) / 1000
    console.log(
      `arrivals                      ${(waiting / arriving).toFixed(0)}/s, each with a durable number`,
    )
    await sleep(1000)
    const memory = (residentBytes(pid) - before) / waiting
    console.log(`memory per waiting person     ${memory.toFixed(0)} bytes, for a moment`)

    const url = `${program.url}/${sale.organisation}/waiting/${line.id}/place`
    const poll = await polls(url, pid, places)
    const bare = await bareRoute(places)
    console.log(`polls, one core               ${poll.toFixed(0)}/s of processor time`)
    console.log(`bare Fastify route, one core  ${bare.toFixed(0)}/s, ratio ${(poll / bare).toFixed(2)}`)

    const signing = new Places(secrets)
    let next = 0
    const admitted = () => {
      const place = signing.write(sale.organisationId, {
        lineId: line.id,
        round: line.round,
        arrival: next++,
      })
      return cart({ "waiting-place": place })()
    }
    const behind = await measure(clients, seconds, admitted)
    report("carts of who was let in", behind, open)
    const pollers = new Worker(new URL("./support/pollers.js", import.meta.url), {
      workerData: { url, places, perSecond: pollsPerSecond },
    })
    await sleep(1000)
    const beside = await measure(clients, seconds, admitted)
    pollers.postMessage("how many")
    const [told] = (await once(pollers, "message")) as [{ answered: number; failed: number }]
    await pollers.terminate()
    report(`the same, ${waiting} polling`, beside, open)
    console.log(`polls beside them             ${told.answered} answered, ${told.failed} failed`)

    await databases.close()
    await owner.end()
    await program.stop()
  } finally {
    await postgres.stop()
    folder.remove()
  }
}

/** Polls that a second of processor time of this process answers. */
async function polls(url: string, pid: number, places: readonly string[]): Promise<number> {
  let n = 0
  let counted = 0
  const once = async () => {
    const { status, body } = await get<{ state: string }>(url, {
      "waiting-place": places[n++ % places.length] ?? "",
    })
    if (status !== 200 || body.state !== "waiting") throw new Error(`poll: ${JSON.stringify(body)}`)
    counted++
  }
  await measure(clients, 1, once)
  const before = { counted, used: processorSeconds(pid) }
  await measure(clients, seconds, once)
  return (counted - before.counted) / (processorSeconds(pid) - before.used)
}

async function bareRoute(places: readonly string[]): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const child = fork(join(import.meta.dirname, "support", "bare-route.js"), {
    env: { ...process.env, PORT: String(port) },
  })
  await once(child, "message")
  try {
    return await polls(`http://127.0.0.1:${port}/bench/waiting/1/place`, child.pid ?? 0, places)
  } finally {
    child.kill()
  }
}

function report(name: string, rate: Rate, against?: Rate): void {
  const ratio = against ? `, ratio ${(rate.perSecond / against.perSecond).toFixed(2)}` : ""
  console.log(
    `${name.padEnd(30)}${rate.perSecond.toFixed(0)}/s${ratio}, p50 ${rate.p50.toFixed(0)} ms, p99 ${rate.p99.toFixed(0)} ms`,
  )
}

if (process.argv[1] === import.meta.filename) await run()
