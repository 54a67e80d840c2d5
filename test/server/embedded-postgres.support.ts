import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import pg from "pg"
import type { Test } from "tap"
import { commandOf } from "../../server/embedded-postgres/processes.ts"
import { removeEmbeddedPostgres } from "../../server/embedded-postgres.ts"

export const isRoot = process.getuid?.() === 0
export const nobody = { uid: 65534, gid: 65534 }
export const fast = { durable: false, maxConnections: 20 }
const childProgram = fileURLToPath(new URL("./embedded-postgres.child.ts", import.meta.url))
const projectRoot = fileURLToPath(new URL("../..", import.meta.url))

/** A DATA_DIR yet to be made, in a folder that all may enter unless `mode` says otherwise. Removed after the test. */
export function freshDataDir(t: Test, mode = 0o755): string {
  const above = mkdtempSync(join(tmpdir(), "parterre-postgres-"))
  chmodSync(above, mode)
  t.teardown(async () => {
    for (const name of readdirSync(above))
      await removeEmbeddedPostgres(join(above, name)).catch(() => undefined)
    rmSync(above, { recursive: true, force: true })
  })
  return join(above, "data")
}

export interface Said {
  url?: string
  log?: string
  error?: string
  kind?: string
  answer?: number
  stopped?: boolean
}

export interface Parterre {
  readonly process: ChildProcess
  /** The next thing it says, log lines left out; undefined once it has ended. */
  next(): Promise<Said | undefined>
  readonly logged: string[]
  stop(): Promise<void>
}

/** Starts the embedded database from a process of its own, through a shell with the given umask. */
export function startChild(
  t: Test,
  dataDir: string,
  options: SpawnOptions & { umask?: string } = {},
): Parterre {
  const { umask = "022", ...spawnOptions } = options
  const line = [process.execPath, "--import=tsx", childProgram, dataDir]
  const child = spawn("/bin/sh", ["-c", `umask ${umask}; exec "$0" "$@"`, ...line], {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "inherit"],
    ...spawnOptions,
  })
  t.teardown(() => child.kill("SIGKILL"))
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]()
  const logged: string[] = []
  const next = async (): Promise<Said | undefined> => {
    const { value, done } = await lines.next()
    if (done) return undefined
    const said = JSON.parse(value) as Said
    if (said.log === undefined) return said
    logged.push(said.log)
    return next()
  }
  const stop = async () => {
    const ended = once(child, "exit", { signal: AbortSignal.timeout(60_000) })
    child.stdin?.write("stop\n")
    await ended
  }
  return { process: child, next, logged, stop }
}

/** Kills as `kill -9` does, and waits until it is done. */
export async function killHard(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit")
  child.kill("SIGKILL")
  await ended
}

export async function ask(url: string | undefined, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  client.on("error", () => undefined)
  await client.connect()
  return (await client.query(statement).finally(() => client.end())).rows
}

/** The processes that have `text` in their command line: those of PostgreSQL name their cluster. */
export async function processesNaming(text: string): Promise<number[]> {
  const list =
    process.platform === "linux"
      ? readdirSync("/proc").filter((name) => /^\d+$/.test(name))
      : execFileSync("ps", ["-A", "-o", "pid="], { encoding: "utf8" }).trim().split("\n")
  const pids = list.map(Number)
  const commands = await Promise.all(pids.map(async (pid) => ({ pid, command: await commandOf(pid) })))
  return commands.filter(({ command }) => command?.includes(text)).map(({ pid }) => pid)
}

export async function until(done: () => Promise<boolean>, seconds = 10): Promise<boolean> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(20))
    if (await done()) return true
  return done()
}

/** Whether the user `nobody` can load this project, which it can't in a home that only root may enter. */
export function nobodyReachesProject(): boolean {
  try {
    execFileSync(process.execPath, ["--import=tsx", "-e", ""], {
      cwd: projectRoot,
      ...nobody,
      stdio: "ignore",
    })
    return existsSync(childProgram)
  } catch {
    return false
  }
}
