import { sql } from "kysely"
import { type Db, prepared } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Channel } from "./tables.ts"
import type { Wish } from "./wishes.ts"

/** Places that may be sold now, alike in price: what they cost and which zone they take from. */
export interface Offer {
  performanceId: string
  priceId: string
  quantity: number
  zoneId: string
  /** Of the zone; with numbered seats, the category of its seats. */
  zoneRef: string
  tariff: string
  /** Cents a place. */
  amount: number
  maxPerOrder: number
  /** The plan its seats are numbered by; null: free seating. */
  seatingVersionId: string | null
  /** Places of the zone that are for everybody, as last seen. */
  free: number
  /** Allotments of the performance that the channel may sell, with what they have left of this zone. */
  pools: { id: string; free: number }[]
  /** The seat picked by hand. */
  seatId: string | null
  /** Which of the wishes it is for: offers of one wish sit together. */
  wish: number
  anywhere: boolean
  /** Where it stands in the request. */
  path: string
}

type Asked = Pick<
  Offer,
  "performanceId" | "priceId" | "quantity" | "seatId" | "wish" | "anywhere" | "path"
> & {
  zoneId?: string
}

interface OfferRow {
  price_id: string
  performance_id: string
  zone_id: string
  zone_ref: string
  tariff: string
  amount: number
  max_per_order: number
  seating_version_id: string | null
  free: number
  pools: { id: string; free: number }[] | null
  on_sale: boolean
}

/**
 * Reads what the wishes cost and whether they are on sale, in one query. Staff sell whatever the dates of the
 * sale online, until the performance is over, and to groups of any size.
 * @throws 422 not_on_sale (unknown, draft, cancelled, outside its sales window), too_many (over the performance's
 * maximum per order, counting `already` in the cart), invalid_request (a seat where there are no numbers, or twice).
 */
export async function readOffers(
  db: Db,
  wishes: readonly Wish[],
  { channel = "web", allotmentId }: { channel?: Channel; allotmentId?: string } = {},
  already: ReadonlyMap<string, number> = new Map(),
): Promise<Offer[]> {
  const byStaff = channel !== "web"
  const asked = wishes.flatMap(askedBy)
  const { rows } = await sql<OfferRow>`${prepared}
    select p.id as price_id, f.id as performance_id, z.id as zone_id, z.ref as zone_ref, t.name as tariff, p.amount,
      f.max_per_order, f.seating_version_id, s.capacity - s.taken as free,
      (select json_agg(json_build_object('id', a.id::text, 'free', coalesce(o.capacity - o.taken, 0)) order by a.id)
        from allotments a left join allotment_stock o
          on o.organisation_id = a.organisation_id and o.allotment_id = a.id and o.zone_id = z.id
        where a.organisation_id = f.organisation_id and a.performance_id = f.id and a.released_at is null
          and ${channel} = any(a.channels)
          and (${allotmentId ?? null}::bigint is null or a.id = ${allotmentId ?? null}::bigint)) as pools,
      p.offered and e.status = 'published' and f.status = 'scheduled'
        and case when ${byStaff} then now() < f.ends_at
          else now() >= coalesce(f.on_sale_from, '-infinity') and now() < coalesce(f.on_sale_until, f.starts_at) end as on_sale
    from prices p
    join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
    join zones z on z.organisation_id = p.organisation_id and z.id = p.zone_id
    join zone_stock s on s.organisation_id = z.organisation_id and s.zone_id = z.id
    join performances f on f.organisation_id = z.organisation_id and f.id = z.performance_id
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    where p.organisation_id = current_organisation()
      and p.id = any(${[...new Set(asked.map((one) => one.priceId))]}::bigint[])`.execute(db)
  const byPrice = new Map(rows.map((row) => [row.price_id, row]))
  const offers = asked.map(({ zoneId, ...one }): Offer => {
    const row = byPrice.get(one.priceId)
    const right = row?.performance_id === one.performanceId && (zoneId ?? row.zone_id) === row.zone_id
    if (!row?.on_sale || !right) throw refusal("not_on_sale", one.path, "is not on sale")
    if (one.seatId !== null && row.seating_version_id === null)
      throw refusal("invalid_request", one.path, "this performance has no numbered seats")
    return {
      ...one,
      zoneId: row.zone_id,
      zoneRef: row.zone_ref,
      tariff: row.tariff,
      amount: row.amount,
      maxPerOrder: row.max_per_order,
      seatingVersionId: row.seating_version_id,
      free: row.free,
      pools: row.pools ?? [],
    }
  })
  refuseTwice(offers)
  if (!byStaff) refuseTooMany(offers, already)
  return offers
}

function askedBy(wish: Wish, index: number): Asked[] {
  const { performanceId } = wish
  const path = `/items/${index}`
  const one = { performanceId, wish: index, seatId: null, anywhere: false, path }
  if ("seats" in wish)
    return wish.seats.map(({ seatId, priceId }, at) => ({
      ...one,
      ...{ seatId, priceId, quantity: 1 },
      path: `${path}/seats/${at}`,
    }))
  if ("best" in wish)
    return Object.entries(wish.best).map(([priceId, quantity]) => ({
      ...one,
      ...{ priceId, quantity, zoneId: wish.zoneId, anywhere: wish.anywhere ?? false },
      path: `${path}/best/${priceId}`,
    }))
  return [{ ...one, priceId: wish.priceId, quantity: wish.quantity }]
}

function refuseTwice(offers: readonly Offer[]): void {
  const seen = new Set<string>()
  for (const { performanceId, seatId, path } of offers) {
    if (seatId === null) continue
    const key = `${performanceId} ${seatId}`
    if (seen.has(key)) throw refusal("invalid_request", path, "this seat is asked for twice")
    seen.add(key)
  }
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

export function refusal(code: "not_on_sale" | "invalid_request", path: string, message: string) {
  return problem(422, code, undefined, [{ path, message }])
}
