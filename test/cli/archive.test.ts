import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import t from "tap"
import { testApp } from "../harness.ts"
import { extracted, scratch, today, twoDays, verify } from "../plugins/archives/closed-books.ts"
import { parterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
import { missing } from "../support/tools.ts"

t.test("archive", { skip: missing("python3") }, async (t) => {
  const cast = await testApp(t)
  await twoDays(cast)
  const folder = scratch(t)
  const out = join(folder, "archive.zip")
  const archive = (...args: string[]) =>
    parterre(t, ["archive", ...args], { SECRET_KEY: testSecretKey, DATABASE_URL: cast.url })

  for (const [args, expected] of [
    [[], /ORGANISATION is missing/],
    [["nowhere", "--period", today(), "--out", out], /There is no organisation nowhere/],
    [["theatre", "--out", out], /Say which period/],
    [["theatre", "--period", today(), "--from", today(), "--out", out], /Say which period/],
    [["theatre", "--period", today()], /Say with --out/],
    [["theatre", "--period", "november", "--out", out], /is no period/],
    [["theatre", "--period", today().slice(0, 4), "--out", out], /This period is not closed/],
    [["theatre", "--from", "2020-01-01", "--to", "2020-01-31", "--out", out], /Nothing to archive/],
    [["theatre", "--period", today(), "--out", join(folder, "no", "such", "folder.zip")], /can't be written/],
    [["theatre", "--key", "1"], /has no archive 1/],
  ] as const)
    t.match(await archive(...args), { code: 1, out: "", err: expected }, args.join(" "))
  t.same(readdirSync(folder), [], "and nothing is left behind")
  t.equal((await cast.owner.query("select from archives")).rowCount, 0)

  const made = await archive("theatre", "--from", today(), "--to", today(), "--out", out)
  t.match(made, { code: 0, out: /Théâtre de Quimper: archive 1 holds \d+ operations/ })
  t.ok(existsSync(out))
  const key = (await archive("theatre", "--key", "1")).out.trim()
  const files = extracted(t, { zip: out })
  t.match(verify(files, key), { code: 0, says: /Tout est bon : empreintes, sceaux/ })
  t.match(JSON.parse(readFileSync(join(files, "meta.json"), "utf8")), { numero: 1, edition: { par: null } })
  const { rows } = await cast.owner.query(
    "select kind from ledger_lines where chain = 'journal' order by number desc limit 2",
  )
  t.same(rows, [{ kind: "archive_key" }, { kind: "archive" }])
})
