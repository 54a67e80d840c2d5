import { randomBytes } from "node:crypto"
import { chmod, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { StartError } from "../start-error.ts"
import { giveToOwner } from "./account.ts"

const passwordFile = (dataDir: string) => join(dataDir, "postgres-password")

/** The password of the embedded database, undefined when there is none yet. Letters, digits, `-` and `_` only. */
export async function readPassword(dataDir: string): Promise<string | undefined> {
  const text = await readFile(passwordFile(dataDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error
  })
  return text?.trim() || undefined
}

/** The password kept in DATA_DIR with mode 600, made now when the database is yet to be made. */
export async function loadPassword(dataDir: string, cluster: string): Promise<string> {
  const kept = await readPassword(dataDir)
  if (kept !== undefined) return kept
  const file = passwordFile(dataDir)
  if (await stat(cluster).catch(() => undefined))
    throw new StartError(`The password of the database in ${cluster} is missing: bring back ${file}.`)
  const password = randomBytes(24).toString("base64url")
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
  await giveToOwner(dataDir, file)
  return password
}
