import os from "node:os"
import { sql } from "kysely"
import packageJson from "../../package.json" with { type: "json" }
import type { App } from "../../server/plugin.ts"
import { ledgerRelease, type Release } from "../ledger/released.ts"

/** What the program knows of itself and of the machine it runs on. */
export interface ServerFacts {
  parterre: string
  ledger: Release
  node: string
  postgres: string
  /** "PostgreSQL" or "Redis". */
  queue: string
  system: string
  processor: string
  /** Gibibytes. */
  memory: number
}

export async function serverFacts(app: App): Promise<ServerFacts> {
  const { rows } = await sql<{
    version: string
  }>`select current_setting('server_version') as version`.execute(app.databases.system)
  const [cpu, ...others] = os.cpus()
  return {
    parterre: packageJson.version,
    ledger: ledgerRelease(),
    node: process.versions.node,
    postgres: rows[0]?.version.split(" ")[0] ?? "",
    queue: app.config.redisUrl ? "Redis" : "PostgreSQL",
    system: `${os.type()} ${os.release()} (${os.arch()})`,
    processor: cpu ? `${others.length + 1} × ${cpu.model.trim()}` : os.arch(),
    memory: Math.round(os.totalmem() / 2 ** 30),
  }
}
