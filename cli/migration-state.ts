import type pg from "pg"
import type { MigrationSource } from "../server/migrate.ts"
import { appliedMigrations, migrationsOf, moduleKey } from "../server/migration-history.ts"

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
  const applied = await appliedMigrations(client)
  const states: ModuleState[] = []
  for (const source of sources) {
    const module = moduleKey(source)
    states.push({ module, applied: applied.get(module) ?? [], known: await migrationsOf(source) })
    applied.delete(module)
  }
  for (const [module, names] of applied) states.push({ module, applied: names, known: undefined })
  return states
}

export function isUpToDate(states: readonly ModuleState[]): boolean {
  return states.every(({ applied, known }) => !known || known.every((name) => applied.includes(name)))
}

/** Whether a module of this Parterre has had migrations that it does not know. */
export function isNewer(states: readonly ModuleState[]): boolean {
  return states.some(({ applied, known }) => known && applied.some((name) => !known.includes(name)))
}
