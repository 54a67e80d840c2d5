import compress from "@fastify/compress"
import formbody from "@fastify/formbody"
import helmet from "@fastify/helmet"
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox"
import Fastify, { LogController } from "fastify"
import fp from "fastify-plugin"
import { access } from "./access.ts"
import { assets } from "./assets.ts"
import type { Config } from "./config.ts"
import type { Databases } from "./database.ts"
import { errors } from "./errors.tsx"
import { Events } from "./events.ts"
import { Journal } from "./journal.ts"
import { language } from "./language.ts"
import { limits } from "./limits.ts"
import { type LogStream, logger } from "./log.ts"
import { Mailer } from "./mail.ts"
import { metrics } from "./metrics.ts"
import { openapi } from "./openapi.tsx"
import { enqueue } from "./outbox.ts"
import { pages } from "./pages.tsx"
import { type App, checkOrder, type MenuEntry, type Plugin } from "./plugin.ts"
import { problem } from "./problem.ts"
import { type QueueOptions, WorkQueue } from "./queue.ts"
import type { Secrets } from "./secrets.ts"
import { session } from "./session.ts"
import { StartError } from "./start-error.ts"
import { validatorCompiler } from "./validator.ts"

declare module "fastify" {
  interface FastifyInstance {
    config: Config
    secrets: Secrets
    databases: Databases
    events: Events
    /** For plugins from outside the repository, which can't import what the kernel's files offer. */
    enqueue: typeof enqueue
    problem: typeof problem
    queue: WorkQueue
    mailer: Mailer
    plugins: readonly Plugin[]
    menu: readonly MenuEntry[]
    /** What the operator should read at the first start. */
    announcements: string[]
    /** What ends before the queue and the database are let go of. */
    stopping: (() => Promise<void>)[]
  }
}

export interface Resources {
  config: Config
  secrets: Secrets
  databases: Databases
  queue: Omit<QueueOptions, "databases" | "log" | "redisUrl">
  plugins: readonly Plugin[]
  logStream?: LogStream
}

/**
 * The one application, for production and tests alike: the kernel, then each plugin in the order of the list. The
 * database is migrated before. Nothing listens and no job runs yet: see start.ts.
 */
export async function buildApp(resources: Resources): Promise<App> {
  const { config, plugins } = resources
  checkOrder(plugins)
  const app: App = Fastify({
    logger: logger(config, resources.logStream),
    logController: new LogController({ disableRequestLogging: true }),
    // The nearest proxy adds the address it saw at the end; what stands before may be the visitor's own invention.
    trustProxy: config.trustProxy === 1 ? (_address, hop) => hop === 0 : config.trustProxy,
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    return503OnClosing: false,
    forceCloseConnections: "idle",
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(validatorCompiler)

  app.decorate("config", config)
  app.decorate("secrets", resources.secrets)
  app.decorate("databases", resources.databases)
  app.decorate("events", new Events())
  app.decorate("journal", new Journal(app.events, resources.databases, () => app.identity))
  app.decorate("enqueue", enqueue)
  app.decorate("problem", problem)
  app.decorate("plugins", plugins)
  app.decorate("announcements", [])
  app.decorate("stopping", [])
  app.decorate(
    "menu",
    plugins.flatMap((plugin) => plugin.menu ?? []).sort((a, b) => a.order - b.order),
  )
  app.decorate("mailer", new Mailer(resources.databases, config.smtpUrl, config.mailFrom))
  app.decorate(
    "queue",
    new WorkQueue({
      ...resources.queue,
      databases: resources.databases,
      redisUrl: config.redisUrl,
      log: app.log,
    }),
  )
  app.addHook("onClose", async () => {
    await Promise.all(app.stopping.map((stop) => stop()))
    await app.queue.close()
    app.mailer.close()
  })

  if (!config.roles.includes("web"))
    app.addHook("onRequest", async (request) => {
      if (!["/healthz", "/readyz", "/metrics"].includes(request.routeOptions.url ?? ""))
        throw problem(404, "not_found")
    })
  try {
    await build(app, config, plugins)
  } catch (error) {
    // What was opened for it, the queue's connections above all, is not left behind.
    await app.close()
    throw error
  }
  return app
}

async function build(app: App, config: Config, plugins: readonly Plugin[]): Promise<void> {
  await app.register(compress, { threshold: 1024 })
  await app.register(formbody, { bodyLimit: 256 * 1024 })
  await app.register(helmet, securityHeaders(config))
  await app.register(limits)
  // Its hook reads the cookies before access asks whose they are.
  await app.register(session)
  await app.register(access(plugins))
  await app.register(language)
  await app.register(errors(plugins))
  await app.register(metrics)
  await app.register(assets)
  await app.register(pages)
  await app.register(openapi)
  for (const plugin of plugins)
    await app.register(
      fp((instance) => registerPlugin(plugin, instance as App), {
        name: plugin.name,
        dependencies: [...plugin.dependencies],
      }),
    )
  await app.ready()
}

async function registerPlugin(plugin: Plugin, app: App): Promise<void> {
  try {
    await plugin.register?.(app)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`The plugin ${plugin.name} can't start: ${(error as Error).message}.`, {
      cause: error,
    })
  }
}

/** Nothing comes from or goes to another origin; what needs more on its page says so there. */
function securityHeaders(config: Config) {
  const https = config.publicUrl.startsWith("https:")
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: "same-origin" as const },
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
  } as const
}
