import { randomBytes } from "node:crypto"
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { StartError } from "../start-error.ts"
import { type Account, give } from "./account.ts"
import type { Binaries } from "./binaries.ts"
import { run } from "./run.ts"

/** The superuser of the embedded PostgreSQL, who owns the database of the same name. */
export const owner = "parterre"

const unfinishedMark = ".new-"

/**
 * Makes an empty cluster, or checks that the one that is there was made by this major version. A cluster appears under
 * its name only when it is whole, so an interrupted first start leaves nothing that looks like data.
 */
export async function initialise(
  cluster: string,
  password: string,
  { binaries, account, durable }: { binaries: Binaries; account: Account; durable: boolean },
): Promise<void> {
  const made = await readFile(join(cluster, "PG_VERSION"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error
  })
  if (made !== undefined) return checkMajor(cluster, made.trim(), binaries.major)
  await clearUnfinished(dirname(cluster))
  // Of its own each time: the initdb of a killed Parterre may still be writing in the former one.
  const unfinished = `${cluster}${unfinishedMark}${randomBytes(4).toString("hex")}`
  const passwordFile = `${unfinished}.password`
  await mkdir(unfinished, { mode: 0o700 })
  await give(unfinished, account)
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" })
  await give(passwordFile, account)
  const initdb = await run(
    account,
    join(binaries.bin, "initdb"),
    `--pgdata=${unfinished}`,
    `--username=${owner}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // Knows all of Unicode and needs no locale of the system, which a bare machine may lack.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ).finally(() => rm(passwordFile, { force: true }))
  if (!initdb.ok) {
    await rm(unfinished, { recursive: true, force: true })
    throw new StartError(`PostgreSQL could not make its database in ${cluster}: ${initdb.reason}`)
  }
  await rename(unfinished, cluster)
  await keepRename(dirname(cluster))
}

async function clearUnfinished(home: string): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith(`postgres${unfinishedMark}`))
      await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
}

function checkMajor(cluster: string, made: string, major: string): void {
  if (made === major) return
  throw new StartError(
    `The database in ${cluster} was made by PostgreSQL ${made} and this Parterre brings PostgreSQL ${major}: back it up with the former Parterre and restore it in this one.`,
  )
}

async function keepRename(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}
