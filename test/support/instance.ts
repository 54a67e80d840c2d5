import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Test } from "tap"
import { projectRoot } from "../../server/project.ts"
import type { TestDatabase } from "../harness.ts"
import { freePort } from "./free-port.ts"
import { testSecretKey } from "./secrets.ts"
import { waitUntil } from "./wait-until.ts"

export interface Instance {
  url: string
  process: ChildProcess
  /** Sends a signal and waits until the process has ended; answers its exit code, or the signal that ended it. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | string | null>
}

/** The built program in a process of its own, as an operator starts it, on a database of the tests. */
export async function startInstance(
  t: Test,
  { url: databaseUrl }: Pick<TestDatabase, "url">,
  options: { role?: "web" | "worker"; env?: Record<string, string> } = {},
): Promise<Instance> {
  const program = join(projectRoot, "dist", "parterre.js")
  if (!existsSync(program)) throw new Error("dist/ is not built: npm run build")
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [program, "start", ...(options.role ? ["--role", options.role] : [])],
    {
      cwd: projectRoot,
      stdio: ["ignore", "ignore", process.env.TEST_LOG ? "inherit" : "ignore"],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        SECRET_KEY: testSecretKey,
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        LOG_LEVEL: "fatal",
        RATE_LIMIT: "0",
        PAYMENT_SANDBOX: "1",
        ...options.env,
      },
    },
  )
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await once(child, "exit")
    }
    return child.exitCode ?? child.signalCode
  }
  t.teardown(() => end("SIGKILL"))
  const url = `http://127.0.0.1:${port}`
  await waitUntil(
    async () => {
      if (child.exitCode !== null) throw new Error(`the instance ended with code ${child.exitCode}`)
      return (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200
    },
    { seconds: 60, what: "the instance" },
  )
  return { url, process: child, end }
}
