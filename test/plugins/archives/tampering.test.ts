import { createHash } from "node:crypto"
import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import t from "tap"
import { testApp } from "../../harness.ts"
import { missing } from "../../support/tools.ts"
import { archived, extracted, scratch, twoDays, verify } from "./closed-books.ts"

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex")
const lineEnd = (name: string) => (name.endsWith(".csv") ? "\r\n" : "\n")

/** The lines of a file without the check that ends each, as somebody edits them. */
function edit(file: string, change: (lines: string[]) => string[]): void {
  const csv = file.endsWith(".csv")
  const lines = readFileSync(file, "utf8").split(lineEnd(file)).slice(0, -1)
  const bare = lines.map((line, index) =>
    csv && index === 0 ? line : line.replace(csv ? /;[0-9a-f]{16}$/ : /,"controle":"[0-9a-f]{16}"\}$/, ""),
  )
  let previous = ""
  const sealed = change(bare).map((text, index) => {
    previous = sha256(`${previous}\n${text.replace(/^\ufeff/, "")}`).slice(0, 16)
    if (csv && index === 0) return text
    return csv ? `${text};${previous}` : `${text},"controle":"${previous}"}`
  })
  writeFileSync(file, sealed.map((line) => line + lineEnd(file)).join(""))
}

/** Whoever forges an archive makes every fingerprint agree again; what needs the key stays as it was. */
function recompute(folder: string): void {
  const sums = JSON.parse(readFileSync(join(folder, "hash.json"), "utf8"))
  for (const one of sums.fichiers) {
    const content = readFileSync(join(folder, one.nom))
    one.octets = content.length
    one.lignes = content.toString("latin1").split("\n").length - 1
    one.sha256 = sha256(content)
  }
  const list = sums.fichiers
    .map((one: { sha256: string; nom: string }) => `${one.sha256}  ${one.nom}\n`)
    .join("")
  sums.empreinte = sha256(list)
  writeFileSync(join(folder, "SHA256SUMS"), list)
  writeFileSync(join(folder, "hash.json"), `${JSON.stringify(sums, null, 2)}\n`)
}

