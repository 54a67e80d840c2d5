import { type ChildProcess, spawn } from "node:child_process"
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Pool } from "pg"
import { projectRoot } from "../../server/project.ts"

export interface Program {
  url: string
  process: ChildProcess
  /** Milliseconds from the spawn to the first 200 of /readyz. */
  readyAfter: number
  stop(): Promise<void>
}

/** Runs the built program as an operator would, and waits until it is ready. */
export async function startProgram(env: Record<string, string>, args: string[] = []): Promise<Program> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const url = `http://127.0.0.1:${port}`
  const before = performance.now()
  const child = spawn(process.execPath, [join(projectRoot, "dist", "parterre.js"), "start", ...args], {
    env: { ...process.env, LOG_LEVEL: "error", RATE_LIMIT: "0", PORT: String(port), ...env },
    stdio: ["ignore", "ignore", "inherit"],
  })
  while (true) {
    if (child.exitCode !== null) throw new Error("the program did not start")
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.status === 200) break
    await sleep(10)
  }
  return {
    url,
    process: child,
    readyAfter: performance.now() - before,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGTERM")
      await ended
    },
  }
}

/** Resident memory of a process, in bytes (Linux). */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))
  return Number(line?.[1] ?? 0) * 1024
}

/** Processor time of a process so far, in seconds (Linux). */
export function processorSeconds(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The process that started every other of this PostgreSQL, on this machine (Linux). */
export async function databaseProcess(owner: Pool): Promise<number> {
  const { rows } = await owner.query<{ pid: number }>("select pg_backend_pid() as pid")
  return parentOf(rows[0]?.pid ?? "none")
}

/** Processor time so far of a process that is there and those it started, ended ones too, in seconds (Linux). */
export function familySeconds(pid: number): number {
  const children = readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && parentOf(name) === pid
    } catch {
      // It ended meanwhile.
      return false
    }
  })
  const ended = statOf(pid)
  return children.reduce(
    (sum, child) => sum + processorSeconds(Number(child)),
    processorSeconds(pid) + (Number(ended[13]) + Number(ended[14])) / 100,
  )
}

function parentOf(pid: number | string): number {
  return Number(statOf(pid)[1])
}

/** What Linux says of a process, from its state on. */
function statOf(pid: number | string): string[] {
  return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
}

/** A folder for an embedded database, removed at the end. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "parterre-bench-"))
  chmodSync(path, 0o755)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
