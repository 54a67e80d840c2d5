import { spawn } from "node:child_process"
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import t from "tap"
import { readPidFile } from "../../server/embedded-postgres/pid-file.ts"
import { birthOf } from "../../server/embedded-postgres/processes.ts"
import {
  removeEmbeddedPostgres,
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../server/embedded-postgres.ts"
import {
  ask,
  fast,
  freshDataDir,
  killHard,
  processesNaming,
  startChild,
  until,
} from "./embedded-postgres.support.ts"

t.test("the first start makes the database, the second finds it", async (t) => {
  const dataDir = freshDataDir(t)
  const cluster = join(dataDir, "postgres")
  const first = await startEmbeddedPostgres({ dataDir })
  t.teardown(() => first.stop())
  await ask(first.url, "create table seat (label text); insert into seat values ('Œdipe, rang É')")
  t.same(
    await ask(
      first.url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages, current_setting('server_encoding') as encoding,
        current_setting('listen_addresses') as addresses, current_database() as name, lower('ŒÉ') as lower`,
    ),
    [
      {
        fsync: "on",
        commit: "on",
        pages: "on",
        encoding: "UTF8",
        addresses: "127.0.0.1",
        name: "parterre",
        lower: "œé",
      },
    ],
  )
  t.equal(
    statSync(join(dataDir, "postgres-password")).mode & 0o777,
    0o600,
    "the password is closed to others",
  )
  await t.rejects(ask(first.url.replace(/:[^:@]+@/, ":wrong@"), "select 1"), { code: "28P01" })
  const pid = (await readPidFile(cluster))?.pid ?? 0
  t.notSame(await processesNaming(cluster), [], "PostgreSQL runs")
  await Promise.all([first.stop(), first.stop()])
  t.equal(await birthOf(pid), undefined)
  t.same(await processesNaming(cluster), [], "stop leaves no process")
  t.same(readdirSync(join(dataDir, "running")), [], "stop frees the DATA_DIR")

  const second = await startEmbeddedPostgres({ dataDir, ...fast })
  t.teardown(() => second.stop())
  t.same(await ask(second.url, "select label from seat"), [{ label: "Œdipe, rang É" }])
  t.same(await ask(second.url, "select current_setting('fsync') as fsync"), [{ fsync: "off" }])
  await second.stop()
})

t.test("neither a failed statement nor its values reach PostgreSQL's log", async (t) => {
  const dataDir = freshDataDir(t)
  const database = await startEmbeddedPostgres({ dataDir, ...fast })
  t.teardown(() => database.stop())
  await ask(
    database.url,
    "create table person (email text unique); insert into person values ('ada@example.org')",
  )
  await t.rejects(ask(database.url, "insert into person values ('ada@example.org')"), { code: "23505" })
  await database.stop()
  const log = readFileSync(join(dataDir, "postgres.log"), "utf8")
  t.match(log, "database system is shut down")
  t.notMatch(log, /ada@example|insert into/)
})

t.test("after kill -9", async (t) => {
  const dataDir = freshDataDir(t)
  const cluster = join(dataDir, "postgres")
  const start = () => startEmbeddedPostgres({ dataDir, ...fast })
  const rows = [{ n: 1 }, { n: 2 }]

  await t.test("PostgreSQL ends by itself, and its data are found", async (t) => {
    const killed = startChild(t, dataDir)
    const url = (await killed.next())?.url
    await ask(url, "create table kept (n int); insert into kept values (1)")
    await killHard(killed.process)
    t.ok(await until(async () => (await processesNaming(cluster)).length === 0))
    const again = await start()
    await ask(again.url, "insert into kept values (2)")
    await again.stop()
  })

  await t.test("a PostgreSQL left alone is ended by the next start", async (t) => {
    const killed = startChild(t, dataDir)
    await killed.next()
    const server = (await readPidFile(cluster))?.pid ?? 0
    // A child of PostgreSQL has its parent's command line for an instant.
    let guards: number[] = []
    const alone = async () => {
      guards = (await processesNaming(cluster)).filter((pid) => pid !== server && pid !== killed.process.pid)
      return guards.length === 1
    }
    t.ok(await until(alone), `${guards.length} guards`)
    for (const guard of guards) process.kill(guard, "SIGKILL")
    await killHard(killed.process)
    t.ok(await birthOf(server), "PostgreSQL outlives Parterre")
    const again = await start()
    t.equal(await birthOf(server), undefined)
    t.same(await ask(again.url, "select n from kept order by n"), rows)
    await again.stop()
  })

  await t.test("of PostgreSQL too, and its number belongs to another process now", async (t) => {
    const killed = startChild(t, dataDir)
    await killed.next()
    process.kill((await readPidFile(cluster))?.pid ?? 0, "SIGKILL")
    await killHard(killed.process)
    const { uid, gid } = statSync(cluster)
    const stranger = spawn("sleep", ["60"], { uid, gid, stdio: "ignore" })
    t.teardown(() => stranger.kill())
    const [, ...rest] = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")
    writeFileSync(join(cluster, "postmaster.pid"), [stranger.pid, ...rest].join("\n"))
    const again = await start()
    t.same(await ask(again.url, "select n from kept order by n"), rows)
    t.equal(stranger.exitCode, null, "the other process is left alone")
    await again.stop()
  })

  await t.test("a first start cut short is begun anew", async (t) => {
    rmSync(cluster, { recursive: true })
    const killed = startChild(t, dataDir)
    await until(async () => readdirSync(dataDir).some((name) => name.startsWith("postgres.new-")))
    await killHard(killed.process)
    const again = await start()
    t.same(await ask(again.url, "select to_regclass('kept') as kept"), [{ kept: null }])
    t.notOk(readdirSync(dataDir).some((name) => name.startsWith("postgres.new")))
    await again.stop()
  })
})

t.test("only one Parterre uses a DATA_DIR", async (t) => {
  const dataDir = freshDataDir(t)
  const children = [1, 2, 3].map(() => startChild(t, dataDir))
  const said = await Promise.all(children.map((child) => child.next()))
  const running = children[said.findIndex((line) => line?.url)]
  t.equal(said.filter((line) => line?.url).length, 1, "one of three that start together")
  const error = `Another Parterre is running on this DATA_DIR (process ${running?.process.pid}).`
  t.same(
    said.filter((line) => line?.error),
    Array(2).fill({ error, kind: "StartError" }),
  )
  await t.rejects(startEmbeddedPostgres({ dataDir, ...fast }), { message: error })
  await t.rejects(removeEmbeddedPostgres(dataDir), { message: error })

  const url = await runningEmbeddedPostgres(dataDir)
  t.same(await ask(url, "select 42 as n"), [{ n: 42 }], "a command beside it finds the database")
  await running?.stop()
  t.equal(await runningEmbeddedPostgres(dataDir), undefined)

  const mine = await startEmbeddedPostgres({ dataDir, ...fast })
  t.teardown(() => mine.stop())
  await t.rejects(startEmbeddedPostgres({ dataDir, ...fast }), { message: `(process ${process.pid})` })
  t.same(await ask(mine.url, "select 42 as n"), [{ n: 42 }], "the one that runs is left alone")
  await mine.stop()
})

t.test("Ctrl-C in the terminal leaves PostgreSQL to Parterre", async (t) => {
  const parterre = startChild(t, freshDataDir(t), { detached: true })
  await parterre.next()
  process.kill(-(parterre.process.pid ?? 0), "SIGINT")
  t.same(await parterre.next(), { answer: 42 })
  await parterre.stop()
})

t.test("the operator is told when PostgreSQL ends by itself", async (t) => {
  const dataDir = freshDataDir(t)
  const logged: string[] = []
  const database = await startEmbeddedPostgres({ dataDir, ...fast, log: (line) => logged.push(line) })
  process.kill((await readPidFile(join(dataDir, "postgres")))?.pid ?? 0, "SIGINT")
  t.ok(await until(async () => logged.length > 0))
  t.match(logged, [/^PostgreSQL ended by itself: /])
  await database.stop()
  await removeEmbeddedPostgres(dataDir)
  t.same(readdirSync(dataDir), [], "removing the database leaves nothing of it")
})
