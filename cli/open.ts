import { stat } from "node:fs/promises"
import pg from "pg"
import { plugins as ownPlugins } from "../plugins/index.ts"
import { buildApp } from "../server/app.ts"
import type { Config } from "../server/config.ts"
import { applicationConnection, type Connection, Databases, ownerConnection } from "../server/database.ts"
import { runningEmbeddedPostgres, startEmbeddedPostgres } from "../server/embedded-postgres.ts"
import { type MigrationSource, unreachable } from "../server/migrate.ts"
import { type App, loadPlugins, migrationSources, type Plugin } from "../server/plugin.ts"
import { loadSecrets, type Secrets } from "../server/secrets.ts"
import { kernelMigrations } from "../server/start.ts"
import { StartError } from "../server/start-error.ts"
import { isNewer, isUpToDate, migrationState } from "./migration-state.ts"

export interface OpenDatabase {
  owner: Connection
  /** The operator's, the embedded one that a running Parterre serves, or the embedded one started for this command. */
  origin: "given" | "running" | "started"
  close(): Promise<void>
}

/** Opens the database for one command, beside a running Parterre or without one. `mayMake`: it need not be there yet. */
export async function openDatabase(config: Config, mayMake = false): Promise<OpenDatabase> {
  const nothing = async () => undefined
  if (config.databaseUrl)
    return { owner: ownerConnection(config.databaseUrl), origin: "given", close: nothing }
  const running = await runningEmbeddedPostgres(config.dataDir)
  if (running) return { owner: ownerConnection(running), origin: "running", close: nothing }
  if (!mayMake && !(await stat(config.dataDir).catch(() => undefined)))
    throw new StartError(
      `There is no database in ${config.dataDir}: set DATA_DIR or DATABASE_URL to yours, or start Parterre first.`,
    )
  const embedded = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (line) => process.stderr.write(`${line}\n`),
  })
  return { owner: ownerConnection(embedded.url), origin: "started", close: () => embedded.stop() }
}

/** A connection as the owner, who is above row-level security. @throws StartError when the database can't be reached. */
export async function connectOwner(owner: Connection): Promise<pg.Client> {
  const client = new pg.Client({
    ...owner,
    application_name: "parterre-command",
    connectionTimeoutMillis: 10_000,
  })
  client.on("error", () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    throw unreachable(owner, error)
  }
}

/** The modules of this Parterre, those from outside included, and where their migrations are. */
export async function loadModules(
  config: Config,
): Promise<{ plugins: Plugin[]; sources: MigrationSource[] }> {
  const plugins = [...ownPlugins, ...(await loadPlugins(config.plugins))]
  return { plugins, sources: [kernelMigrations, ...migrationSources(plugins)] }
}

export interface Instance {
  databases: Databases
  secrets: Secrets
  plugins: readonly Plugin[]
  application: Connection
  close(): Promise<void>
}

/**
 * Opens a database that is at this version, as the application sees it: for the verbs that add to it.
 * @throws StartError when it has to be migrated first.
 */
export async function openInstance(config: Config): Promise<Instance> {
  const { plugins, sources } = await loadModules(config)
  const database = await openDatabase(config)
  try {
    await requireThisVersion(database.owner, sources)
    const secrets = loadSecrets(config)
    const application = applicationConnection(database.owner, secrets)
    const databases = new Databases(application, 4, () => undefined)
    await databases.pool.query("select 1").catch((error: Error) => {
      throw new StartError(
        `The database does not let the application in (${error.message}): SECRET_KEY, or secret.key in DATA_DIR, must be the one it was set up with.`,
      )
    })
    const close = async () => {
      await databases.close()
      await database.close()
    }
    return { databases, secrets, plugins, application, close }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The whole application, which neither listens nor works nor needs Redis: for verbs that other modules react to. */
export async function openApp(config: Config): Promise<{ app: App; close(): Promise<void> }> {
  const { databases, secrets, plugins, application, close } = await openInstance(config)
  try {
    const app = await buildApp({
      config: { ...config, redisUrl: undefined, logLevel: "error" },
      secrets,
      databases,
      plugins,
      queue: { connection: application },
    })
    return { app, close: () => app.close().finally(close) }
  } catch (error) {
    await close()
    throw error
  }
}

/** @throws StartError when the database is older or newer than this Parterre. */
export async function requireThisVersion(
  owner: Connection,
  sources: readonly MigrationSource[],
): Promise<void> {
  const client = await connectOwner(owner)
  try {
    const state = await migrationState(client, sources)
    if (isNewer(state))
      throw new StartError("The database was last used by a newer Parterre: use that version.")
    if (!isUpToDate(state))
      throw new StartError(
        "The database is not at this version yet: start Parterre, or run parterre migrate.",
      )
  } finally {
    await client.end()
  }
}
