import { readdir } from "node:fs/promises"
import pg from "pg"
import type { MigrationSource } from "./migrate.ts"

/** The name of a module in that of its history: "-" is "_". */
export function moduleKey({ module }: MigrationSource): string {
  return module.replaceAll("-", "_")
}

/** The table that keeps the history of a module. */
export function historyOf(source: MigrationSource): string {
  return `migrations_${moduleKey(source)}`
}

/** The migrations that this Parterre has of a module, by name, in order. */
export async function migrationsOf({ folder }: MigrationSource): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .map((name) => name.slice(0, -".sql".length))
    .sort()
}

/** The migrations that the database has had, by module key, in order; in two round trips. */
export async function appliedMigrations(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'
     and tablename like 'migrations\\_%' and tablename not like '%\\_lock' order by 1`,
  )
  if (tables.length === 0) return new Map()
  const histories = tables.map(
    ({ name }) => `select ${pg.escapeLiteral(name.slice("migrations_".length))} as module,
      array_agg(name::text order by name collate "C") as names from public.${pg.escapeIdentifier(name)}`,
  )
  const { rows } = await client.query<{ module: string; names: string[] | null }>(
    histories.join(" union all "),
  )
  return new Map(rows.map(({ module, names }) => [module, names ?? []]))
}