t.test("whatever is done to an archive is found, and named", { skip: missing("python3") }, async (t) => {
  const cast = await testApp(t)
  const made = await archived(cast, await twoDays(cast), scratch(t))
  const whole = extracted(t, made)
  const { fichiers: tables } = JSON.parse(readFileSync(join(whole, "meta.json"), "utf8"))
  const folder = join(scratch(t), "archive")
  const fresh = () => {
    rmSync(folder, { recursive: true, force: true })
    cpSync(whole, folder, { recursive: true })
  }
  const read = (name: string) => readFileSync(join(folder, name))
  const linesOf = (name: string) => read(name).toString().split("\n").length - 1
  // The verifier of the source, not the one that may have been touched.
  const found = (key?: string) => verify(whole, key, folder)

  await t.test("one byte of any file", async (t) => {
    for (const name of [...tables, "meta.json", "LISEZMOI.txt", "verifier.py", "SHA256SUMS", "hash.json"]) {
      fresh()
      const bytes = read(name)
      const at = Math.floor(bytes.length * 0.6)
      const line = bytes.subarray(0, at).toString("latin1").split("\n").length
      bytes[at] = (bytes[at] as number) ^ 1
      writeFileSync(join(folder, name), bytes)
      const { code, says } = found()
      t.equal(code, 1, `${name}: ${says}`)
      t.match(says, name, name)
      t.notMatch(says, "Traceback")
      if (tables.includes(name)) t.match(says, `${name}, ligne ${line} : `, says)
    }
  })

  await t.test("a line that is taken out, put in or moved", async (t) => {
    for (const name of tables as string[]) {
      fresh()
      const count = linesOf(name)
      if (count < 4) continue
      const end = lineEnd(name)
      const lines = read(name).toString().split(end).slice(0, -1)
      const [before, one, two] = [lines.slice(0, -3), ...lines.slice(-3)] as [
        string[],
        string,
        string,
        string,
      ]
      const last = lines.at(-1) ?? ""
      for (const [what, changed, line] of [
        ["taken out", [...before, two, last], count - 2],
        ["put in", [...before, one, one, two, last], count - 1],
        ["moved", [...before, two, one, last], count - 2],
      ] as const) {
        writeFileSync(join(folder, name), changed.map((text) => text + end).join(""))
        const { code, says } = found()
        t.equal(code, 1)
        t.match(says, `${name}, ligne ${line} : `, `${name}, ${what}: ${says}`)
      }
      writeFileSync(
        join(folder, name),
        lines
          .slice(0, -1)
          .map((text) => text + end)
          .join(""),
      )
      t.match(found(), { code: 1, says: `${name} : ${count} lignes attendues, ${count - 1} trouvées` })
    }
  })

  await t.test("a file that is taken away, added or emptied", async (t) => {
    for (const name of [...tables, "meta.json", "hash.json", "SHA256SUMS"] as string[]) {
      fresh()
      rmSync(join(folder, name))
      t.match(found(), { code: 1, says: `${name} : le fichier manque` }, name)
      writeFileSync(join(folder, name), "")
      const { code, says } = found()
      t.equal(code, 1, name)
      t.match(says, name)
      t.notMatch(says, "Traceback")
    }
    fresh()
    writeFileSync(join(folder, "en-plus.csv"), "")
    t.match(found(), { code: 1, says: "en-plus.csv : fichier qui n'est pas de l'archive" })
  })

  await t.test("a file that is replaced, with every fingerprint computed again", async (t) => {
    const forgeries: [name: string, change: (lines: string[]) => string[], says: RegExp][] = [
      [
        "journal_ventes.csv",
        (lines) => lines.map((line, index) => (index === 1 ? line.replace(";72,00;", ";27,00;") : line)),
        /journal_ventes\.csv, ligne 2 : opération nº 1 : la colonne ttc dit « 27,00 »/,
      ],
      [
        "journal_encaissements.csv",
        (lines) => lines.map((line, index) => (index === 1 ? line.replace("cash", "card") : line)),
        /journal_encaissements\.csv, ligne 2 : .*mode dit « card »/,
      ],
      [
        "operations.jsonl",
        (lines) =>
          lines.map((line, index) => (index === 0 ? line.replace('"total":7200', '"total":4800') : line)),
        /operations\.jsonl, ligne 1 : opération nº 1 : total ou paye n'est pas la somme/,
      ],
      [
        "operations.jsonl",
        (lines) => lines.filter((_, index) => index !== 2),
        /operations\.jsonl, ligne 3 : .*il manque l'opération nº 3/,
      ],
      ["operations.jsonl", (lines) => lines.slice(0, -1), /operations\.jsonl : la fin manque/],
      [
        "clotures.jsonl",
        (lines) =>
          lines.map((line, index) => (index === 0 ? line.replace(/"gross":\d+/, '"gross":100') : line)),
        /clotures\.jsonl, ligne 1 : clôture nº 1 .*gross vaut 100, la somme des opérations vaut/,
      ],
      [
        "bordereaux_jours.csv",
        (lines) => lines.filter((_, index) => index !== 1),
        /bordereaux_jours\.csv : bordereau du .* : il manque 1 lignes/,
      ],
      [
        "billets.csv",
        (lines) => lines.slice(0, -1),
        /billets\.csv : \d+ billets délivrés, les opérations en disent/,
      ],
      ["seances.csv", (lines) => lines.slice(0, -1), /seances\.csv : il manque 1 séances/],
      ["entrees.csv", (lines) => [...lines, lines.at(-1) ?? ""], /entrees\.csv, ligne 4 : ligne de trop/],
    ]
    for (const [name, change, says] of forgeries) {
      fresh()
      edit(join(folder, name), change)
      recompute(folder)
      t.match(found(), { code: 1, says }, name)
      t.match(
        found(made.key),
        { code: 1, says: `${name} : le HMAC n'est pas celui de la clé` },
        `${name}, with the key`,
      )
    }
  })

  await t.test("what only the key tells: every table forged alike", async (t) => {
    fresh()
    for (const name of ["journal_technique.jsonl", "journal_technique.csv"])
      edit(join(folder, name), (lines) => lines.map((line) => line.replace("sign_in_failed", "sign_in")))
    recompute(folder)
    t.match(found(), { code: 0, says: "les sceaux n'ont pas été contrôlés" }, "agrees with itself")
    const { code, says } = found(made.key)
    t.equal(code, 1)
    t.match(says, "journal_technique.jsonl : le HMAC n'est pas celui de la clé")
    t.match(says, "journal_technique.jsonl, ligne 2 : l'événement nº 2 n'est pas telle qu'elle a été scellée")
    t.match(says, "hash.json : le sceau de l'archive n'est pas celui de la clé")
  })

  await t.test("a ZIP that is cut short or damaged", async (t) => {
    const zip = join(scratch(t), "archive.zip")
    const bytes = readFileSync(made.zip)
    for (const length of [0, 10, Math.floor(bytes.length / 2), bytes.length - 1, bytes.length - 22]) {
      writeFileSync(zip, bytes)
      truncateSync(zip, length)
      t.match(verify(whole, undefined, zip), { code: 1, says: /tronqué ou abîmé/ }, `${length} bytes`)
    }
    const damaged = Buffer.from(bytes)
    const at = bytes.indexOf("operations.csv") + 200
    damaged[at] = (damaged[at] as number) ^ 0xff
    writeFileSync(zip, damaged)
    const { code, says } = verify(whole, undefined, zip)
    t.equal(code, 1)
    t.match(says, /operations\.csv(, ligne \d+)? : le fichier est abîmé/, says)
    t.match(verify(whole, undefined, "nowhere.zip"), { code: 1, says: /nowhere\.zip : illisible/ })
  })
})
