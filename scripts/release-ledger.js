// Writes the manifest of the fiscal part: which files it is made of, and what each was when its version was released.
// Run it when the books change, after raising ledgerVersion in plugins/ledger/ledger.ts: docs/books.md says by how much.
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ledgerFiles } from "./ledger-files.js"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [, version] =
  /ledgerVersion = "([^"]+)"/.exec(readFileSync(join(root, "plugins/ledger/ledger.ts"), "utf8")) ?? []
if (!version) throw new Error("plugins/ledger/ledger.ts has no version")
const files = {
  ...ledgerFiles(root, "migrations/ledger", ".sql"),
  ...ledgerFiles(root, "plugins/ledger", ".ts"),
}
const manifest = join(root, "plugins/ledger/manifest.json")
const before = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")) : {}
const same = before.version === version && JSON.stringify(before.files) === JSON.stringify(files)
const date = same ? before.date : new Date().toISOString().slice(0, 10)
writeFileSync(manifest, `${JSON.stringify({ version, date, files }, undefined, 2)}\n`)
process.stdout.write(`The fiscal part ${version} has ${Object.keys(files).length} files.\n`)
