import t from "tap"
import { ledgerVersion } from "../../../plugins/ledger/ledger.ts"
import manifest from "../../../plugins/ledger/manifest.json" with { type: "json" }
import { compare, ledgerRelease } from "../../../plugins/ledger/released.ts"

t.test("the fiscal part is the one that its manifest says", async (t) => {
  t.equal(manifest.version, ledgerVersion)
  t.ok(Object.keys(manifest.files).length > 20)
  t.match(manifest.date, /^20\d\d-\d\d-\d\d$/)
  t.same(
    ledgerRelease(),
    { version: ledgerVersion, date: manifest.date, released: true, differing: [] },
    "the books changed: raise ledgerVersion as docs/books.md says, then npm run release-ledger",
  )
})

t.test("what was changed, added or left out is named", async (t) => {
  const { files } = manifest
  const version = ledgerVersion
  const { "plugins/ledger/seal.ts": seal, ...others } = files
  t.ok(seal)
  t.match(compare({ ...files }, manifest, version), { released: true })
  t.match(compare({ ...files, "plugins/ledger/seal.ts": "00" }, manifest, version), {
    released: false,
    differing: ["plugins/ledger/seal.ts"],
  })
  t.match(compare(others, manifest, version), { released: false, differing: ["plugins/ledger/seal.ts"] })
  t.match(compare({ ...files, "migrations/ledger/0009-more.sql": "00" }, manifest, version), {
    released: false,
    differing: ["migrations/ledger/0009-more.sql"],
  })
  t.match(compare({ ...files }, manifest, "9.0.0"), { released: false, differing: [] })
})
