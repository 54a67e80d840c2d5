import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import { startEmbeddedPostgres } from "../../server/embedded-postgres.ts"

/** A process of its own for the tests: starts on the DATA_DIR it is given, says how it went, and stops when told. */
const [, , dataDir = ""] = process.argv
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const database = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    log: (line) => say({ log: line }),
  })
  process.on("SIGINT", async () => {
    await sleep(200)
    const client = new pg.Client(database.url)
    await client.connect()
    say({ answer: (await client.query("select 42 as n")).rows[0]?.n })
    await client.end()
  })
  say({ url: database.url })
  for await (const line of createInterface(process.stdin)) if (line === "stop") break
  await database.stop()
  say({ stopped: true })
  process.stdin.destroy()
} catch (error) {
  say({ error: (error as Error).message, kind: (error as Error).constructor.name })
  process.exitCode = 1
}
