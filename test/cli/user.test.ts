import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import t, { type Test } from "tap"
import { signIn } from "../../plugins/accounts/sign-in.ts"
import { projectRoot } from "../../server/project.ts"
import { type TestApp, testApp, testDatabase } from "../harness.ts"
import { parterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
import { missing } from "../support/tools.ts"

const user = (shop: { url: string }, args: string[], env: Record<string, string> = {}) =>
  parterre(t, ["user", ...args], { SECRET_KEY: testSecretKey, DATABASE_URL: shop.url, ...env })

function opens({ app }: TestApp, email: string, password: string): Promise<boolean> {
  return signIn(app.databases.system, app.secrets, { email, password, address: "192.0.2.1" }).then(
    () => true,
    () => false,
  )
}

t.test("user add", async (t) => {
  const shop = await testApp(t)

  await t.test("refuses what makes no sense", async (t) => {
    const cases: [string[], RegExp][] = [
      [["add"], /EMAIL is missing/],
      [["add", "not an address", "--name", "Ada"], /email is not usable/],
      [["add", "ada@example.test"], /has no account yet: say who it is with --name/],
      [
        ["add", "ada@example.test", "--name", "Ada", "--role", "king"],
        /--role is one of manager, box_office/,
      ],
      [["add", "ada@example.test", "--name", "Ada", "--org", "theatre"], /Say with --role/],
      [["add", "ada@example.test", "--name", "Ada", "--role", "door"], /with --org: rival, theatre/],
      [
        ["add", "ada@example.test", "--name", "Ada", "--role", "door", "--org", "x"],
        /There is no organisation x/,
      ],
      [["add", "manager@example.test", "--name", "Ada"], /manager@example.test already has an account/],
      [["remove", "manager@example.test"], /Usage: parterre user add/],
    ]
    for (const [args, expected] of cases) t.match(await user(shop, args), { code: 1, err: expected })
    const short = await user(shop, ["add", "ada@example.test", "--name", "Ada"], { PASSWORD: "short" })
    t.match(short, { code: 1, err: /password is not usable/ })
    t.match((await shop.owner.query("select from users where email like 'ada@%'")).rowCount, 0)
  })

  await t.test("makes a password when nobody can be asked, and says it once", async (t) => {
    const ran = await user(shop, ["add", "Grace@Example.test", "--name", "Grace", "--administrator"])
    t.match(ran, { code: 0, out: "An administrator's account was made for grace@example.test." })
    const [, password = ""] = /Password: (\S+)/.exec(ran.out) ?? []
    t.ok(await opens(shop, "grace@example.test", password))
  })

  await t.test("takes the password of PASSWORD, and gives a role", async (t) => {
    const args = ["add", "ada@example.test", "--name", "Ada", "--role", "door", "--org", "theatre"]
    const ran = await user(shop, args, { PASSWORD: "a long password" })
    t.match(ran, { code: 0, out: "ada@example.test is door in Théâtre de Quimper." })
    t.notMatch(ran.out, "a long password")
    t.ok(await opens(shop, "ada@example.test", "a long password"))
  })

  await t.test("gives one who has an account a role elsewhere, or another role", async (t) => {
    const ran = await user(shop, ["add", "ada@example.test", "--role", "manager", "--org", "rival"])
    t.match(ran, { code: 0, out: "ada@example.test is manager in Scène rivale.\n" })
    t.ok(await opens(shop, "ada@example.test", "a long password"), "the password stays")
  })
})

t.test("user password", async (t) => {
  const shop = await testApp(t)
  t.match(await user(shop, ["password", "nobody@example.test"]), {
    code: 1,
    err: "nobody@example.test has no account.",
  })
  const ran = await user(shop, ["password", "manager@example.test"], { PASSWORD: "the new password" })
  t.match(ran, { code: 0, out: "manager@example.test has a new password, and is signed out everywhere." })
  t.ok(await opens(shop, "manager@example.test", "the new password"))
  t.notOk(await opens(shop, "manager@example.test", "correct horse"))
})

t.test("a password asked for on the terminal", { skip: missing("script") }, async (t) => {
  const shop = await testApp(t)
  const change = (answers: string[]) =>
    onTerminal(t, shop.url, ["user", "password", "manager@example.test"], answers)

  const different = await change(["first of passwords\r", "second of passwords\r"])
  t.match(different, "The two are not the same: nothing was changed.")
  t.match(await change(["\x03"]), "Nothing was changed.")
  t.ok(await opens(shop, "manager@example.test", "correct horse"))

  const shown = await change(["typed in the dark\r", "typed in the dark\r"])
  t.match(shown, "has a new password")
  t.notMatch(shown, "dark", "what is typed is not shown")
  t.ok(await opens(shop, "manager@example.test", "typed in the dark"))
})

t.test("a database that was never used", async (t) => {
  const { url, owner } = await testDatabase(t)
  await owner.query("delete from migrations_accounts")
  t.match(await user({ url }, ["password", "ada@example.test"]), { code: 1, err: "run parterre migrate" })
})

/** Answers each question as somebody at a keyboard would; gives all that the terminal showed. */
async function onTerminal(t: Test, url: string, args: string[], answers: string[]): Promise<string> {
  const command = [process.execPath, join(projectRoot, "dist/parterre.js"), ...args].join(" ")
  const { PATH = "", TERM = "xterm" } = process.env
  const env = ["-i", `PATH=${PATH}`, `TERM=${TERM}`, `SECRET_KEY=${testSecretKey}`, `DATABASE_URL=${url}`]
  const child = spawn("env", [...env, "script", "-qec", command, "/dev/null"], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  t.teardown(() => child.kill("SIGKILL"))
  let shown = ""
  let asked = 0
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text
    const questions = shown.match(/New password: |Once more: /g)?.length ?? 0
    for (; asked < questions; asked++) child.stdin.write(answers[asked] ?? "")
  })
  await once(child, "close")
  return shown
}
