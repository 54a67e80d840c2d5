import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import t from "tap"
import { myself } from "../../server/embedded-postgres/account.ts"
import { initialise } from "../../server/embedded-postgres/initialise.ts"
import { startEmbeddedPostgres } from "../../server/embedded-postgres.ts"
import { StartError } from "../../server/start-error.ts"
import { fast, freshDataDir, processesNaming } from "./embedded-postgres.support.ts"

t.test("a DATA_DIR that is a file", async (t) => {
  const dataDir = freshDataDir(t)
  writeFileSync(dataDir, "")
  const error = new StartError(`DATA_DIR ${dataDir} is not a directory.`)
  await t.rejects(startEmbeddedPostgres({ dataDir, ...fast }), error)
})

t.test("data made by another major version", async (t) => {
  const dataDir = freshDataDir(t)
  mkdirSync(join(dataDir, "postgres"), { recursive: true })
  writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "17\n")
  writeFileSync(join(dataDir, "postgres-password"), "secret\n")
  await t.rejects(startEmbeddedPostgres({ dataDir, ...fast }), {
    constructor: StartError,
    message: /^The database in \S+ was made by PostgreSQL 17 and this Parterre brings PostgreSQL \d+: .*\.$/,
  })
})

t.test("a password that is lost or changed", async (t) => {
  const dataDir = freshDataDir(t)
  const file = join(dataDir, "postgres-password")
  await (await startEmbeddedPostgres({ dataDir, ...fast })).stop()
  const password = readFileSync(file, "utf8").trim()
  writeFileSync(file, "another\n")
  await t.rejects(startEmbeddedPostgres({ dataDir, ...fast }), {
    constructor: StartError,
    message: /^The embedded database refuses the password/,
  })
  t.same(await processesNaming(dataDir), [], "nothing runs on")
  rmSync(file)
  await t.rejects(startEmbeddedPostgres({ dataDir, ...fast }), {
    constructor: StartError,
    message: /^The password of the database in \S+ is missing: bring back \S+\.$/,
  })
  writeFileSync(file, password)
  await (await startEmbeddedPostgres({ dataDir, ...fast })).stop()
})

t.test("a server that can't start says why and frees the DATA_DIR", async (t) => {
  const dataDir = freshDataDir(t)
  for (const _ of [1, 2])
    await t.rejects(startEmbeddedPostgres({ dataDir, durable: false, maxConnections: -1 }), {
      constructor: StartError,
      message: /^PostgreSQL did not start: -1 is outside the valid range for parameter "max_connections"/,
    })
  t.same(await processesNaming(dataDir), [])
})

t.test("initdb's reason is passed on, without the password", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "parterre-postgres-"))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const fake = `#!/bin/sh
echo "initdb: error: could not write: No space left on device" >&2
echo "initdb: removing contents of data directory" >&2
exit 1
`
  writeFileSync(join(folder, "initdb"), fake)
  chmodSync(join(folder, "initdb"), 0o755)
  const cluster = join(folder, "postgres")
  await t.rejects(
    initialise(cluster, "secret", {
      binaries: { bin: folder, major: "18" },
      account: myself,
      durable: false,
    }),
    new StartError(
      `PostgreSQL could not make its database in ${cluster}: could not write: No space left on device`,
    ),
  )
})
