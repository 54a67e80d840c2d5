import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import t, { type Test } from "tap"
import { projectRoot } from "../../server/project.ts"
import { testApp } from "../harness.ts"
import { parterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"

const season = {
  format: "parterre-season/1",
  venues: [{ ref: "salle", name: "Grande salle", timezone: "Europe/Paris" }],
  tariffs: [{ ref: "plein", name: "Plein tarif" }],
  events: [
    {
      ref: "malade",
      title: "Le Malade imaginaire",
      performances: [
        {
          ref: "malade-1",
          venue: "salle",
          startsAt: "2027-01-15T20:30:00+01:00",
          zones: [{ ref: "libre", name: "Placement libre", capacity: 400, prices: { plein: 2400 } }],
        },
      ],
    },
  ],
}

function file(t: Test, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "parterre-import-"))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, "file.json"), content)
  return join(folder, "file.json")
}

t.test("import", async (t) => {
  const shop = await testApp(t)
  const run = (...args: string[]) =>
    parterre(t, ["import", ...args], { SECRET_KEY: testSecretKey, DATABASE_URL: shop.url })
  const theatre = ["--org", "theatre"]

  await t.test("refuses what it can't read", async (t) => {
    const broken = file(t, "{")
    const wrong = file(t, JSON.stringify({ ...season, tariffs: [] }))
    const cases: [string[], RegExp][] = [
      [["season", "/not/there.json", ...theatre], /\/not\/there\.json can't be read/],
      [["season", broken, ...theatre], /is not JSON/],
      [["season", wrong, ...theatre], /\/events\/0\/performances\/0\/zones\/0\/prices/],
      [["season", wrong], /Say for which organisation with --org: rival, theatre/],
      [["agenda", broken, ...theatre], /Say with --capacity/],
      [["programme", broken], /Usage: parterre import season/],
    ]
    for (const [args, expected] of cases) {
      const ran = await run(...args)
      t.match(ran, { code: 1, err: expected })
      t.notMatch(ran.err, /\bat .*:\d+:\d+/)
    }
    t.match((await shop.owner.query("select from events")).rowCount, 0)
  })

  await t.test("a season, and the same again", async (t) => {
    const path = file(t, JSON.stringify(season))
    const first = await run("season", path, ...theatre)
    t.match(first, {
      code: 0,
      out: /Théâtre de Quimper: 1 events with 1 performances were read\. 4 new, 0 changed, 0 as/,
    })
    t.match(first.out, "/events/0/vatRate: no VAT rate", "warnings are said")
    const again = await run("season", path, ...theatre)
    t.match(again, { code: 0, out: "0 new, 0 changed, 4 as they were" })
    const { rows } = await shop.owner.query("select capacity, taken from zone_stock")
    t.strictSame(rows, [{ capacity: 400, taken: 0 }], "the other modules heard of it: the places can be sold")
  })

  await t.test("an agenda", async (t) => {
    const path = join(projectRoot, "test/fixtures/agenda-paris-2027.json")
    const ran = await run("agenda", path, "--capacity", "150", ...theatre)
    t.match(ran, { code: 0, out: /Théâtre de Quimper: \d+ events with \d+ performances were read/ })
  })
})
