import type { Db } from "../../server/database.ts"
import { SharedReading } from "../../server/shared-reading.ts"
import { listShopPerformances, type ShopPerformance, type ShopQuery } from "./list-performances.ts"

/** How many different questions are remembered. */
const kept = 1000

/** What plays, read once for all who ask the same at the same time: readers in a rush do not slow the sale. */
export class SharedPerformances {
  readonly #readings = new Map<string, SharedReading<ShopPerformance[]>>()

  /** As `listShopPerformances`, read after the call; not to be changed by who gets it. */
  list(db: Db, organisationId: string, query: ShopQuery): Promise<readonly ShopPerformance[]> {
    const key = JSON.stringify([organisationId, query])
    const reading = this.#readings.get(key) ?? new SharedReading(() => listShopPerformances(db, query))
    this.#readings.delete(key)
    this.#readings.set(key, reading)
    for (const [oldest] of this.#readings) {
      if (this.#readings.size <= kept) break
      this.#readings.delete(oldest)
    }
    return reading.next()
  }
}

declare module "fastify" {
  interface FastifyInstance {
    shopPerformances: SharedPerformances
  }
}
