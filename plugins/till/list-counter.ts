import { sql } from "kysely"
import { type Db, prepared } from "../../server/database.ts"
import type { Localised } from "../catalogue/tables.ts"

/** A performance as the counter sells it. */
export interface CounterPerformance {
  id: string
  title: Localised
  venue: string
  timezone: string
  startsAt: Date
  seated: boolean
  capacity: number
  /** Sold and held; what is set aside for others counts as taken. */
  taken: number
  zones: {
    id: string
    name: string
    /** Places left. */
    left: number
    prices: { id: string; tariff: string; proof: string | null; amount: number }[]
  }[]
}

/** What the counter may sell now, the nearest first: one query, made again every few seconds by each till. */
export async function listCounter(db: Db, limit: number): Promise<CounterPerformance[]> {
  const { rows } = await sql<CounterPerformance>`${prepared}
    select f.id, e.title, v.name as venue, v.timezone, f.starts_at as "startsAt", f.seating_version_id is not null as seated,
      coalesce((select sum(capacity) from zone_stock s where s.organisation_id = f.organisation_id and s.performance_id = f.id), 0)::int as capacity,
      coalesce((select sum(taken) from zone_stock s where s.organisation_id = f.organisation_id and s.performance_id = f.id), 0)::int as taken,
      coalesce((select jsonb_agg(jsonb_build_object('id', z.id::text, 'name', z.name, 'left', s.capacity - s.taken,
          'prices', coalesce((
            select jsonb_agg(jsonb_build_object('id', p.id::text, 'tariff', t.name, 'proof', t.proof, 'amount', p.amount)
              order by t.rank, p.amount desc, t.id)
            from prices p join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
            where p.organisation_id = z.organisation_id and p.zone_id = z.id and p.offered), '[]')) order by z.rank, z.id)
        from zones z join zone_stock s on s.organisation_id = z.organisation_id and s.zone_id = z.id
        where z.organisation_id = f.organisation_id and z.performance_id = f.id), '[]') as zones
    from performances f
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    where f.organisation_id = current_organisation() and f.status = 'scheduled' and e.status = 'published' and f.ends_at > now()
    order by f.starts_at, f.id limit ${limit}`.execute(db)
  return rows
}
