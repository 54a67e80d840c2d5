import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { MigrationSource } from "../../server/migrate.ts"
import { moduleKey } from "../../server/migration-history.ts"
import { StartError } from "../../server/start-error.ts"
import type { ModuleState } from "../migration-state.ts"
import type { Manifest } from "./manifest.ts"

/** @throws StartError when the database can't be brought to what it was when the backup was made. */
export function refuseMisfit(manifest: Manifest, states: readonly ModuleState[]): void {
  const known = new Map(states.map((state) => [state.module, state]))
  for (const [module, names] of Object.entries(manifest.migrations)) {
    const state = known.get(module)
    if (!state?.known)
      throw new StartError(
        `The backup holds data of the module ${module}: add it to PLUGINS to restore them.`,
      )
    const foreign = names.find((name) => !state.known?.includes(name))
    if (foreign)
      throw new StartError(
        `The backup was made by a newer Parterre (${manifest.parterre}, ${module}/${foreign}): restore it with that version.`,
      )
    if (state.applied.some((name) => !names.includes(name)))
      throw new StartError(
        `The backup is older than this database, which is empty but at a newer version (module ${module}): restore into a database where nothing was made yet.`,
      )
  }
}

/** Each module with the migrations that it had had, and no other: folders of links, until `remove` is called. */
export async function sourcesOfThen(
  manifest: Manifest,
  sources: readonly MigrationSource[],
): Promise<{ sources: MigrationSource[]; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), "parterre-restore-"))
  const then: MigrationSource[] = []
  for (const source of sources) {
    const names = manifest.migrations[moduleKey(source)] ?? []
    if (names.length === 0) continue
    const folder = join(root, source.module)
    await mkdir(folder)
    for (const name of names) await symlink(join(source.folder, `${name}.sql`), join(folder, `${name}.sql`))
    // A table that is append-only now may not have been there; the rights are given once all is back.
    then.push({ module: source.module, folder })
  }
  return { sources: then, remove: () => rm(root, { recursive: true, force: true }) }
}
