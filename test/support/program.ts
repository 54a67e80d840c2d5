import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Test } from "tap"
import { projectRoot } from "../../server/project.ts"

type Env = Record<string, string>

/** The built program with the variables given here and no other: neither ours nor what tap gives to its children. */
function launch(args: string[], given: Env, options: SpawnOptions = {}): ChildProcess {
  const { PATH = "/usr/bin:/bin", HOME = "/tmp" } = process.env
  const env = Object.entries({ PATH, HOME, LOG_LEVEL: "fatal", DEMO: "0", ...given })
  const variables = env.map(([name, value]) => `${name}=${value}`)
  const node = [process.execPath, "--enable-source-maps", join(projectRoot, "dist/parterre.js")]
  return spawn("env", ["-i", ...variables, ...node, ...args], {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "pipe"],
    ...options,
  })
}

export interface Ran {
  code: number | null
  /** What it wrote on standard output and on standard error. */
  out: string
  err: string
}

/** Runs a verb to its end, with `input` on its standard input. */
export async function parterre(
  t: Test,
  args: string[],
  env: Env,
  { input = "", ...options }: SpawnOptions & { input?: string | Buffer } = {},
): Promise<Ran> {
  const child = launch(args, env, options)
  t.teardown(() => child.kill("SIGKILL"))
  const [out, err] = [collect(child.stdout), collect(child.stderr)]
  // It may end without having read all of it.
  child.stdin?.on("error", () => undefined)
  child.stdin?.end(input)
  const [code] = (await once(child, "close")) as [number | null]
  return { code, out: out.text, err: err.text }
}

export interface Program {
  process: ChildProcess
  /** Where it listens. */
  url: string
  out(): string
  err(): string
  /** Sends the signal and waits for the end; answers the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts Parterre on a free port, and waits until it is ready. Killed after the test if it still runs. */
export async function startParterre(
  t: Test,
  env: Env,
  args: string[] = [],
  options: SpawnOptions = {},
): Promise<Program> {
  const port = await freePort()
  const child = launch(["start", ...args], { PORT: String(port), ...env }, options)
  t.teardown(() => child.kill("SIGKILL"))
  const [out, err] = [collect(child.stdout), collect(child.stderr)]
  const ended = once(child, "close") as Promise<[number | null]>
  const url = `http://127.0.0.1:${env.PORT ?? port}`
  for (const deadline = Date.now() + 60_000; ; await sleep(30)) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${err.text}`)
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) break
    if (Date.now() > deadline) throw new Error(`not ready within a minute: ${out.text}${err.text}`)
  }
  return {
    process: child,
    url,
    out: () => out.text,
    err: () => err.text,
    end: async (signal = "SIGTERM") => {
      child.kill(signal)
      return (await ended)[0]
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, "close")
  return port
}

function collect(stream: NodeJS.ReadableStream | null): { text: string } {
  const collected = { text: "" }
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    collected.text += chunk
  })
  return collected
}
