import { readdir } from "node:fs/promises"
import pg from "pg"
import type { MigrationSource } from "../server/migrate.ts"

/** The migrations of one module, by name, in order. */
export interface ModuleState {
  /** As in the name of its migration table: "-" is "_". */
  module: string
  applied: string[]
  /** What this Parterre has; undefined when it does not have the module. */
  known: string[] | undefined
}

/** Which migrations the database has had, and which this Parterre knows. */
export async function migrationState(
  client: pg.Client,
  sources: readonly MigrationSource[],
): Promise<ModuleState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'
     and tablename like 'migrations\\_%' and tablename not like '%\\_lock' order by 1`,
  )
  const applied = new Map<string, string[]>()
  for (const { name } of rows) {
    const migrations = await client.query<{ name: string }>(
      `select name from public.${pg.escapeIdentifier(name)} order by name`,
    )
    applied.set(
      name.slice("migrations_".length),
      migrations.rows.map((row) => row.name),
    )
  }
  const states: ModuleState[] = []
  for (const source of sources) {
    const module = moduleKey(source)
    states.push({ module, applied: applied.get(module) ?? [], known: await migrationsOf(source) })
    applied.delete(module)
  }
  for (const [module, names] of applied) states.push({ module, applied: names, known: undefined })
  return states
}

export function moduleKey(source: MigrationSource): string {
  return source.module.replaceAll("-", "_")
}

async function migrationsOf({ folder }: MigrationSource): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .map((name) => name.slice(0, -".sql".length))
    .sort()
}

export function isUpToDate(states: readonly ModuleState[]): boolean {
  return states.every(({ applied, known }) => !known || known.every((name) => applied.includes(name)))
}

/** Whether a module of this Parterre has had migrations that it does not know. */
export function isNewer(states: readonly ModuleState[]): boolean {
  return states.some(({ applied, known }) => known && applied.some((name) => !known.includes(name)))
}
