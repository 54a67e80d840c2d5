import type { Db } from "../../server/database.ts"

export interface Fill {
  capacity: number
  /** Places sold or held. */
  taken: number
}

/** How full performances are, by id. */
export type FillReader = (db: Db, performanceIds: readonly string[]) => Promise<Map<string, Fill>>

declare module "fastify" {
  interface FastifyInstance {
    /** Filled in by the module that knows what is taken; until then nothing is known. */
    performanceFill: { read: FillReader }
  }
}

export const unknownFill: FillReader = async () => new Map()
