import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Config } from "../../server/config.ts"
import { Secrets } from "../../server/secrets.ts"
import { StartError } from "../../server/start-error.ts"

const secretFile = (config: Config) => join(config.dataDir, "secret.key")

/** The instance's secret as it is given or kept; undefined when none was made yet. */
export async function readSecret(config: Config): Promise<string | undefined> {
  if (config.secretKey !== undefined) return config.secretKey
  try {
    return (await readFile(secretFile(config), "utf8")).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw new StartError(`The secret in ${secretFile(config)} can't be read: ${(error as Error).message}.`)
  }
}

/** Says whether two secrets are the same, and nothing else of them. */
export function fingerprint(secret: string): string {
  return new Secrets(secret).derive("backup fingerprint").toString("hex").slice(0, 16)
}

export interface RestoredSecret {
  text: string
  /** The backup brings it, and DATA_DIR does not have it yet. */
  toKeep: boolean
  /** It is not the one that sealed the ticket keys of the backup. */
  other: boolean
}

/**
 * Which secret the restored instance has: the one it was backed up with, from the environment, DATA_DIR or the backup.
 * @throws StartError when it is none of them, unless another one is asked for.
 */
export async function chooseSecret(
  config: Config,
  backup: { fingerprint: string; secret: string | undefined },
  acceptOther: boolean,
): Promise<RestoredSecret> {
  const own = await readSecret(config)
  if (own !== undefined && fingerprint(own) === backup.fingerprint)
    return { text: own, toKeep: false, other: false }
  if (backup.secret !== undefined && config.secretKey === undefined)
    return { text: backup.secret, toKeep: true, other: false }
  if (own !== undefined && acceptOther) return { text: own, toKeep: false, other: true }
  throw new StartError(
    backup.secret === undefined
      ? "This backup was made with another secret and does not hold it: set SECRET_KEY to the one of that instance. Only if that is lost for good, see --other-secret in docs/operating.md."
      : "This backup was made with another secret than SECRET_KEY, and holds it: set SECRET_KEY to what is in its file secret.key.",
  )
}

/** Keeps the backup's secret in DATA_DIR; one that was there is kept beside it. */
export async function keepSecret(config: Config, secret: string): Promise<void> {
  const file = secretFile(config)
  try {
    await mkdir(config.dataDir, { recursive: true })
    await writeFile(`${file}.new`, `${secret}\n`, { mode: 0o600 })
    await chmod(`${file}.new`, 0o600)
    await rename(file, `${file}.former`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error
    })
    await rename(`${file}.new`, file)
  } catch (error) {
    throw new StartError(`The secret can't be written to ${file}: ${(error as Error).message}.`)
  }
}
