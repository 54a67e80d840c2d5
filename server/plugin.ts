import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox"
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify"
import type { Locale } from "../templates/locale.ts"
import type { MemberRole } from "./access.ts"
import type { MigrationSource } from "./migrate.ts"
import type { JobPayload } from "./outbox.ts"
import type { ProblemText } from "./problem.ts"
import { projectRoot } from "./project.ts"
import { StartError } from "./start-error.ts"

/** The Fastify instance as plugins see it: request types follow from the TypeBox schemas of the route. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** An entry of the back office's menu; shown to those who have the permission. */
export interface MenuEntry {
  label: Record<Locale, string>
  /** Path below `/admin/{org}`, for example "/events". */
  path: string
  permission: string
  icon?: string
  /** Entries are sorted by this number: 10 programme, 20 selling, 30 the counter, 40 the door, 50 the books, 60 people, 70 settings. */
  order: number
}

/** Work that workers do by the clock. It must be safe to run in several processes at once. */
export interface Sweep {
  name: string
  everySeconds: number
  run(app: App): Promise<void>
}

/** A table of the programme and of the settings: an organisation in which people practise has a copy of it. */
export interface ProgrammeTable {
  table: string
  /** A row that is there already is never changed by a copy. */
  fixed?: boolean
}

/** What a module is, in one screen. */
export interface Plugin {
  name: string
  /** Modules that must come before; their tables may be joined and their offers called. */
  dependencies: readonly string[]
  /** Folder of numbered .sql files; the repository's own modules have theirs in `migrations/<name>`. */
  migrations?: string
  /** Tables the application may add to and read, and never change. */
  appendOnly?: readonly string[]
  /** Tables the application may read only: functions of the database write them. */
  readOnly?: readonly string[]
  /** What is copied to practise with, each after those that it refers to. Nothing sold, and nobody's data. */
  programme?: readonly ProgrammeTable[]
  /** Each permission with the roles that have it; managers and administrators have all. */
  permissions?: Record<string, readonly MemberRole[]>
  /** The words of the module's problem codes. */
  problems?: Record<string, ProblemText>
  menu?: readonly MenuEntry[]
  jobs?: Record<string, (app: App, payload: JobPayload) => Promise<void>>
  sweeps?: readonly Sweep[]
  /** Adds decorators (what the module offers), event listeners and routes. */
  register?(app: App): void | Promise<void>
  /** Runs once the database is ready, before the first request. */
  start?(app: App): Promise<void>
}

export function definePlugin(plugin: Plugin): Plugin {
  return plugin
}

/** Where each module's migrations are, in the order of the list. */
export function migrationSources(plugins: readonly Plugin[]): MigrationSource[] {
  return plugins.flatMap((plugin) => {
    const folder = plugin.migrations ?? join(projectRoot, "migrations", plugin.name)
    if (!existsSync(folder)) {
      if (plugin.migrations) throw new StartError(`The plugin ${plugin.name} has no migrations in ${folder}.`)
      return []
    }
    const { appendOnly = [], readOnly = [] } = plugin
    return [{ module: plugin.name, folder, appendOnly, readOnly }]
  })
}

/** Loads the plugins that the configuration names: each module's default export is a plugin. */
export async function loadPlugins(names: readonly string[]): Promise<Plugin[]> {
  const plugins: Plugin[] = []
  for (const name of names) {
    const specifier = /^[./]/.test(name) ? pathToFileURL(resolve(name)).href : name
    let loaded: unknown
    try {
      loaded = ((await import(specifier)) as { default?: unknown }).default
    } catch (error) {
      throw new StartError(`The plugin ${name} can't be loaded: ${(error as Error).message}.`)
    }
    if (!isPlugin(loaded))
      throw new StartError(`${name} is not a Parterre plugin: its default export has no name.`)
    plugins.push(loaded)
  }
  return plugins
}

function isPlugin(value: unknown): value is Plugin {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Plugin).name === "string" &&
    /^[a-z][a-z0-9-]*$/.test((value as Plugin).name) &&
    Array.isArray((value as Plugin).dependencies)
  )
}

/** Refuses a list in which a module comes twice, or before one it depends on. */
export function checkOrder(plugins: readonly Plugin[]): void {
  const seen = new Set<string>()
  for (const plugin of plugins) {
    if (seen.has(plugin.name)) throw new StartError(`The plugin ${plugin.name} is listed twice.`)
    for (const dependency of plugin.dependencies)
      if (!seen.has(dependency))
        throw new StartError(`The plugin ${plugin.name} needs ${dependency}, which is not listed before it.`)
    seen.add(plugin.name)
  }
}
