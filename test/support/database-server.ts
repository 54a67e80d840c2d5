import { spawn } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { projectRoot } from "../../server/project.ts"

/** Where the one PostgreSQL of a test run is, and the template that each test file's database is a copy of. */
export interface TestServer {
  url: string
  template: string
  pid: number
}

const file = join(projectRoot, ".tap", "database-server.json")

/** The server of this run; starts one, which ends with this process, when a test file is run by itself. */
export async function testServer(): Promise<TestServer> {
  return readServer() ?? prepareTestServer(process.pid)
}

/** Starts a throw-away PostgreSQL in a process of its own, which ends when `owner` does. */
export async function prepareTestServer(owner = process.ppid): Promise<TestServer> {
  rmSync(file, { force: true })
  const daemon = spawn(
    process.execPath,
    ["--import=tsx", join(projectRoot, "test", "support", "database-daemon.ts"), file, String(owner)],
    { detached: true, stdio: ["ignore", "inherit", "inherit"] },
  )
  daemon.unref()
  for (let tries = 0; tries < 600; tries++) {
    const server = readServer()
    if (server) return server
    if (daemon.exitCode !== null) throw new Error("the test database did not start")
    await sleep(100)
  }
  throw new Error("the test database did not start in time")
}

export async function endTestServer(): Promise<void> {
  const server = readServer()
  if (!server) return
  process.kill(server.pid, "SIGTERM")
  for (let tries = 0; tries < 100 && existsSync(file); tries++) await sleep(100)
}

function readServer(): TestServer | undefined {
  try {
    const server = JSON.parse(readFileSync(file, "utf8")) as TestServer
    process.kill(server.pid, 0)
    return server
  } catch {
    return undefined
  }
}
