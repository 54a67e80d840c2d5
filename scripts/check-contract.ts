import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Validator } from "@seriousme/openapi-schema-validator"
import { plugins } from "../plugins/index.ts"
import { readConfig } from "../server/config.ts"
import { projectRoot } from "../server/project.ts"
import { start } from "../server/start.ts"
import { promised } from "./promised-routes.ts"

// Checks that the OpenAPI document is valid, holds every route that outside programs may rely on, and is the one kept
// in docs/openapi.json; `--write` renews that file.

const kept = join(projectRoot, "docs", "openapi.json")
const dataDir = mkdtempSync(join(tmpdir(), "parterre-contract-"))
chmodSync(dataDir, 0o755)
const faults: string[] = []

const running = await start(
  readConfig({ DATA_DIR: dataDir, LOG_LEVEL: "error", PAYMENT_SANDBOX: "1" }),
  plugins,
  {
    serve: false,
  },
)
try {
  const document = running.app.swagger() as {
    openapi: string
    paths: Record<string, Record<string, unknown>>
  }
  const text = `${JSON.stringify(document, null, 2)}\n`
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  if (!valid) faults.push(`not a valid OpenAPI ${document.openapi} document: ${JSON.stringify(errors)}`)
  for (const route of promised) {
    const [method = "", path = ""] = route.split(" ")
    if (!document.paths[path]?.[method.toLowerCase()]) faults.push(`missing: ${route}`)
  }
  if (process.argv.includes("--write")) writeFileSync(kept, text)
  else if (readFileSync(kept, "utf8") !== text)
    faults.push("docs/openapi.json is not up to date: npm run contract -- --write")
} finally {
  await running.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

for (const fault of faults) console.error(fault)
console.log(
  faults.length === 0 ? `The contract holds: ${promised.length} promised routes.` : "The contract is broken.",
)
process.exit(faults.length === 0 ? 0 : 1)
