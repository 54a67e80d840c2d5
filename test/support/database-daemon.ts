import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import pg from "pg"
import { plugins } from "../../plugins/index.ts"
import { applicationConnection, ownerConnection } from "../../server/database.ts"
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "../../server/embedded-postgres.ts"
import { migrate } from "../../server/migrate.ts"
import { migrationSources } from "../../server/plugin.ts"
import { kernelMigrations } from "../../server/start.ts"
import { testSecrets } from "./secrets.ts"

const [file = "", owner = ""] = process.argv.slice(2)
const dataDir = mkdtempSync(join(tmpdir(), "parterre-test-"))
chmodSync(dataDir, 0o755)
const postgres = await startEmbeddedPostgres({ dataDir, durable: false, maxConnections: 400 })

const template = "parterre_template"
const admin = new pg.Client(postgres.url)
await admin.connect()
await admin.query(`create database ${template}`)
await admin.end()
const connection = { ...ownerConnection(postgres.url), database: template }
await migrate(connection, applicationConnection(connection, testSecrets), [
  kernelMigrations,
  ...migrationSources(plugins),
])

mkdirSync(dirname(file), { recursive: true })
writeFileSync(`${file}.new`, JSON.stringify({ url: postgres.url, template, pid: process.pid }))
renameSync(`${file}.new`, file)

let ending = false
process.on("SIGTERM", end)
setInterval(() => {
  try {
    process.kill(Number(owner), 0)
  } catch {
    end()
  }
}, 1000)

async function end() {
  if (ending) return
  ending = true
  await postgres.stop()
  await removeEmbeddedPostgres(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
  rmSync(file, { force: true })
  process.exit(0)
}
