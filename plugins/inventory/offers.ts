import { sql } from "kysely"
import { type Db, prepared } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/** Places asked for: so many at one price. */
export interface Wish {
  performanceId: string
  priceId: string
  quantity: number
}

/** A wish that may be sold now: what it costs and which zone it takes from. */
export interface Offer extends Wish {
  zoneId: string
  tariff: string
  /** Cents a place. */
  amount: number
  maxPerOrder: number
}

interface OfferRow {
  price_id: string
  performance_id: string
  zone_id: string
  tariff: string
  amount: number
  max_per_order: number
  on_sale: boolean
}

/**
 * Reads what the wishes cost and whether they are on sale, in one query.
 * @throws 422 not_on_sale (unknown, draft, cancelled, outside its sales window), too_many (over the performance's
 * maximum per order, counting `already` in the cart).
 */
export async function readOffers(
  db: Db,
  wishes: readonly Wish[],
  already: ReadonlyMap<string, number> = new Map(),
): Promise<Offer[]> {
  const { rows } = await sql<OfferRow>`${prepared}
    select p.id as price_id, f.id as performance_id, z.id as zone_id, t.name as tariff, p.amount, f.max_per_order,
      p.offered and e.status = 'published' and f.status = 'scheduled'
        and now() >= coalesce(f.on_sale_from, '-infinity')
        and now() < coalesce(f.on_sale_until, f.starts_at) as on_sale
    from prices p
    join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
    join zones z on z.organisation_id = p.organisation_id and z.id = p.zone_id
    join performances f on f.organisation_id = z.organisation_id and f.id = z.performance_id
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    where p.organisation_id = current_organisation()
      and p.id = any(${wishes.map((wish) => wish.priceId)}::bigint[])`.execute(db)
  const byPrice = new Map(rows.map((row) => [row.price_id, row]))
  const offers = wishes.map((wish, index): Offer => {
    const row = byPrice.get(wish.priceId)
    if (!row || row.performance_id !== wish.performanceId || !row.on_sale)
      throw problem(422, "not_on_sale", undefined, [{ path: `/items/${index}`, message: "is not on sale" }])
    return {
      ...wish,
      zoneId: row.zone_id,
      tariff: row.tariff,
      amount: row.amount,
      maxPerOrder: row.max_per_order,
    }
  })
  refuseTooMany(offers, already)
  return offers
}

function refuseTooMany(offers: readonly Offer[], already: ReadonlyMap<string, number>): void {
  const counts = new Map(already)
  for (const { performanceId, quantity, maxPerOrder } of offers) {
    const count = (counts.get(performanceId) ?? 0) + quantity
    if (count > maxPerOrder)
      throw problem(422, "too_many", `At most ${maxPerOrder} places of this performance in one order.`)
    counts.set(performanceId, count)
  }
}
