import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { Localised } from "../catalogue/tables.ts"
import { leftForAll } from "./awaited.ts"

/** Up to this many, what is left of a zone is said exactly. */
export const saidExactly = 20

export interface ShopPrice {
  id: string
  tariff: string
  proof: string | null
  /** Cents. */
  amount: number
}

export interface ShopZone {
  id: string
  name: string
  status: "available" | "last" | "sold_out"
  /** Exact up to 20, null above. */
  remaining: number | null
  prices: ShopPrice[]
}

export type SaleStatus = "on_sale" | "not_yet" | "ended" | "sold_out" | "cancelled"

export interface ShopPerformance {
  id: string
  ref: string
  event: {
    id: string
    title: Localised
    subtitle: Localised | null
    description: Localised | null
    genre: string | null
    durationMinutes: number | null
  }
  venue: { name: string; address: string | null; timezone: string }
  startsAt: Date
  doorsAt: Date | null
  onSaleFrom: Date | null
  maxPerOrder: number
  /** By numbered seat. */
  seated: boolean
  status: SaleStatus
  zones: ShopZone[]
}

export interface ShopQuery {
  from?: Date
  to?: Date
  q?: string
  genre?: string
  eventId?: string
  performanceId?: string
  /** The last performance of the page before. */
  after?: { startsAt: Date; id: string }
  limit: number
}

interface Row {
  id: string
  ref: string
  event: ShopPerformance["event"]
  venue: ShopPerformance["venue"]
  starts_at: Date
  doors_at: Date | null
  on_sale_from: Date | null
  max_per_order: number
  seated: boolean
  state: "cancelled" | "not_yet" | "ended" | "open"
  zones: (Omit<ShopZone, "status" | "remaining"> & { left: number })[] | null
}

/** What the public may see, in the order of time, with what is left: one query. Drafts are never in it. */
export async function listShopPerformances(db: Db, query: ShopQuery): Promise<ShopPerformance[]> {
  const { rows } = await sql<Row>`
    select f.id, f.ref, f.starts_at, f.doors_at, f.on_sale_from, f.max_per_order,
      f.seating_version_id is not null as seated,
      jsonb_build_object('id', e.id::text, 'title', e.title, 'subtitle', e.subtitle, 'description', e.description,
        'genre', e.genre, 'durationMinutes', e.duration_minutes) as event,
      jsonb_build_object('name', v.name, 'address', v.address, 'timezone', v.timezone) as venue,
      case when f.status = 'cancelled' then 'cancelled'
        when now() >= coalesce(f.on_sale_until, f.starts_at) then 'ended'
        when now() < f.on_sale_from then 'not_yet' else 'open' end as state,
      (select jsonb_agg(jsonb_build_object('id', z.id::text, 'name', z.name, 'left', ${leftForAll} + coalesce((
            select sum(o.capacity - o.taken) from allotment_stock o
            join allotments a on a.organisation_id = o.organisation_id and a.id = o.allotment_id
            where o.organisation_id = z.organisation_id and o.zone_id = z.id and a.released_at is null
              and 'web' = any(a.channels)), 0),
          'prices', (
            select coalesce(jsonb_agg(jsonb_build_object('id', p.id::text, 'tariff', t.name, 'proof', t.proof, 'amount', p.amount)
              order by t.rank, p.amount desc, t.id), '[]')
            from prices p join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
            where p.organisation_id = z.organisation_id and p.zone_id = z.id and p.offered)) order by z.rank, z.id)
        from zones z join zone_stock s on s.organisation_id = z.organisation_id and s.zone_id = z.id
        where z.organisation_id = f.organisation_id and z.performance_id = f.id) as zones
    from performances f
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    where f.organisation_id = current_organisation() and e.status = 'published'
      ${query.performanceId ? sql`and f.id = ${query.performanceId}` : sql``}
      ${query.eventId ? sql`and f.event_id = ${query.eventId}` : sql``}
      ${query.from ? sql`and f.starts_at >= ${query.from}` : sql``}
      ${query.to ? sql`and f.starts_at < ${query.to}` : sql``}
      ${query.genre ? sql`and e.genre = ${query.genre}` : sql``}
      ${query.q ? sql`and concat_ws(' ', e.title ->> 'fr', e.title ->> 'en', e.subtitle ->> 'fr', e.subtitle ->> 'en', v.name) ilike ${contains(query.q)}` : sql``}
      ${query.after ? sql`and (f.starts_at, f.id) > (${query.after.startsAt}, ${query.after.id}::bigint)` : sql``}
    order by f.starts_at, f.id limit ${query.limit}`.execute(db)
  return rows.map(toPerformance)
}

/** A pattern that finds `text` anywhere, taken to the letter. */
function contains(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`
}

function toPerformance(row: Row): ShopPerformance {
  const zones = (row.zones ?? []).map(
    ({ left, ...zone }): ShopZone => ({
      ...zone,
      status: left <= 0 ? "sold_out" : left <= saidExactly ? "last" : "available",
      remaining: left <= saidExactly ? Math.max(left, 0) : null,
    }),
  )
  const sellable = zones.filter((zone) => zone.prices.length > 0)
  const status =
    row.state === "open"
      ? sellable.length === 0
        ? "not_yet"
        : sellable.every((zone) => zone.status === "sold_out")
          ? "sold_out"
          : "on_sale"
      : row.state
  return {
    id: row.id,
    ref: row.ref,
    event: row.event,
    venue: row.venue,
    startsAt: row.starts_at,
    doorsAt: row.doors_at,
    onSaleFrom: row.on_sale_from,
    maxPerOrder: row.max_per_order,
    seated: row.seated,
    status,
    zones,
  }
}
