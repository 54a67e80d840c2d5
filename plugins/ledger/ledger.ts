import type { Db } from "../../server/database.ts"
import type { ClockWatch } from "./clock.ts"
import type { Seals } from "./seal.ts"

/** Of this module alone: its first number changes with what may change the books. */
export const ledgerVersion = "1.0.0"

/** What seals lines, and which version of the books writes them. */
export interface Ledger {
  seals: Seals
  version: string
  /** What this process anchored last: the MAC by organisation and chain. */
  anchored: Map<string, string>
  clock: ClockWatch
  /** What the tills of some sessions are called: the module that has tills says so. */
  tillNames: (db: Db, sessionIds: readonly string[]) => Promise<Map<string, string>>
}

declare module "fastify" {
  interface FastifyInstance {
    ledger: Ledger
  }
}
