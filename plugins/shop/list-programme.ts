import { type RawBuilder, sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { containsWords } from "../../server/search.ts"
import type { Localised } from "../catalogue/tables.ts"
import { leftForAll } from "../inventory/awaited.ts"
import { type SaleStatus, saidExactly } from "../inventory/list-performances.ts"

/** An event that is still to come, as the programme shows it. */
export interface ProgrammeEvent {
  id: string
  title: Localised
  subtitle: Localised | null
  genre: string | null
  /** The next date, cancelled ones aside where there are others. */
  next: Date
  venue: { name: string; timezone: string }
  /** Dates to come. */
  dates: number
  /** Cents: the lowest that costs something, 0 when all is free; null when no price is offered. */
  fromCents: number | null
  /** Places left on all dates on sale: exact up to 20, null above. */
  remaining: number | null
  status: SaleStatus
}

export interface ProgrammeQuery {
  q?: string
  genre?: string
  /** "2027-01", in `timezone`. */
  month?: string
  timezone: string
  offset: number
  limit: number
}

interface Row extends Omit<ProgrammeEvent, "status" | "remaining"> {
  left: number | null
  onSale: boolean
  open: boolean
  notYet: boolean
  cancelled: boolean
}

/** Published performances that have not begun, or that one may still buy. */
const coming = (conditions: RawBuilder<unknown> = sql``) => sql`
  select f.organisation_id, f.id, f.event_id, f.venue_id, f.starts_at, e.genre,
    case when f.status = 'cancelled' then 'cancelled'
      when now() >= coalesce(f.on_sale_until, f.starts_at) then 'ended'
      when now() < f.on_sale_from then 'not_yet' else 'open' end as state
  from performances f
  join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
  join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  where f.organisation_id = current_organisation() and e.status = 'published'
    and greatest(f.starts_at, f.on_sale_until) > now() ${conditions}`

/** The events of the programme in the order of their next date: one query. */
export async function listProgramme(db: Db, query: ProgrammeQuery): Promise<ProgrammeEvent[]> {
  const words = sql`concat_ws(' ', e.title ->> 'fr', e.title ->> 'en', e.subtitle ->> 'fr', e.subtitle ->> 'en', v.name)`
  const { rows } = await sql<Row>`
    with coming as materialized (${coming(sql`
      ${query.genre ? sql`and e.genre = ${query.genre}` : sql``}
      ${query.month ? sql`and to_char(f.starts_at at time zone ${query.timezone}, 'YYYY-MM') = ${query.month}` : sql``}
      ${query.q ? sql`and ${containsWords(words, query.q)}` : sql``}`)}),
    page as (
      select event_id, coalesce(min(starts_at) filter (where state <> 'cancelled'), min(starts_at)) as next,
        count(*) filter (where state <> 'cancelled')::int as dates
      from coming group by event_id order by next, event_id limit ${query.limit} offset ${query.offset})
    select e.id, e.title, e.subtitle, e.genre, page.next, page.dates, sale.venue, sale."fromCents", sale."left",
      sale."onSale", sale.open, sale."notYet", sale.cancelled
    from page
    join events e on e.organisation_id = current_organisation() and e.id = page.event_id
    cross join lateral (
      select coalesce(min(nullif(stock.lowest, 0)) filter (where c.state <> 'cancelled'),
          min(stock.lowest) filter (where c.state <> 'cancelled')) as "fromCents",
        sum(stock.places) filter (where c.state = 'open')::int as "left",
        coalesce(bool_or(c.state = 'open' and stock.places > 0), false) as "onSale",
        bool_or(c.state = 'open' and stock.lowest is not null) as open,
        bool_or(c.state = 'not_yet' or (c.state = 'open' and stock.lowest is null)) as "notYet",
        bool_and(c.state = 'cancelled') as cancelled,
        (array_agg(jsonb_build_object('name', v.name, 'timezone', v.timezone) order by c.starts_at <> page.next))[1] as venue
      from coming c
      join venues v on v.organisation_id = c.organisation_id and v.id = c.venue_id
      left join lateral (
        select sum(greatest(${leftForAll}, 0)) as places, min(p.lowest) as lowest
        from zones z
        join zone_stock s on s.organisation_id = z.organisation_id and s.zone_id = z.id
        cross join lateral (
          select coalesce(min(nullif(amount, 0)), min(amount)) as lowest from prices
          where organisation_id = z.organisation_id and zone_id = z.id and offered) p
        where z.organisation_id = c.organisation_id and z.performance_id = c.id and p.lowest is not null) stock on true
      where c.event_id = page.event_id) sale
    order by page.next, e.id`.execute(db)
  return rows.map(toEvent)
}

function toEvent({ left, onSale, open, notYet, cancelled, ...event }: Row): ProgrammeEvent {
  const status = onSale
    ? "on_sale"
    : notYet
      ? "not_yet"
      : open
        ? "sold_out"
        : cancelled
          ? "cancelled"
          : "ended"
  return { ...event, status, remaining: onSale && left !== null && left <= saidExactly ? left : null }
}

export interface ProgrammeFilters {
  genres: string[]
  /** "2027-01", in the organisation's time zone. */
  months: string[]
}

/** What the programme can be narrowed to, whatever is chosen now. */
export async function programmeFilters(db: Db, timezone: string): Promise<ProgrammeFilters> {
  const { rows } = await sql<ProgrammeFilters>`
    with coming as materialized (${coming()})
    select array(select distinct genre from coming where genre is not null order by genre) as genres,
      array(select distinct to_char(starts_at at time zone ${timezone}, 'YYYY-MM') from coming order by 1) as months`.execute(
    db,
  )
  return rows[0] ?? { genres: [], months: [] }
}
