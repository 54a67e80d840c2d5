import type { Organisation, Principal } from "../../server/access.ts"
import { type Db, sqlState } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { type RecordedSale, recordSale } from "./record-sale.ts"
import type { OfflineSale } from "./sale.ts"

/** Clocks this close to ours are taken at their word, in milliseconds. */
const closeEnough = 2000
/** Two sales may lock what they need in another order: the database ends one of them, which is tried again. */
const tries = 5

/**
 * Records what a till sold without a network, one sale after the other, each in a transaction of its own: what was recorded stays so
 * when a later one fails. May be sent again, in parts, and from two windows at once.
 * @param sentAt the till's clock now: a clock that is wrong by hours is put right by it.
 * @returns what became of each, in order
 */
export async function recordSales(
  app: App,
  db: Db,
  who: { organisation: Organisation; principal: Principal },
  sales: readonly OfflineSale[],
  sentAt: Date | undefined,
): Promise<RecordedSale[]> {
  const now = Date.now()
  const wrong = sentAt ? now - sentAt.getTime() : 0
  const shift = Math.abs(wrong) > closeEnough ? wrong : 0
  const recorded: RecordedSale[] = []
  for (const sale of sales) {
    const soldAt = new Date(Math.min(sale.soldAt.getTime() + shift, now))
    recorded.push(await insistently(() => recordSale({ app, ...who }, db, { ...sale, soldAt })))
  }
  return recorded
}

async function insistently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left--)
    try {
      return await work()
    } catch (error) {
      if (sqlState(error) !== "40P01" || left === 0) throw error
    }
}
