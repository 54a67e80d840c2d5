import { type ChildProcessByStdio, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import { dirname, join } from "node:path"
import type { Readable, Writable } from "node:stream"
import { setTimeout as sleep } from "node:timers/promises"
import { StartError } from "../start-error.ts"
import type { Account } from "./account.ts"
import { readPidFile } from "./pid-file.ts"
import { surroundings } from "./run.ts"
import { lastReason, logSettings, openLog } from "./server-log.ts"

export interface Serving {
  readonly port: number
  /** Ends all connections, keeps all data, and waits until every process has ended. */
  stop(): Promise<void>
}

interface Start {
  readonly postgres: string
  readonly cluster: string
  readonly account: Account
  readonly settings: Readonly<Record<string, string | number>>
  readonly log: (line: string) => void
}

/** How long to try again when a port was taken in between, or children of a killed server have yet to end. */
const patience = 15_000
/** After this long, a shutdown stops waiting for anything; the next start recovers what it left. */
const shutdownPatience = 30_000

/**
 * Becomes PostgreSQL, after leaving behind a guard that stops it when Parterre is gone, however it went: the guard
 * reads from a pipe that ends with Parterre. It is not PostgreSQL's child, which would take its end for a crash.
 */
const guarded = `exec 3<&0
( { trap '' HUP INT TERM; read -r _ <&3 || kill -INT $$; } </dev/null 2>/dev/null & )
exec "$0" "$@" </dev/null >&2 3<&-`

/** Starts PostgreSQL on a free port of 127.0.0.1 and waits until it answers, recovery after a crash included. */
export async function serve(start: Start): Promise<Serving> {
  const deadline = Date.now() + patience
  for (;;) {
    const port = await freePort()
    const server = await launch(start, port)
    if (await isReady(start, server)) return { port, stop: follow(start, server) }
    await server.ended
    const reason = await server.reason()
    const passing = /TCP\/IP sockets|still in use/.test(reason) && Date.now() < deadline
    if (!passing) throw new StartError(`PostgreSQL did not start: ${reason}`)
    await sleep(200)
  }
}

type Server = Awaited<ReturnType<typeof launch>>

async function launch({ postgres, cluster, account, settings }: Start, port: number) {
  const logFile = join(dirname(cluster), "postgres.log")
  const file = await openLog(logFile, account)
  const { size } = await file.stat()
  const all = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    timezone: "UTC",
    ...logSettings,
    ...settings,
  }
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])
  // In a session of its own: Ctrl-C in a terminal reaches the whole group, and Parterre has requests to finish first.
  const child = spawn("/bin/sh", ["-c", guarded, postgres, "-D", cluster, ...options], {
    ...surroundings,
    ...account.identity,
    detached: true,
    stdio: ["pipe", "pipe", file.fd],
  }) as ChildProcessByStdio<Writable, Readable, null>
  await file.close()
  for (const emitter of [child, child.stdin]) emitter.on("error", () => undefined)
  child.once("exit", () => child.stdin.end("over\n"))
  // Closed only once the guard, which holds the other end of both pipes, has ended too.
  const ended = once(child.stdout.resume(), "close")
  for (const handle of [child, child.stdin as Socket, child.stdout as Socket]) handle.unref()
  return { child, ended, reason: () => lastReason(logFile, size) }
}

async function isReady({ cluster, log }: Start, { child }: Server): Promise<boolean> {
  const slow = setTimeout(log, 10_000, "PostgreSQL is recovering its data; this can take minutes.")
  try {
    while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      const file = await readPidFile(cluster)
      if (file?.ready && file.pid === child.pid) return true
      await sleep(10)
    }
    return false
  } finally {
    clearTimeout(slow)
  }
}

/** Says when the server ends unasked, and answers the function that stops it. */
function follow({ log }: Start, { child, ended, reason }: Server): () => Promise<void> {
  const complain = async () => log(`PostgreSQL ended by itself: ${await reason()}`)
  child.once("exit", complain)
  return async () => {
    child.off("exit", complain)
    for (const handle of [child, child.stdout as Socket]) handle.ref()
    child.kill("SIGINT")
    const insist = setTimeout(() => child.kill("SIGQUIT"), shutdownPatience)
    await ended
    clearTimeout(insist)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port")
  return address.port
}
