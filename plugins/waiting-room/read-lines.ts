import { sql } from "kysely"
import { type Db, prepared } from "../../server/database.ts"
import { type Line, turnMinutes } from "./line.ts"

/** When an event's tickets go on sale, if none of its performances is on sale without a date. */
export const saleOpens = (eventId: unknown) => sql<Date | null>`(
  select case when bool_and(f.on_sale_from is not null) then min(f.on_sale_from) end from performances f
  where f.organisation_id = current_organisation() and f.event_id = ${eventId} and f.status = 'scheduled')`

/** The lines that are not off, in one small query. */
export async function readLines(db: Db): Promise<Line[]> {
  const { rows } = await sql<Line>`${prepared}
    select l.id, l.event_id as "eventId", l.mode, coalesce(l.rate, l.measured_rate)::float8 as rate,
      l.rate is null as measured, l.pass_minutes as "passMinutes", l.round, l.formed_at as "formedAt",
      l.busy_at as "busyAt", o.opening, l.drawn_at as "drawnAt", l.pool, l.shuffle_key as "shuffleKey", l.arrived,
      l.admitted, l.showing,
      coalesce((select max(c.upto) from waiting_calls c
        where c.organisation_id = l.organisation_id and c.line_id = l.id and c.round = l.round
          and c.called_at <= now() - make_interval(mins => ${turnMinutes})), 0) as lapsed,
      l.event_id is not null and not exists (
        select from performances f
        join zone_stock s on s.organisation_id = f.organisation_id and s.performance_id = f.id
        where f.organisation_id = l.organisation_id and f.event_id = l.event_id and f.status = 'scheduled'
          and f.starts_at > now() and s.taken < s.capacity) as "soldOut",
      coalesce(l.advanced_at <= now() - interval '900 milliseconds', true)
        and (l.arrived > l.admitted or l.mode = 'auto' or (l.drawn_at is null and o.opening <= now())) as due
    from waiting_lines l
    cross join lateral (select coalesce(l.opens_at, ${saleOpens(sql.ref("l.event_id"))}) as opening) o
    where l.organisation_id = current_organisation() and l.mode <> 'off'`.execute(db)
  return rows
}
