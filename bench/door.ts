import { execFileSync, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { request } from "node:http"
import { join } from "node:path"
import pg from "pg"
import { createDevice } from "../plugins/admission/devices.ts"
import { SigningKeys } from "../plugins/tickets/signing-keys.ts"
import { signTicketCode } from "../plugins/tickets/ticket-code.ts"
import { applicationConnection, Databases, ownerConnection } from "../server/database.ts"
import { startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { Secrets } from "../server/secrets.ts"
import { measure, post } from "./support/clients.ts"
import { fillWithSales } from "./support/fill.ts"
import {
  databaseProcess,
  familySeconds,
  processorSeconds,
  startProgram,
  temporaryFolder,
} from "./support/program.ts"
import { preparePerformance } from "./support/programme.ts"

const clients = 32
const seconds = Number(process.env.BENCH_SECONDS ?? 10)
const evening = 5000
const secretKey = "a secret for benchmarks, long enough to be accepted"

/**
 * Scans through HTTP by devices, each of another ticket, against pgbench doing the one update that any system must do for
 * a scan; then the list of a 5,000-ticket evening, and 500 scans of a door that was offline.
 */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path })
  const env = { DATABASE_URL: postgres.url, SECRET_KEY: secretKey, DEMO: "0" }
  try {
    const program = await startProgram(env, ["--role", "web"])
    const owner = new pg.Pool({ connectionString: postgres.url, max: 2 })
    const secrets = new Secrets(secretKey)
    const databases = new Databases(
      applicationConnection(ownerConnection(postgres.url), secrets),
      2,
      () => {},
    )
    const keys = new SigningKeys(secrets)

    const floor = await singleUpdate(owner, postgres.url, folder.path)
    const rush = await doorOpen(databases, owner, keys, program.url, 20_000 + seconds * 4000)
    let next = 0
    const postgresql = await databaseProcess(owner)
    const spent = () => [processorSeconds(program.process.pid as number), familySeconds(postgresql)]
    const before = spent()
    const rate = await measure(clients, seconds, async () => {
      const code = rush.codes[next++ % rush.codes.length] as string
      const answer = await post<{ result: string }>(
        `${rush.api}/scans`,
        { code, performanceId: rush.performanceId, nonce: randomBytes(16).toString("hex"), gate: "A" },
        rush.headers,
      )
      if (answer.body.result !== "admitted" && next < rush.codes.length)
        throw new Error(JSON.stringify(answer.body))
    })
    console.log(`one update (${floor.by})          ${floor.perSecond.toFixed(0)} a second`)
    console.log(
      `scans over HTTP               ${rate.perSecond.toFixed(0)} a second, ratio ${(rate.perSecond / floor.perSecond).toFixed(2)} (at least 0.3), ` +
        `p50 ${rate.p50.toFixed(0)} ms, p99 ${rate.p99.toFixed(0)} ms`,
    )

    const [server, database] = spent().map((seconds, n) => ((seconds - (before[n] as number)) / next) * 1e6)
    console.log(
      `processor time of a scan       server ${server?.toFixed(0)} µs, database ${database?.toFixed(0)} µs`,
    )

    const night = await doorOpen(databases, owner, keys, program.url, evening)
    const address = `${night.api}/performances/${night.performanceId}/door-list`
    for (const name of ["first", "second"]) {
      const { milliseconds, bytes } = await download(address, night.headers)
      console.log(
        `door list of ${evening} tickets     ${milliseconds.toFixed(0)} ms (limit 500), ${(bytes / 1024).toFixed(0)} KB (limit 400), ${name} time`,
      )
    }
    for (const [name, of] of [
      ["admitted", "A"],
      ["doubles of another door", "B"],
    ] as const) {
      const at = Date.now() - 60_000
      const scans = night.codes.slice(0, 500).map((code, n) => ({
        ...{ code, performanceId: night.performanceId, gate: of, result: "admitted" },
        nonce: randomBytes(16).toString("hex"),
        at: new Date(at + n * 10).toISOString(),
      }))
      const before = performance.now()
      const answer = await post<{ results: { result: string }[] }>(
        `${night.api}/scans/batch`,
        { scans },
        night.headers,
      )
      const results = new Set(answer.body.results.map(({ result }) => result))
      console.log(
        `500 offline scans, ${name.padEnd(24)} ${(performance.now() - before).toFixed(0)} ms (limit 1000): ${[...results]}`,
      )
    }
    await databases.close()
    await owner.end()
    await program.stop()
  } finally {
    await postgres.stop()
    folder.remove()
  }
}

