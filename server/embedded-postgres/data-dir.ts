import { access, chmod, constants, mkdir, realpath, stat } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { StartError } from "../start-error.ts"
import { isRoot, myself } from "./account.ts"

/** Makes `path` when it isn't there, checks that it can be used, and answers its real path. */
export async function makeDataDir(path: string): Promise<string> {
  const wanted = resolve(path)
  await make(wanted)
  if (!(await stat(wanted)).isDirectory()) throw new StartError(`DATA_DIR ${wanted} is not a directory.`)
  await access(wanted, constants.R_OK | constants.W_OK | constants.X_OK).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === "EROFS"
        ? new StartError(`DATA_DIR ${wanted} is on a read-only disk.`)
        : new StartError(
            `DATA_DIR ${wanted} needs the rights to read, write and enter it for ${myself.name}.`,
          )
    },
  )
  return realpath(wanted)
}

async function make(path: string): Promise<void> {
  try {
    // What it holds is closed by itself; when root starts, PostgreSQL's own account must get through.
    if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, isRoot ? 0o711 : 0o700)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === "EEXIST") return
    if (code === "EACCES" || code === "EPERM" || code === "ENOENT")
      throw new StartError(
        `DATA_DIR ${path} can't be made: ${myself.name} needs the right to write in ${await nearest(path)}.`,
      )
    throw new StartError(`DATA_DIR ${path} can't be made: ${message}.`)
  }
}

/** The deepest folder on the way to `path` that is there. */
async function nearest(path: string): Promise<string> {
  const above = dirname(path)
  return above === path || (await stat(above).catch(() => undefined)) ? above : nearest(above)
}
