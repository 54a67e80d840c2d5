import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

const noProcess = 2 ** 31 - 1

export interface PidFile {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** What the server of `cluster` says of itself in its postmaster.pid; undefined when there is no such file. */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "")
  // Lines of the format (PostgreSQL, src/include/utils/pidfile.h): 1 process, 4 port, 8 status.
  const lines = text.split("\n")
  const pid = Number.parseInt(lines[0] ?? "", 10)
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" } : undefined
}

/**
 * Tells PostgreSQL that the server named in postmaster.pid is gone, which it would doubt where another process has the
 * number by now, or where nobody has noticed the end of the old one. The file stays, as PostgreSQL finds in it the
 * shared memory that a forgotten child of that server may still use.
 */
export async function disownPidFile(cluster: string): Promise<void> {
  const file = join(cluster, "postmaster.pid")
  const [, ...rest] = (await readFile(file, "utf8")).split("\n")
  await writeFile(file, [noProcess, ...rest].join("\n"))
}
