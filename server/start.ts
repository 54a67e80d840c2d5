import { join } from "node:path"
import { buildApp } from "./app.ts"
import type { Config } from "./config.ts"
import { applicationConnection, type Connection, Databases, ownerConnection } from "./database.ts"
import { startEmbeddedPostgres } from "./embedded-postgres.ts"
import { housekeeping } from "./housekeeping.ts"
import { migrate } from "./migrate.ts"
import type { App, Plugin, Sweep } from "./plugin.ts"
import { loadPlugins, migrationSources } from "./plugin.ts"
import { projectRoot } from "./project.ts"
import { loadSecrets } from "./secrets.ts"
import { StartError } from "./start-error.ts"

export interface Running {
  app: App
  owner: Connection
  /** Ends cleanly: no request cut, no job lost, the embedded database included. */
  stop(): Promise<void>
}

export const kernelMigrations = { module: "kernel", folder: join(projectRoot, "migrations", "kernel") }

export interface StartOptions {
  /** Serve requests and run jobs; false for the verbs of the command line. */
  serve?: boolean
  onDatabase?: (from: "embedded" | "given") => void
}

/** Opens the database (the operator's or the embedded one), migrates it, builds the app and, unless told not to, serves. */
export async function start(
  config: Config,
  ownPlugins: readonly Plugin[],
  options: StartOptions = {},
): Promise<Running> {
  const plugins = [...ownPlugins, ...(await loadPlugins(config.plugins))]
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres({ dataDir: config.dataDir })
  const closing: (() => Promise<unknown>)[] = embedded ? [() => embedded.stop()] : []
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    const secrets = loadSecrets(config)
    const owner = ownerConnection(embedded?.url ?? config.databaseUrl ?? "")
    const connection = applicationConnection(owner, secrets)
    await migrate(owner, connection, [kernelMigrations, ...migrationSources(plugins)])
    const databases = new Databases(connection, config.databasePool, (error) =>
      app.log.error({ err: error }, "database"),
    )
    closing.push(() => databases.close())
    const app = await buildApp({
      config,
      secrets,
      databases,
      plugins,
      queue: { connection, ...config.queue },
    })
    closing.push(() => app.close())
    if (options.serve ?? true) await serve(app)
    return { app, owner, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function serve(app: App): Promise<void> {
  const { config } = app
  await app.queue.ready().catch((error: Error) => {
    throw new StartError(`The queue can't be reached (${error.message}). Check REDIS_URL.`)
  })
  if (config.roles.includes("web")) for (const plugin of app.plugins) await plugin.start?.(app)
  await listen(app)
  if (config.roles.includes("worker")) startWork(app)
}

/** Starts handing jobs over and running them and the sweeps. */
export function startWork(app: App, concurrency = 4): void {
  const handlers = new Map<string, (payload: never) => Promise<void>>()
  handlers.set("mail.send", (async (payload: { organisationId: string; mailId: string }) => {
    // What is written to practise is kept, and read in the back office.
    const { trainingOf } = await app.identity.organisationById(payload.organisationId)
    if (!trainingOf) await app.mailer.send(payload.organisationId, payload.mailId)
  }) as never)
  for (const plugin of app.plugins)
    for (const [name, handler] of Object.entries(plugin.jobs ?? {}))
      handlers.set(name, (payload) => handler(app, payload))
  app.queue.startWorker(handlers as never, concurrency)
  app.queue.startRelay()
  for (const sweep of [housekeeping, ...app.plugins.flatMap((plugin) => plugin.sweeps ?? [])])
    startSweep(app, sweep)
}

function startSweep(app: App, sweep: Sweep): void {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= sweep
      .run(app)
      .catch((error: unknown) => app.log.error({ err: error, sweep: sweep.name }, "sweep failed"))
      .finally(() => {
        running = undefined
      })
  }, sweep.everySeconds * 1000)
  app.stopping.push(async () => {
    clearInterval(timer)
    await running
  })
}

async function listen(app: App): Promise<void> {
  const { config } = app
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${config.port} is in use: stop what uses it, or choose another with PORT.`)
    if (code === "EACCES")
      throw new StartError(`Port ${config.port} may not be opened by this user: choose one above 1023.`)
    throw new StartError(`Can't listen on ${config.host}:${config.port}: ${message}.`)
  }
  const address = app.server.address()
  const port = typeof address === "object" && address ? address.port : config.port
  if (!config.publicUrl)
    config.publicUrl = `http://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${port}`
}