/** A performance whose doors are open, with so many tickets sold, and a device that checks them. */
async function doorOpen(databases: Databases, owner: pg.Pool, keys: SigningKeys, url: string, count: number) {
  const { organisation, organisationId, performanceId, priceId } = await preparePerformance(databases)
  const shop = `${url}/api/v1/shop/${organisation}/carts`
  const cart = await post<{ id: string; secret: string }>(shop, {
    items: [{ performanceId, priceId, quantity: 1 }],
  })
  const customer = { email: "spectator@example.org", firstName: "Ada", lastName: "Lovelace" }
  await post(`${shop}/${cart.body.id}/checkout`, { customer }, { "cart-secret": cart.body.secret })
  await owner.query("drop table if exists bulk, sold")
  await fillWithSales(owner, count)
  await owner.query(
    "update performances set starts_at = now() + interval '30 minutes', ends_at = now() + interval '3 hours' where id = $1",
    [performanceId],
  )
  const { rows } = await owner.query(
    "select id, key_id, valid_from, valid_until from tickets where performance_id = $1 order by id limit $2",
    [performanceId, count],
  )
  const db = databases.forOrganisation(organisationId)
  const codes: string[] = []
  for (const row of rows) {
    const key = await keys.load(db, organisationId, row.key_id)
    if (!key) throw new Error("no key")
    codes.push(
      signTicketCode(key.privateKey, {
        ...{ keyId: row.key_id, ticketId: row.id, performanceId },
        ...{ validFrom: row.valid_from, validUntil: row.valid_until },
      }),
    )
  }
  const { token } = await createDevice(db, organisationId, { name: "Bench" })
  const headers = { authorization: `Bearer ${token}` }
  return { api: `${url}/api/v1/organisations/${organisation}`, performanceId, codes, headers }
}

async function singleUpdate(owner: pg.Pool, url: string, folder: string) {
  await owner.query(`
    drop table if exists bench_scans;
    create table bench_scans (id int primary key, entered_at timestamptz);
    insert into bench_scans select n, null from generate_series(1, 1000000) n;
    analyze bench_scans`)
  const statement = "update bench_scans set entered_at = now() where id = $1 and entered_at is null"
  if (spawnSync("pgbench", ["--version"]).status === 0) {
    const script = join(folder, "scan.sql")
    writeFileSync(script, `\\set id random(1, 1000000)\n${statement.replace("$1", ":id")};\n`)
    const output = execFileSync(
      "pgbench",
      ["-n", "-M", "prepared", "-c", String(clients), "-j", "2", "-T", String(seconds), "-f", script, url],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    )
    return { by: "pgbench", perSecond: Number(/tps = ([\d.]+)/.exec(output)?.[1]) }
  }
  const pool = new pg.Pool({ connectionString: url, max: clients })
  const { perSecond } = await measure(clients, seconds, async () => {
    await pool.query({ name: "scan", text: statement, values: [1 + Math.floor(Math.random() * 1_000_000)] })
  })
  await pool.end()
  return { by: "bare pg", perSecond }
}

/** A download as a browser asks for it, compressed. */
function download(
  url: string,
  headers: Record<string, string>,
): Promise<{ milliseconds: number; bytes: number }> {
  const before = performance.now()
  return new Promise((resolve, reject) => {
    request(url, { headers: { ...headers, "accept-encoding": "gzip, br" } }, (answer) => {
      let bytes = 0
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length
      })
      answer.on("end", () => resolve({ milliseconds: performance.now() - before, bytes }))
      answer.on("error", reject)
    })
      .on("error", reject)
      .end()
  })
}

if (process.argv[1] === import.meta.filename) await run()
