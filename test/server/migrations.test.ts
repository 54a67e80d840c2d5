import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type pg from "pg"
import t, { type Test } from "tap"
import { plugins } from "../../plugins/index.ts"
import { applicationConnection, ownerConnection } from "../../server/database.ts"
import { type MigrationSource, migrate } from "../../server/migrate.ts"
import { migrationSources } from "../../server/plugin.ts"
import { Secrets } from "../../server/secrets.ts"
import { kernelMigrations } from "../../server/start.ts"
import { StartError } from "../../server/start-error.ts"
import { type TestDatabase, testDatabase } from "../harness.ts"
import { testSecrets } from "../support/secrets.ts"

const all = [kernelMigrations, ...migrationSources(plugins)]

function bring({ connection }: TestDatabase, sources: readonly MigrationSource[], secrets = testSecrets) {
  return migrate(connection, applicationConnection(connection, secrets), sources)
}

/** Everything that migrations make, and when each was run. */
async function state(owner: pg.Pool) {
  const columns = await owner.query(
    `select table_schema, table_name, column_name, data_type, column_default from information_schema.columns
     where table_schema in ('public', 'bullmq') order by 1, 2, 3`,
  )
  const indexes = await owner.query("select indexdef from pg_indexes where schemaname = 'public' order by 1")
  const histories = columns.rows.filter((row) => row.column_name === "timestamp").map((row) => row.table_name)
  const runs: Record<string, unknown[]> = {}
  for (const table of histories)
    runs[table] = (await owner.query(`select * from ${table} order by name`)).rows
  return { columns: columns.rows, indexes: indexes.rows, runs }
}

/** A module with these migrations. */
function module(t: Test, name: string, files: Record<string, string>): MigrationSource {
  const folder = mkdtempSync(join(tmpdir(), "migrations-"))
  t.teardown(() => rmSync(folder, { recursive: true }))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return { module: name, folder }
}

t.test("a fresh database, and the same once more", async (t) => {
  const database = await testDatabase(t, { empty: true })
  await bring(database, all)
  const first = await state(database.owner)
  t.ok(first.columns.length > 100)
  t.same(Object.keys(first.runs).length, all.length, "each module has a history of its own")
  await bring(database, all)
  t.same(await state(database.owner), first, "changes nothing")
})

t.test("four processes at once", async (t) => {
  const database = await testDatabase(t, { empty: true })
  await Promise.all([1, 2, 3, 4].map(() => bring(database, all)))
  const together = await state(database.owner)
  t.equal(together.runs.migrations_kernel?.length, 1)
  const alone = await testDatabase(t)
  t.same((await state(alone.owner)).columns, together.columns, "the same as one alone makes")
})

t.test("two databases of one server at once, with a role that neither has yet", async (t) => {
  const secrets = new Secrets(`another instance ${Date.now()}`)
  const [a, b] = [await testDatabase(t, { empty: true }), await testDatabase(t, { empty: true })]
  await Promise.all([bring(a, [kernelMigrations], secrets), bring(b, [kernelMigrations], secrets)])
  const { user } = applicationConnection(a.connection, secrets)
  t.teardown(() => dropRole(a, user))
  for (const { owner } of [a, b])
    t.match((await owner.query("select has_table_privilege($1, 'outbox', 'insert') as may", [user])).rows, [
      { may: true },
    ])
})

t.test("a database that a newer version used is left alone", async (t) => {
  const database = await testDatabase(t)
  await database.owner.query(
    "insert into migrations_venues (name, timestamp) values ('0099-later', '2099-01-01T00:00:00Z')",
  )
  const before = await state(database.owner)
  const error = await bring(database, all).catch((thrown: unknown) => thrown)
  t.type(error, StartError)
  t.match((error as Error).message, /newer Parterre \(module venues\).*\.$/)
  t.notMatch((error as Error).message, /\n/)
  t.same(await state(database.owner), before)
})

