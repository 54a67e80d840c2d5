import { randomBytes } from "node:crypto"
import { cp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { StartError } from "../start-error.ts"
import { type Account, giveAll, myself } from "./account.ts"
import { stopOrphan } from "./orphan.ts"
import { run } from "./run.ts"
import { makeSharedFolder, sharedFolder } from "./shared-folder.ts"

/** The content of DATA_DIR/postgres-location.json, there only when the database lives elsewhere. */
interface Location {
  /** Holds the folder `postgres`. */
  readonly home: string
  readonly dataDir: string
  readonly why: string
}

const locationFile = (dataDir: string) => join(dataDir, "postgres-location.json")
const clusterOf = (home: string) => join(home, "postgres")
const exists = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined

/** The folder that holds the database of `dataDir`: `dataDir` itself, or where root had to put it. */
export async function findHome(dataDir: string): Promise<string> {
  const location = await readLocation(dataDir)
  if (!location) return dataDir
  const { home } = location
  if (!(await exists(home)))
    throw new StartError(
      `The database of ${dataDir} is not in ${home} any more: bring it back, or delete ${locationFile(dataDir)} to begin with an empty one.`,
    )
  if (location.dataDir !== dataDir) {
    if ((await readLocation(location.dataDir))?.home === home)
      throw new StartError(
        `${dataDir} is a copy of ${location.dataDir}, whose database is in ${home}: delete ${locationFile(dataDir)} to begin with an empty one.`,
      )
    await writeLocation({ ...location, dataDir })
  }
  return home
}

/**
 * Sees to it that `account` can reach the database, and answers the folder that holds it. When it may not enter
 * `dataDir`, the database moves for good to a folder of its own under /var/lib/parterre; no mode above is changed.
 */
export async function settle(
  dataDir: string,
  home: string,
  account: Account,
  log: (line: string) => void,
): Promise<string> {
  const closed = await firstClosed(home, account)
  if (!closed) return home
  if (home !== dataDir)
    throw new StartError(
      `The ${account.name} account, which runs PostgreSQL, may not enter ${closed}: let it.`,
    )
  const moved = join(sharedFolder, randomBytes(6).toString("hex"))
  await makeSharedFolder(sharedFolder)
  await makeSharedFolder(moved)
  const former = clusterOf(dataDir)
  const made = await exists(former)
  if (made) await copyCluster(former, clusterOf(moved), account)
  const why = `PostgreSQL can't run as root, and the ${account.name} account may not enter ${closed}`
  await writeLocation({ home: moved, dataDir, why })
  if (made) {
    // The copy must be on the disk before the original goes.
    await run(myself, "sync")
    await rm(former, { recursive: true })
  }
  log(`The database lives in ${moved}: ${why}.`)
  return moved
}

async function copyCluster(from: string, to: string, account: Account): Promise<void> {
  try {
    await stopOrphan(from)
    await cp(from, to, { recursive: true, verbatimSymlinks: true })
    await giveAll(to, account)
  } catch (error) {
    await rm(dirname(to), { recursive: true, force: true })
    throw error
  }
}

/** Deletes the database of `dataDir` for good, wherever it lives, and what belongs to it. */
export async function removeHome(dataDir: string): Promise<void> {
  const location = await readLocation(dataDir)
  if (location) await rm(location.home, { recursive: true, force: true })
  for (const name of await readdir(dataDir))
    if (/^postgres($|[.-])/.test(name)) await rm(join(dataDir, name), { recursive: true, force: true })
}

/** The first folder on the way to `path` that the account may not enter. */
async function firstClosed(path: string, account: Account): Promise<string | undefined> {
  const mayEnter = async (folder: string) => (await run(account, "/bin/sh", "-c", 'cd "$0"', folder)).ok
  if (!account.identity || (await mayEnter(path))) return undefined
  const way = [path]
  for (let above = dirname(path); above !== way[0]; above = dirname(above)) way.unshift(above)
  for (const folder of way) if (!(await mayEnter(folder))) return folder
  return path
}

async function readLocation(dataDir: string): Promise<Location | undefined> {
  const text = await readFile(locationFile(dataDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Location
  } catch {
    throw new StartError(
      `The file ${locationFile(dataDir)}, which says where the database lives, is damaged.`,
    )
  }
}

async function writeLocation(location: Location): Promise<void> {
  const file = locationFile(location.dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(location, undefined, 2)}\n`)
  await rename(`${file}.new`, file)
}
