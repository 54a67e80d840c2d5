import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import t from "tap"
import { archivePeriod } from "../../../plugins/archives/archive-period.ts"
import { writeArchive } from "../../../plugins/archives/write-archive.ts"
import { readClosings } from "../../../plugins/ledger/read-closings.ts"
import { statementOf, statementsBetween } from "../../../plugins/ledger/statement.ts"
import { verifyBooks } from "../../../plugins/ledger/verify.ts"
import { testApp } from "../../harness.ts"
import { missing } from "../../support/tools.ts"
import {
  archived,
  close,
  evening,
  extracted,
  scratch,
  today,
  tomorrow,
  twoDays,
  verify,
} from "./closed-books.ts"

const cents = (text = "") => Number(text.replace(",", ""))

/** The rows of a file that has no quotes in the columns asked for. */
function rows(folder: string, name: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(join(folder, name), "utf8").slice(1).split("\r\n").slice(0, -1)
  const names = head.split(";")
  return lines.map((line) => {
    const cells = [...`${line};`.matchAll(/("(?:[^"]|"")*"|[^;]*);/g)].map(([, cell = ""]) => cell)
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]))
  })
}

t.test(
  "an archive says what the closings and the statements say, to the cent",
  { skip: missing("python3") },
  async (t) => {
    const cast = await testApp(t)
    const { app, organisation, db } = cast
    const period = await twoDays(cast)
    const made = await archived(cast, period, scratch(t))
    t.equal(made.number, 1)
    const folder = extracted(t, made)
    for (const key of [undefined, made.key]) {
      const { code, says } = verify(folder, key)
      t.equal(code, 0, says)
      t.match(says, "Tout est bon")
      t.match(says, made.fingerprint)
      t.equal(verify(folder, key, made.zip).code, 0, "the same on the ZIP itself")
    }
    t.equal(spawnSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: folder }).status, 0)
    t.match(
      verify(folder, "00".repeat(32)),
      { code: 1, says: /le HMAC n'est pas celui de la clé/ },
      "another key",
    )
    t.match(verify(folder, "abc"), { code: 1, says: /64 chiffres/ })

    const sum = (name: string, column: string) =>
      rows(folder, name).reduce((total, row) => total + cents(row[column]), 0)
    const closings = await readClosings(db, { period: "day" })
    const of = (pick: (totals: (typeof closings)[0]["totals"]) => number) =>
      closings.reduce((total, { totals }) => total + pick(totals), 0)
    t.equal(closings.length, 2)
    t.ok(of(({ gross }) => gross) > 0)
    for (const name of [
      "operations.csv",
      "journal_ventes.csv",
      "bordereaux_jours.csv",
      "bordereaux_seances.csv",
      "seances.csv",
    ]) {
      t.equal(
        sum(name, "ttc"),
        of(({ gross }) => gross),
        `${name}: ttc`,
      )
      t.equal(
        sum(name, "ht"),
        of(({ net }) => net),
        `${name}: ht`,
      )
      t.equal(
        sum(name, "tva"),
        of(({ vat }) => vat),
        `${name}: tva`,
      )
    }
    t.equal(
      sum("journal_encaissements.csv", "montant"),
      of(({ paid }) => paid),
    )
    t.equal(
      rows(folder, "entrees.csv").length,
      of(({ entries }) => entries),
    )
    t.equal(
      sum("bordereaux_jours.csv", "delivres"),
      of(({ issued }) => issued),
    )
    t.equal(
      rows(folder, "billets.csv").length,
      of(({ issued }) => issued),
    )

    // Statement by statement, as the back office shows them.
    const [first, last] = [closings.at(-1)?.first ?? 0, closings[0]?.last ?? 0]
    for (const { performance, lines, totals, entries } of await statementsBetween(db, first, last)) {
      const mine = rows(folder, "bordereaux_seances.csv").filter((row) => row.seance === performance.id)
      t.same(
        mine.map((row) => [
          row.gratuit,
          Number(row.delivres),
          Number(row.annules),
          cents(row.ttc),
          cents(row.tva),
        ]),
        lines.map((line) => [line.free ? "oui" : "non", line.issued, line.cancelled, line.gross, line.vat]),
      )
      const whole = rows(folder, "seances.csv").find((row) => row.seance === performance.id)
      t.same([cents(whole?.ttc), Number(whole?.entrees)], [totals.gross, entries])
      t.equal((await statementOf(db, performance.id)).totals.gross, totals.gross)
    }
    for (const name of ["operations", "closings", "journal"])
      t.ok(JSON.parse(readFileSync(join(folder, "meta.json"), "utf8")).chaines[name].dernier >= 2, name)
    t.match(await verifyBooks(app, organisation.id), { ok: true })
  },
)

t.test(
  "every column is explained in the notice, and none that is not there",
  { skip: missing("python3") },
  async (t) => {
    const cast = await testApp(t)
    const folder = extracted(t, await archived(cast, await twoDays(cast), scratch(t)))
    const text = readFileSync(join(folder, "LISEZMOI.txt"), "utf8")
    const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"))
    t.ok(meta.fichiers.length > 10)
    for (const name of meta.fichiers as string[]) {
      const [, section = ""] = new RegExp(`\\n${name}\\n-+\\n([\\s\\S]*?)\\n\\n`).exec(text) ?? []
      const explained = [...section.matchAll(/^ {2}(\S+) : \S/gm)].map(([, column]) => column ?? "")
      const content = readFileSync(join(folder, name), "utf8")
      const present = name.endsWith(".csv")
        ? (content.slice(1).split("\r\n")[0] ?? "").split(";")
        : [
            ...new Set(
              content
                .split("\n")
                .filter(Boolean)
                .flatMap((line) => fieldsOf(JSON.parse(line))),
            ),
          ]
      t.same([...explained].sort(), [...present].sort(), name)
    }
    for (const name of ["meta.json", "hash.json", "SHA256SUMS", "verifier.py", "LISEZMOI.txt"])
      t.match(text, `\n${name} : `)
    t.notMatch(text, /NF ?525|certifi/i)
  },
)