t.test("each module has its own history", async (t) => {
  const database = await testDatabase(t)
  const { owner } = database
  const one = module(t, "second-hand", { "0001-things.sql": "create table things (id int)" })
  await bring(database, [...all, one])
  await bring(database, all)
  t.equal(
    (await owner.query("select from things")).rowCount,
    0,
    "a module taken off the list keeps its tables",
  )
  const two = module(t, "abacus", { "0001-beads.sql": "create table beads (id int)" })
  const grown = module(t, "second-hand", {
    "0001-things.sql": "create table things (id int)",
    "0002-more.sql": "alter table things add column more int",
    "notes.txt": "not a migration",
  })
  await bring(database, [kernelMigrations, two, grown, ...migrationSources(plugins)])
  t.equal((await owner.query("select id, more from things")).rowCount, 0)
  t.equal((await owner.query("select from beads")).rowCount, 0)
})

t.test(
  "a migration that fails is undone as a whole, said in one sentence, and can be put right",
  async (t) => {
    const database = await testDatabase(t)
    const broken = module(t, "broken", {
      "0001-good.sql": "create table good (id int)",
      "0002-bad.sql": "create table half (id int); insert into nothing values (1)",
    })
    const error = await bring(database, [...all, broken]).catch((thrown: unknown) => thrown)
    t.type(error, StartError)
    t.match((error as Error).message, /^The migration broken\/0002-bad failed: .*nothing.*\.$/)
    const tables = await database.owner.query(
      "select relname from pg_class where relname in ('good', 'half')",
    )
    t.notMatch(
      tables.rows.map((row) => row.relname),
      ["half"],
    )
    const mended = module(t, "broken", {
      "0001-good.sql": "create table good (id int)",
      "0002-bad.sql": "create table half (id int)",
    })
    await bring(database, [...all, mended])
    t.equal((await database.owner.query("select from half")).rowCount, 0)
  },
)

t.test("what the application may not change, it can’t", async (t) => {
  const database = await testDatabase(t)
  const diary = module(t, "diary", {
    "0001-diary.sql": "create table diary_notes (id int); create table diary_sums (id int)",
  })
  await bring(database, [...all, { ...diary, appendOnly: ["diary_notes"], readOnly: ["diary_sums"] }])
  const { user } = applicationConnection(database.connection, testSecrets)
  const may = async (right: string, table = "diary_notes") => {
    const asked = "select has_table_privilege($1, $2, $3) as may"
    return (await database.owner.query(asked, [user, table, right])).rows[0].may
  }
  t.equal(await may("select"), true)
  t.equal(await may("insert"), true)
  t.equal(await may("update"), false)
  t.equal(await may("delete"), false)
  t.equal(await may("select", "diary_sums"), true)
  for (const right of ["insert", "update", "delete", "truncate"])
    t.equal(await may(right, "diary_sums"), false, right)
})

t.test("a database that can’t be used is explained in one sentence, without its password", async (t) => {
  const database = await testDatabase(t, { empty: true })
  const { connection, owner } = database
  await owner.query("create role limited_owner login password 'pa55word-limited'")
  t.teardown(() => dropRole({ owner }, "limited_owner"))
  const limited = { ...connection, user: "limited_owner", password: "pa55word-limited" }
  for (const [what, wrong] of [
    ["a wrong password", { ...connection, password: "pa55word" }],
    ["no such database", { ...connection, database: "nothing_of_the_kind" }],
    ["nobody listens", { ...connection, port: 1 }],
    ["no such host", { ...connection, host: "nowhere.invalid" }],
    ["a user without rights", limited],
  ] as const) {
    const error = await bring(
      { ...database, connection: wrong },
      all,
      new Secrets("yet another".repeat(4)),
    ).catch((thrown: unknown) => thrown)
    t.type(error, StartError, what)
    const { message } = error as Error
    t.match(message, /^[A-Z].*\.$/, `${what}: ${message}`)
    t.notMatch(message, /\n|pa55word/, what)
  }
  t.throws(() => ownerConnection("postgres://ada:pa55word@host:port/db"), {
    message: /^DATABASE_URL [^\n]+\.$/,
  })
})

t.test("DATABASE_URL says where", async (t) => {
  t.match(ownerConnection("postgres://ada:p%40ss@db.example:6543/tickets?sslmode=disable"), {
    host: "db.example",
    port: 6543,
    database: "tickets",
    user: "ada",
    password: "p@ss",
    ssl: false,
  })
})

async function dropRole({ owner }: Pick<TestDatabase, "owner">, role: string): Promise<void> {
  await owner.query(`drop owned by ${role}`).catch(() => {})
  await owner.query(`drop role if exists ${role}`).catch(() => {})
}
