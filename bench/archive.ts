import { spawn } from "node:child_process"
import { createWriteStream } from "node:fs"
import { stat } from "node:fs/promises"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import pg from "pg"
import { archivePeriod } from "../plugins/archives/archive-period.ts"
import { writeArchive } from "../plugins/archives/write-archive.ts"
import { plugins } from "../plugins/index.ts"
import { ClockWatch } from "../plugins/ledger/clock.ts"
import { closePeriods } from "../plugins/ledger/close-periods.ts"
import { ledgerVersion } from "../plugins/ledger/ledger.ts"
import { Seals } from "../plugins/ledger/seal.ts"
import { applicationConnection, Databases, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { migrate } from "../server/migrate.ts"
import { migrationSources } from "../server/plugin.ts"
import { projectRoot } from "../server/project.ts"
import { Secrets } from "../server/secrets.ts"
import { kernelMigrations } from "../server/start.ts"
import { fill } from "./ledger.ts"
import { temporaryFolder } from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const operations = Number(process.env.BENCH_OPERATIONS ?? 1_000_000)
const day = "2027-01-15"

/** A day of a million sales, archived and verified: how fast, how large, and in how much memory. */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const secrets = new Secrets("a secret for benchmarks, long enough to be accepted")
  const owner = ownerConnection(postgres.url)
  const application = applicationConnection(owner, secrets)
  await migrate(owner, application, [kernelMigrations, ...migrationSources(plugins)])
  const databases = new Databases(application, 4, () => {})
  try {
    const { organisationId, performanceId } = await preparePerformance(databases)
    const seals = new Seals(secrets)
    await fill(postgres.url, organisationId, seals, operations)
    await fillTickets(postgres.url, organisationId, performanceId)
    const db = databases.forOrganisation(organisationId)
    const ledger = { seals, version: ledgerVersion, anchored: new Map(), clock: new ClockWatch() }
    const now = new Date("2027-01-17T12:00:00Z")
    await db
      .transaction()
      .execute((trx) =>
        closePeriods(trx, ledger, { organisationId, period: "day", date: day, now, by: null }),
      )
    const file = join(folder.path, "archive.zip")
    const key = secrets.derive("archive")
    global.gc?.()
    const memory = process.memoryUsage().rss
    let most = memory
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 100)
    const before = performance.now()
    const { zip, summary } = await writeArchive({
      ...{ db, seals, key, ledgerVersion, now, number: 1, previous: null, by: null },
      organisation: {
        ...{ id: organisationId, slug: "bench", name: "Bench", timezone: "Europe/Paris", currency: "EUR" },
        legal: { licences: [], vatLiable: true },
      } as never,
      period: await archivePeriod(db, day),
    })
    await pipeline(zip, createWriteStream(file))
    clearInterval(watch)
    const seconds = (performance.now() - before) / 1000
    const { size } = await stat(file)
    console.log(
      `archive of ${operations.toLocaleString("en")}: ${seconds.toFixed(0)} s, ${(operations / seconds).toFixed(0)}/s, ` +
        `${(size / 1e6).toFixed(0)} MB, ${((most - memory) / 1e6).toFixed(0)} MB of memory more at most, ` +
        `sound: ${summary().sound}`,
    )
    await verifier(file, key)
  } finally {
    await databases.close()
    await postgres.stop()
    folder.remove()
  }
}

/** As sold by the operations: two a sale. */
async function fillTickets(url: string, organisationId: string, performanceId: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query("set session_replication_role = replica")
  await client.query(
    `insert into orders (organisation_id, id, number, token, cart_id, status, total, currency, locale, first_name, last_name)
       overriding system value
     select $1, n, 'T' || n, 't' || n, n, 'paid', 4800, 'EUR', 'fr', '', '' from generate_series(1, $2::int) n`,
    [organisationId, operations],
  )
  await client.query(
    `insert into tickets (organisation_id, order_id, position, number, performance_id, zone_id, tariff_id, event_title,
       zone_name, tariff_name, amount, vat_rate, key_id, valid_from, valid_until)
     select $1, n, p, 'T' || n || '-' || p, $3, 1, 1, 'Le Malade imaginaire', 'Placement libre', 'Plein tarif', 2400, 550, 1,
       now(), now() from generate_series(1, $2::int) n cross join generate_series(1, 2) p`,
    [organisationId, operations, performanceId],
  )
  await client.query("analyze tickets")
  await client.end()
}

/** The verifier of the archive, with the key: a program of its own, whose memory the system tells. */
async function verifier(file: string, key: Buffer): Promise<void> {
  const script = join(projectRoot, "dist", "verifier.py")
  const measured = `import runpy, sys
sys.argv = sys.argv[1:]
try: runpy.run_path(sys.argv[0], run_name="__main__")
finally: print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).strip())`
  const before = performance.now()
  const child = spawn("python3", ["-c", measured, script, file, "--cle", key.toString("hex")], {
    stdio: "inherit",
  })
  const code = await new Promise((resolve) => child.once("close", resolve))
  const seconds = (performance.now() - before) / 1000
  console.log(
    `verified: exit code ${code}, ${seconds.toFixed(0)} s, ${(operations / seconds).toFixed(0)} operations/s`,
  )
}

if (process.argv[1] === import.meta.filename) await run()
