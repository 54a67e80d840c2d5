import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { connect } from "node:net"
import { Redis } from "ioredis"
import type { Test } from "tap"
import { freePort } from "./program.ts"
import { missing } from "./tools.ts"
import { waitUntil } from "./wait-until.ts"

/** Why a test can't run here: there is no redis-server. Said aloud, for what is not tested is not known. */
export function noRedis(): string | false {
  const why = missing("redis-server")
  if (why) process.stderr.write(`\n*** ${why}: what happens when Redis is wiped is NOT tested here ***\n\n`)
  return why
}

/** A real Redis that keeps nothing on disk: it comes back empty. */
export class RedisServer {
  readonly port: number
  readonly url: string
  #process: ChildProcess | undefined

  constructor(port: number) {
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
  }

  async start(): Promise<void> {
    const options = ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    this.#process = spawn("redis-server", options, { stdio: "ignore" })
    await waitUntil(() => answers(this.port), { what: "redis-server" })
  }

  /** As a power cut: nothing is said, nothing is kept. */
  async kill(): Promise<void> {
    const killed = this.#process
    this.#process = undefined
    if (!killed || killed.exitCode !== null) return
    killed.kill("SIGKILL")
    await once(killed, "exit")
  }

  async flush(): Promise<void> {
    const redis = new Redis(this.url)
    await redis.flushall()
    redis.disconnect()
  }

  /** How many keys it has. */
  async size(): Promise<number> {
    const redis = new Redis(this.url)
    const size = await redis.dbsize()
    redis.disconnect()
    return size
  }
}

export async function redisServer(t: Test): Promise<RedisServer> {
  const server = new RedisServer(await freePort())
  t.teardown(() => server.kill())
  await server.start()
  return server
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy()
      resolve(true)
    })
    socket.on("error", () => resolve(false))
  })
}
