import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import t, { type Test } from "tap"
import { testDatabase } from "../harness.ts"
import { freshDataDir, isRoot, nobody, nobodyReachesProject } from "../server/embedded-postgres.support.ts"
import { emptyDatabase } from "../support/empty-database.ts"
import { freePort, parterre, type Ran, startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"

const secret = { SECRET_KEY: testSecretKey }

/** One sentence on standard error, exit code 1, and nothing of how the program is made. */
function oneSentence(t: Test, { code, out, err }: Ran, expected: RegExp) {
  t.equal(code, 1)
  t.match(err, expected)
  t.equal(err.trimEnd().split("\n").length, 1, "one line")
  t.match(err, /^[A-Z].*\.\n$/, "a sentence")
  t.notMatch(err, /\bat .*:\d+:\d+|node:|\.ts/, "no stack")
  t.equal(out, "")
}

t.test("a port in use", async (t) => {
  const { url } = await testDatabase(t)
  const port = await freePort()
  const other = createServer().listen(port, "127.0.0.1")
  t.teardown(() => other.close())
  const ran = await parterre(t, ["start"], { ...secret, DATABASE_URL: url, PORT: String(port) })
  oneSentence(t, ran, new RegExp(`Port ${port} is in use`))
})

t.test("a missing directory right", { skip: isRoot && !nobodyReachesProject() }, async (t) => {
  const above = mkdtempSync(join(tmpdir(), "parterre-closed-"))
  t.teardown(() => rmSync(above, { recursive: true }))
  const ran = await parterre(t, ["start"], { DATA_DIR: join(above, "data") }, isRoot ? nobody : {})
  oneSentence(t, ran, /DATA_DIR .*\/data can't be made: .* needs the right to write in /)
})

t.test("a DATA_DIR that another Parterre uses", async (t) => {
  const DATA_DIR = freshDataDir(t)
  const first = await startParterre(t, { DATA_DIR })
  oneSentence(t, await parterre(t, ["start"], { DATA_DIR }), /Another Parterre is running on this DATA_DIR/)
  t.equal(await first.end(), 0)
})

t.test("a wrong DATABASE_URL", async (t) => {
  const { url } = await testDatabase(t)
  const wrong = (change: (url: URL) => void) => {
    const other = new URL(url)
    change(other)
    return parterre(t, ["start"], { ...secret, DATABASE_URL: other.href })
  }
  const port = await freePort()
  const cases: [string, (url: URL) => void, RegExp][] = [
    [
      "host",
      (url) => {
        url.hostname = "nowhere.invalid"
      },
      /nowhere\.invalid/,
    ],
    [
      "port",
      (url) => {
        url.port = String(port)
      },
      new RegExp(`127\\.0\\.0\\.1:${port}`),
    ],
    [
      "password",
      (url) => {
        url.password = "not-this-one"
      },
      /password/,
    ],
    [
      "database",
      (url) => {
        url.pathname = "/not_there"
      },
      /"not_there" does not exist/,
    ],
  ]
  for (const [name, change, expected] of cases)
    await t.test(name, async (t) => {
      const ran = await wrong(change)
      oneSentence(t, ran, expected)
      t.match(ran.err, "Check DATABASE_URL")
      t.notMatch(ran.err, /not-this-one/, "the password is not said")
    })
  await t.test("no address", async (t) => {
    oneSentence(t, await parterre(t, ["start"], { DATABASE_URL: "localhost/parterre" }), /DATABASE_URL/)
  })
})

t.test("a user who may not make the application's role", async (t) => {
  const database = await emptyDatabase(t, "nocreaterole")
  const ran = await parterre(t, ["start"], {
    SECRET_KEY: "a secret that no other test has, so no role",
    DATABASE_URL: database.url,
  })
  oneSentence(t, ran, /give it CREATEROLE/)
})

t.test("a Redis that does not answer", async (t) => {
  const { url } = await testDatabase(t)
  const REDIS_URL = `redis://127.0.0.1:${await freePort()}`
  const ran = await parterre(t, ["start"], { ...secret, DATABASE_URL: url, REDIS_URL })
  oneSentence(t, ran, /The queue can't be reached .*Check REDIS_URL/)
})

t.test("a database newer than the code", async (t) => {
  const { url, owner } = await testDatabase(t)
  await owner.query("insert into migrations_kernel (name, timestamp) values ('9999-of-tomorrow', 'now')")
  const env = { ...secret, DATABASE_URL: url }
  for (const verb of [["start"], ["migrate"], ["user", "password", "ada@example.test"]])
    await t.test(verb.join(" "), async (t) => oneSentence(t, await parterre(t, verb, env), /newer Parterre/))
})

t.test("a variable that can't be used", async (t) => {
  oneSentence(t, await parterre(t, ["start"], { PORT: "http" }), /PORT/)
})

t.test("a plugin that is not there", async (t) => {
  const env = { DATA_DIR: freshDataDir(t), PLUGINS: "./not-there.js" }
  oneSentence(t, await parterre(t, ["start"], env), /The plugin \.\/not-there\.js can't be loaded/)
})

t.test("words that are no command", async (t) => {
  const unknown = await parterre(t, ["sell"], {})
  t.match(unknown, { code: 1, err: "There is no verb sell." })
  t.match(unknown.out, "parterre start", "what there is is said")
  t.match(await parterre(t, ["start", "--rolle", "web"], {}), {
    code: 1,
    err: /'--rolle'[\s\S]*Usage: parterre start/,
  })
  t.match(await parterre(t, ["start", "--role", "till"], {}), { code: 1, err: "--role is web or worker." })
  t.match(await parterre(t, ["backup"], {}), { code: 1, err: /FILE is missing\.\nUsage: parterre backup/ })
  t.match(await parterre(t, ["check", "it"], {}), { code: 1, err: /one argument too many/ })
})

t.test("help", async (t) => {
  const verbs = [
    "start",
    "migrate",
    "import season",
    "import agenda",
    "user add",
    "backup",
    "restore",
    "check",
  ]
  const help = await parterre(t, ["--help"], {})
  t.equal(help.code, 0)
  for (const verb of verbs) t.match(help.out, `parterre ${verb}`)
  const { code, out } = await parterre(t, ["user", "add", "--help"], {})
  t.equal(code, 0)
  t.match(out, "parterre user add EMAIL")
  t.notMatch(out, "parterre start")
})
