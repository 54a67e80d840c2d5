import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** SHA-256 by file, of the files of a folder that end so. */
export function ledgerFiles(root, folder, end) {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(end))
  return Object.fromEntries(
    names.sort().map((name) => {
      const content = readFileSync(join(root, folder, name))
      return [`${folder}/${name}`, createHash("sha256").update(content).digest("hex")]
    }),
  )
}
