import { spawn } from "node:child_process"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "kysely"
import pg from "pg"
import { from as copyFrom } from "pg-copy-streams"
import { plugins } from "../plugins/index.ts"
import { balanceOf } from "../plugins/ledger/balance.ts"
import { closePeriods } from "../plugins/ledger/close-periods.ts"
import { ledgerVersion } from "../plugins/ledger/ledger.ts"
import { macOf, Seals } from "../plugins/ledger/seal.ts"
import { verifyChain } from "../plugins/ledger/verify-chain.ts"
import { applicationConnection, Databases, type Db, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { migrate } from "../server/migrate.ts"
import { migrationSources } from "../server/plugin.ts"
import { projectRoot } from "../server/project.ts"
import { Secrets } from "../server/secrets.ts"
import { kernelMigrations } from "../server/start.ts"
import { orders } from "./orders.ts"
import { temporaryFolder } from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const operations = Number(process.env.BENCH_OPERATIONS ?? 200_000)
const secretKey = "a secret for benchmarks, long enough to be accepted"

/**
 * What the books cost the rush: confirmed orders with and without the module, turn about on one database. Then how
 * fast they are verified, and in how much memory.
 */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const secrets = new Secrets(secretKey)
  const owner = ownerConnection(postgres.url)
  const application = applicationConnection(owner, secrets)
  await migrate(owner, application, [kernelMigrations, ...migrationSources(plugins)])
  const databases = new Databases(application, 2, () => {})
  try {
    const rates = { with: [] as number[], without: [] as number[] }
    for (let round = 0; round < rounds; round++)
      for (const variant of ["with", "without"] as const) {
        const server = await serve(postgres.url, folder.path, variant === "with" ? [] : ["ledger", "till"])
        const rate = await orders(server.url, await preparePerformance(databases))
        rates[variant].push(rate.perSecond)
        await server.stop()
      }
    await verification(postgres.url, databases, secrets)
    if (rounds === 0) return
    const best = { with: Math.max(...rates.with), without: Math.max(...rates.without) }
    for (const variant of ["without", "with"] as const)
      console.log(
        `${variant.padEnd(8)}the books   ${rates[variant].map((rate) => rate.toFixed(0)).join(", ")} orders/s`,
      )
    console.log(`with / without       ${(best.with / best.without).toFixed(2)} (best of ${rounds} each)`)
  } finally {
    await databases.close()
    await postgres.stop()
    folder.remove()
  }
}

async function serve(url: string, dataDir: string, without: string[]) {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const child = spawn(
    process.execPath,
    ["--import=tsx", join(projectRoot, "bench", "support", "serve.ts"), ...without],
    {
      env: {
        ...process.env,
        LOG_LEVEL: "error",
        RATE_LIMIT: "0",
        PORT: String(port),
        DATABASE_URL: url,
        DATA_DIR: dataDir,
        SECRET_KEY: secretKey,
        DEMO: "0",
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  )
  const address = `http://127.0.0.1:${port}`
  while ((await fetch(`${address}/readyz`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error("the server did not start")
    await sleep(50)
  }
  return {
    url: address,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGTERM")
      await ended
    },
  }
}

async function verification(url: string, databases: Databases, secrets: Secrets): Promise<void> {
  const { organisationId } = await preparePerformance(databases)
  const seals = new Seals(secrets)
  await fill(url, organisationId, seals)
  const db = databases.forOrganisation(organisationId)
  global.gc?.()
  const memory = process.memoryUsage().rss
  let most = 0
  const cpu = process.cpuUsage()
  const before = performance.now()
  const { fault, count } = await verifyChain(db, organisationId, seals, "operations", [], ({ number }) => {
    if (Number(number) % 10_000 === 0) most = Math.max(most, process.memoryUsage().rss)
  })
  const seconds = (performance.now() - before) / 1000
  const { user, system } = process.cpuUsage(cpu)
  if (fault || count !== operations) throw new Error(`not verified: ${JSON.stringify(fault)}`)
  console.log(
    `verification of ${count.toLocaleString("en")}: ${(count / seconds).toFixed(0)}/s, ` +
      `${((count / (user + system)) * 1e6).toFixed(0)} per second of processor, ` +
      `${((most - memory) / 1e6).toFixed(0)} MB more at most`,
  )
  await balance(db, organisationId, seals)
}

/** What the page of the books reads, before the day is closed (it adds up all of it) and after (what came since). */
async function balance(db: Db, organisationId: string, seals: Seals): Promise<void> {
  const time = async (turns: number) => {
    const times: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      const before = performance.now()
      await balanceOf(db)
      times.push(performance.now() - before)
    }
    return Math.min(...times).toFixed(1)
  }
  const open = await time(1)
  const ledger = { seals, version: ledgerVersion }
  // The operations are of one day of that year.
  const [day, now] = ["2027-01-15", new Date("2027-01-17T12:00:00Z")]
  await db
    .transaction()
    .execute((trx) => closePeriods(trx, ledger, { organisationId, period: "day", date: day, now, by: null }))
  console.log(
    `balance: ${open} ms with every operation in the open period, ${await time(10)} ms once they are closed`,
  )
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain (analyze, buffers, costs off, timing off, summary off)
    select total, paid, content::json from ledger_lines
    where organisation_id = current_organisation() and chain = 'operations' and number > ${operations}`.execute(
    db,
  )
  for (const row of rows) console.log(`  ${row["QUERY PLAN"]}`)
}

/** Sold operations in bulk, sealed as they must be. */
export async function fill(
  url: string,
  organisationId: string,
  seals: Seals,
  count = operations,
): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  const lines = JSON.stringify([
    {
      performance: "1",
      title: "Le Malade imaginaire",
      starts: "2027-01-15T19:30:00Z",
      venue: "Grande salle",
      zone: "Placement libre",
      tariff: "Plein tarif",
      quantity: 2,
      unit: 2400,
      rate: 550,
      gross: 4800,
      net: 4550,
      vat: 250,
      tickets: ["7K3M-92QX-1", "7K3M-92QX-2"],
    },
  ])
  let previous = "0".repeat(64)
  const rows = function* () {
    for (let number = 1; number <= count; number++) {
      const sold = lines.replaceAll("7K3M-92QX", `T${number}`)
      const content = `{"channel":"online","by":null,"tillSession":null,"of":null,"lines":${sold},"payments":[{"id":"${number}","method":"sandbox","amount":4800}]}`
      const at = new Date(1_800_000_000_000 + number).toISOString()
      const seed = Buffer.alloc(16)
      seed.writeUInt32BE(number)
      const sealed = [
        "parterre-ledger/1",
        organisationId,
        "operations",
        number,
        at,
        "sale",
        number,
        4800,
        4800,
        content,
      ]
      previous = macOf(seals.keyOf(organisationId, seed), [...sealed, previous].join("\n"))
      const fields = [organisationId, "operations", number, at, "sale", number, 4800, 4800, content]
      yield `${fields.join("\t")}\t\\\\x${seed.toString("hex")}\t\\\\x${previous}\n`
    }
  }
  const copy = client.query(
    copyFrom(
      "copy ledger_lines (organisation_id, chain, number, at, kind, order_id, total, paid, content, seed, mac) from stdin",
    ),
  )
  await pipeline(Readable.from(rows()), copy)
  await client.query(
    `insert into ledger_heads (organisation_id, chain, number, mac) values ($1, 'operations', $2, $3)`,
    [organisationId, count, Buffer.from(previous, "hex")],
  )
  await client.query("analyze ledger_lines")
  await client.end()
}

if (process.argv[1] === import.meta.filename) await run()