/** "contenu.lines[].unit": every field, but for the names that are data. */
function fieldsOf(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = path + name
    if (["contenu.totals.byKind", "contenu.about"].includes(here)) return [here]
    if (Array.isArray(inner))
      return [here, ...inner.flatMap((one) => (typeof one === "object" ? fieldsOf(one, `${here}[].`) : []))]
    return typeof inner === "object" && inner !== null ? [here, ...fieldsOf(inner, `${here}.`)] : [here]
  })
}

t.test("archives hold no personal data", { skip: missing("python3") }, async (t) => {
  const cast = await testApp(t)
  const { buy, customer } = await import("../../support/shopping.ts")
  await buy(cast.app, await evening(cast), { quantity: 2 })
  await close(cast, "day", today())
  const folder = extracted(t, await archived(cast, today(), scratch(t)))
  const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"))
  for (const name of meta.fichiers as string[])
    for (const secret of Object.values(customer))
      t.notMatch(readFileSync(join(folder, name), "utf8"), secret, `${name}: ${secret}`)
})

t.test(
  "archives are numbered, each names the one before, and the technical journal tells of them",
  async (t) => {
    const cast = await testApp(t)
    const { db, owner } = cast
    await twoDays(cast)
    const folder = scratch(t)
    const one = await archived(cast, today(), folder)
    const two = await archived(cast, tomorrow(), folder)
    t.same([one.number, two.number], [1, 2])
    const journal = await db
      .selectFrom("ledger_lines")
      .select(["kind", "content"])
      .where("chain", "=", "journal")
      .where("kind", "=", "archive")
      .orderBy("number")
      .execute()
    t.match(
      journal.map(({ content }) => JSON.parse(content)),
      [
        {
          by: null,
          about: { number: 1, period: today(), fingerprint: one.fingerprint, previous: null, sound: true },
        },
        { about: { number: 2, period: tomorrow(), fingerprint: two.fingerprint, previous: one.fingerprint } },
      ],
    )
    for (const statement of [
      "update archives set size = 1",
      "delete from archives",
      "truncate archives cascade",
    ])
      await t.rejects(owner.query(statement), { code: "42501" }, statement)
  },
)

t.test("the same books at the same instant give the same bytes", async (t) => {
  const cast = await testApp(t)
  const { app, db, organisation } = cast
  const period = await archivePeriod(db, await twoDays(cast))
  const bytes = async (number: number) => {
    const now = new Date("2027-01-05T10:00:00Z")
    const { zip } = await writeArchive({
      ...{ db, organisation, period, seals: app.ledger.seals, key: Buffer.alloc(32, 1) },
      ...{ number, previous: null, ledgerVersion: app.ledger.version, by: "user:1", now },
    })
    return Buffer.concat(await zip.toArray())
  }
  const first = await bytes(1)
  t.ok(first.equals(await bytes(1)))
  t.notOk(first.equals(await bytes(2)), "and another archive is another file")
})

t.test("only what is closed is archived, a year at most", async (t) => {
  const cast = await testApp(t)
  const { db } = cast
  const refusal = (name: string) =>
    archivePeriod(db, name).then(
      () => "made",
      (error) => error.code,
    )
  t.equal(await refusal(today()), "period_open", "nothing was ever closed")
  await evening(cast)
  t.equal(await refusal(today()), "period_open")
  await close(cast, "day", today())
  t.equal(await refusal(today()), "made")
  t.equal(await refusal(today().slice(0, 7)), "period_open", "the month goes on")
  t.equal(await refusal(`${today()}_${tomorrow()}`), "period_open")
  t.equal(await refusal("2020-01-01"), "nothing_to_archive")
  await close(cast, "year", today().slice(0, 4))
  for (const name of [today().slice(0, 7), today().slice(0, 4)]) t.equal(await refusal(name), "made", name)
  for (const name of [
    "",
    "x",
    "2026-13",
    "2026-1",
    "2026-02-31",
    "20261127",
    "2026-12-02_2026-12-01",
    "2025-01-01_2026-01-02",
    "2026-01_2026-02",
    "2026-01-01_2026-01-02_2026-01-03",
  ])
    t.equal(await refusal(name), "invalid_request", name)
  t.equal(await refusal("2024-01-01_2024-12-31"), "nothing_to_archive", "a leap year is a year")
})

t.test(
  "a line that somebody touched in the database is said in the archive",
  { skip: missing("python3") },
  async (t) => {
    const cast = await testApp(t)
    const period = await twoDays(cast)
    await cast.owner.query("alter table ledger_lines disable trigger user")
    await cast.owner.query(
      "update ledger_lines set total = total + 100 where chain = 'operations' and number = 2",
    )
    const made = await archived(cast, period, scratch(t))
    const folder = extracted(t, made)
    t.match(readFileSync(join(folder, "LISEZMOI.txt"), "utf8"), /opérations, à partir de la ligne nº 2/)
    for (const key of [undefined, made.key]) {
      const { code, says } = verify(folder, key)
      t.equal(code, 1)
      t.match(says, /operations\.jsonl : le logiciel a trouvé.*l'opération nº 2/)
      t.match(says, /operations\.jsonl, ligne 2 : opération nº 2 : total ou paye n'est pas la somme/)
    }
  },
)
