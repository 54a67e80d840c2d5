import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Localised } from "../catalogue/tables.ts"
import { saleOpens } from "./read-lines.ts"
import type { LineMode } from "./tables.ts"

export interface LineSettings {
  mode: LineMode
  /** People per minute; null: measured. */
  rate: number | null
  opensAt: Date | null
  passMinutes: number
}

/** A line as the operator sees it: what is set, and what is going on. */
export interface OfficeLine extends LineSettings {
  /** Null: the whole shop. */
  eventId: string | null
  title: Localised | null
  /** When people are let in: what is set, else when the performances go on sale. */
  opening: Date | null
  drawn: boolean
  formed: boolean
  shuffleKey: Buffer | null
  measuredRate: number
  showing: number
  arrived: number
  admitted: number
  entered: number
  enteredLastMinute: number
  inside: number
  abandoned: number
}

const fields = sql`
  coalesce(l.mode, 'off') as mode, l.rate, l.opens_at as "opensAt", coalesce(l.pass_minutes, 10) as "passMinutes",
  coalesce(l.opens_at, ${saleOpens(sql.ref("e.id"))}) as opening, l.drawn_at is not null as drawn,
  l.mode = 'on' or l.formed_at is not null as formed, l.shuffle_key as "shuffleKey",
  coalesce(l.measured_rate, 60) as "measuredRate", coalesce(l.showing, 1) as showing,
  coalesce(l.arrived, 0) as arrived, coalesce(l.admitted, 0) as admitted,
  coalesce(p.entered, 0) as entered, coalesce(p.last_minute, 0) as "enteredLastMinute", coalesce(p.inside, 0) as inside,
  greatest(0, coalesce(p.lapsed, 0) - coalesce(p.in_time, 0)) as abandoned
  from scope e
  left join waiting_lines l on l.organisation_id = current_organisation() and l.event_id is not distinct from e.id
  left join lateral (
    select count(number)::int as entered, count(*) filter (where entered_at > now() - interval '1 minute')::int as last_minute,
      count(*) filter (where expires_at > now())::int as inside,
      count(*) filter (where number < c.lapsed)::int as in_time, c.lapsed
    from (select coalesce(max(upto), 0) as lapsed from waiting_calls
      where organisation_id = l.organisation_id and line_id = l.id and round = l.round
        and called_at < now() - interval '1 minute') c
    left join waiting_passes on organisation_id = l.organisation_id and line_id = l.id and round = l.round
    group by c.lapsed) p on l.id is not null`

/** The line of the shop, then those of the events to come: what is set, and what is going on. */
export async function listLines(db: Db): Promise<OfficeLine[]> {
  const { rows } = await sql<OfficeLine>`
    with scope as (
      select null::bigint as id, null::jsonb as title, null::timestamptz as next_at
      union all
      (select e.id, e.title, n.next_at from events e
       cross join lateral (select min(f.starts_at) as next_at from performances f
         where f.organisation_id = e.organisation_id and f.event_id = e.id and f.status = 'scheduled'
           and f.starts_at > now()) n
       where e.organisation_id = current_organisation()
         and (n.next_at is not null or exists (
           select from waiting_lines w where w.organisation_id = e.organisation_id and w.event_id = e.id and w.mode <> 'off'))
       order by n.next_at limit 500))
    select e.id as "eventId", e.title, ${fields}
    order by e.id is not null, l.mode is null or l.mode = 'off', e.next_at, e.id`.execute(db)
  return rows
}

/** One of them. @throws 404 not_found for an event that is not there. */
export async function readLine(db: Db, eventId: string | null): Promise<OfficeLine> {
  const scope =
    eventId === null
      ? sql`select null::bigint as id, null::jsonb as title`
      : sql`select id, title from events where organisation_id = current_organisation() and id = ${eventId}`
  const { rows } = await sql<OfficeLine>`
    with scope as (${scope}) select e.id as "eventId", e.title, ${fields}`.execute(db)
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  return row
}

/**
 * Sets a line. One that was not there is formed anew; one that is keeps everybody's place.
 * @throws 404 not_found for an event that is not there.
 */
export async function saveLine(db: Db, eventId: string | null, settings: LineSettings): Promise<void> {
  await readLine(db, eventId)
  const { mode, rate, opensAt, passMinutes } = settings
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into waiting_lines (organisation_id, event_id) values (current_organisation(), ${eventId})
      on conflict do nothing`.execute(trx)
    await sql`
      update waiting_lines l set mode = ${mode}, rate = ${rate}, opens_at = ${opensAt}, pass_minutes = ${passMinutes},
        round = case when anew then round + 1 else round end,
        arrived = case when anew then 0 else arrived end,
        admitted = case when anew then 0 else admitted end,
        pool = case when anew then 0 else pool end,
        shuffle_key = case when anew then null else shuffle_key end,
        credit = case when anew then 0 else credit end,
        showing = case when anew then 1 else showing end,
        advanced_at = case when anew then null else advanced_at end,
        drawn_at = case when opens and (anew or ${mode} = 'auto') then now() when anew then null else drawn_at end,
        formed_at = case when ${mode} = 'auto' and was then coalesce(formed_at, now()) end,
        busy_at = case when ${mode} = 'auto' and was then now() else busy_at end
      from (
        select id as line, mode = 'on' or formed_at is not null as was,
          ${mode} = 'on' and not (mode = 'on' or formed_at is not null) as anew,
          ${mode} <> 'on' or coalesce(coalesce(${opensAt}::timestamptz, ${saleOpens(sql`${eventId}::bigint`)}) <= now(), true) as opens
        from waiting_lines where organisation_id = current_organisation() and event_id is not distinct from ${eventId}::bigint
        for no key update) was
      where l.organisation_id = current_organisation() and l.id = was.line`.execute(trx)
  })
}
