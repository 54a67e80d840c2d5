import { realpath, rm } from "node:fs/promises"
import { join } from "node:path"
import pg from "pg"
import { chooseAccount } from "./embedded-postgres/account.ts"
import { findBinaries } from "./embedded-postgres/binaries.ts"
import { claim, livingClaim } from "./embedded-postgres/claim.ts"
import { makeDataDir } from "./embedded-postgres/data-dir.ts"
import { initialise, owner } from "./embedded-postgres/initialise.ts"
import { stopOrphan } from "./embedded-postgres/orphan.ts"
import { loadPassword, readPassword } from "./embedded-postgres/password.ts"
import { readPidFile } from "./embedded-postgres/pid-file.ts"
import { findHome, removeHome, settle } from "./embedded-postgres/place.ts"
import { serve } from "./embedded-postgres/serve.ts"
import { StartError } from "./start-error.ts"

export interface EmbeddedPostgresOptions {
  /** Holds the database, unless root alone may enter it: then a file there says where the database is. */
  readonly dataDir: string
  /** Gets what an operator should know, one sentence a call. */
  readonly log?: (line: string) => void
  /** False: fast, and lost when the machine stops. For tests only. Default true. */
  readonly durable?: boolean
  readonly maxConnections?: number
}

export interface EmbeddedPostgres {
  /** Of the database `parterre`, as its owner, who is a superuser. Holds the password. */
  readonly url: string
  /** Ends all connections and waits until PostgreSQL has ended and DATA_DIR is free again. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that npm installed, private to this process, on a free port of 127.0.0.1. Makes the database the
 * first time and finds it again later, whatever way the last process ended; it ends with this process in any case.
 * Throws a StartError that says in one sentence what stands in the way.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const held: (() => Promise<void>)[] = []
  const release = async () => {
    for (const letGo of held.splice(0).reverse()) await letGo()
  }
  try {
    const dataDir = await makeDataDir(options.dataDir)
    held.push(await claim(dataDir))
    const url = await startClaimed(dataDir, options, held)
    let stopped: Promise<void> | undefined
    return {
      url,
      stop() {
        stopped ??= release()
        return stopped
      },
    }
  } catch (error) {
    await release()
    throw explain(error, options.dataDir)
  }
}

/** Answers the URL, and adds to `held` what is to be undone, in reverse order, whether or not the start succeeds. */
async function startClaimed(
  dataDir: string,
  { log = () => undefined, durable = true, maxConnections = 100 }: EmbeddedPostgresOptions,
  held: (() => Promise<void>)[],
): Promise<string> {
  const found = await findHome(dataDir)
  const account = await chooseAccount(join(found, "postgres"))
  const home = await settle(dataDir, found, account, log)
  // A copy of DATA_DIR leads to the same database.
  if (home !== dataDir) held.push(await claim(home))
  const cluster = join(home, "postgres")
  await stopOrphan(cluster)
  const binaries = await findBinaries(account)
  const password = await loadPassword(dataDir, cluster)
  await initialise(cluster, password, { binaries, account, durable })
  const settings = {
    shared_buffers: "128MB",
    max_connections: maxConnections,
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  }
  const { port, stop } = await serve({
    postgres: join(binaries.bin, "postgres"),
    cluster,
    account,
    settings,
    log,
  })
  held.push(stop)
  await ensureDatabase(port, password)
  return urlOf(port, password)
}

/** The URL of the embedded database when another process serves it now: for commands beside a running Parterre. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string | undefined> {
  const directory = await realpath(dataDir).catch(() => undefined)
  if (directory === undefined || (await livingClaim(directory)) === undefined) return undefined
  const server = await readPidFile(join(await findHome(directory), "postgres"))
  const password = await readPassword(directory)
  return server?.ready && password !== undefined ? urlOf(server.port, password) : undefined
}

/** Deletes the embedded database for good. Throws a StartError when it is in use. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const directory = await realpath(dataDir).catch(() => undefined)
  if (directory === undefined) return
  const release = await claim(directory)
  try {
    await stopOrphan(join(await findHome(directory), "postgres"))
    await removeHome(directory)
  } finally {
    await release()
  }
  await rm(join(directory, "running"), { recursive: true, force: true })
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  try {
    await ask(urlOf(port, password), "select 1")
  } catch (error) {
    const { code } = error as pg.DatabaseError
    if (code === "28P01")
      throw new StartError(
        "The embedded database refuses the password kept in DATA_DIR: bring back the one it had.",
      )
    if (code !== "3D000") throw error
    await ask(urlOf(port, password, "postgres"), `create database ${owner}`)
  }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function urlOf(port: number, password: string, database = owner): string {
  return `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`
}

/** A refusal of the operating system or of PostgreSQL, as on a full disk or for want of a right, in one sentence. */
function explain(error: unknown, dataDir: string): unknown {
  const { syscall, message } = error as NodeJS.ErrnoException
  if (syscall === undefined && !(error instanceof pg.DatabaseError)) return error
  return new StartError(`The embedded database in ${dataDir} can't be used: ${message}.`, { cause: error })
}
