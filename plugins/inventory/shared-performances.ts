import type { Db } from "../../server/database.ts"
import { LastUsed } from "../../server/last-used.ts"
import { problem } from "../../server/problem.ts"
import { SharedReading } from "../../server/shared-reading.ts"
import { listShopPerformances, type ShopPerformance, type ShopQuery } from "./list-performances.ts"

/** How many different questions are remembered. */
const kept = 1000

/** What plays, read once for all who ask the same at the same time: readers in a rush do not slow the sale. */
export class SharedPerformances {
  readonly #readings = new LastUsed<SharedReading<ShopPerformance[]>>(kept)

  /** As `listShopPerformances`, read after the call; not to be changed by who gets it. */
  list(db: Db, organisationId: string, query: ShopQuery): Promise<readonly ShopPerformance[]> {
    const key = JSON.stringify([organisationId, query])
    return this.#readings.get(key, () => new SharedReading(() => listShopPerformances(db, query))).next()
  }

  /** @throws 404 not_found, whatever the id is made of */
  async one(db: Db, organisationId: string, id: string): Promise<ShopPerformance> {
    const query = { performanceId: id, limit: 1 }
    const [found] = /^\d{1,18}$/.test(id) ? await this.list(db, organisationId, query) : []
    if (!found) throw problem(404, "not_found")
    return found
  }
}

declare module "fastify" {
  interface FastifyInstance {
    shopPerformances: SharedPerformances
  }
}
