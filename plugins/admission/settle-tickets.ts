import { sql } from "kysely"
import { DateTime } from "luxon"
import type { Trx } from "../../server/database.ts"
import { type Allowance, type Passage, type Settled, settle } from "./settle.ts"

/** One ticket with what it allows and what its doors did. */
export interface TicketPassages {
  ticketId: string
  performanceId: string
  allowance: Allowance
  passages: Passage[]
}

/** Nobody else settles these tickets, or cancels them, before the transaction ends. */
export async function lockTickets(trx: Trx, ticketIds: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended('door ' || current_organisation() || ' ' || ticket, 0))
    from (select distinct unnest(${ticketIds}::bigint[]) as ticket order by 1) tickets`.execute(trx)
  await sql`
    select from tickets where organisation_id = current_organisation() and id = any(${ticketIds}::bigint[])
    order by id for share`.execute(trx)
}

/**
 * Writes who came in on these tickets, from all that is known of their passages by now. To be called under their locks. A
 * scan that meets it is of before, and then counted in, or of after, and finds the entries made here.
 */
export async function settleTickets(trx: Trx, ticketIds: readonly string[]): Promise<Map<string, Settled>> {
  if (ticketIds.length === 0) return new Map()
  for (;;) {
    const tickets = await passagesOf(trx, ticketIds)
    const settled = new Map(
      tickets.map((ticket) => [ticket.ticketId, settle(ticket.passages, ticket.allowance)]),
    )
    await writeEntries(trx, tickets, settled)
    await writeStandings(trx, settled)
    // An ordinary scan takes no lock: one that came in between is seen now.
    const again = await passagesOf(trx, ticketIds)
    if (again.every((ticket, n) => ticket.passages.length === tickets[n]?.passages.length)) return settled
  }
}

/**
 * These tickets were sold without a network, and the sale was heard of now: who came in on them before that came in on a sold
 * ticket. To be called under their locks, once they are issued.
 */
export async function settleSold(trx: Trx, ticketIds: readonly string[]): Promise<void> {
  await trx
    .updateTable("scans")
    .set({ standing: null })
    .where("ticket_id", "in", [...ticketIds])
    .where("standing", "=", "irregular")
    .where("result", "=", "cancelled")
    .execute()
  await settleTickets(trx, ticketIds)
}

export async function passagesOf(trx: Trx, ticketIds: readonly string[]): Promise<TicketPassages[]> {
  const { rows } = await sql<{
    id: string
    performance_id: string
    places: number
    per_day: boolean
    reentry: boolean
    timezone: string
    opens_at: Date
    passages: { nonce: string; at: number; direction: "in" | "out"; people: number }[]
  }>`
    select k.id, k.performance_id, coalesce(r.places, 1) as places, coalesce(r.per_day, false) as per_day,
      coalesce(d.reentry, false) as reentry, v.timezone, coalesce(f.doors_at, f.starts_at) as opens_at,
      coalesce((select jsonb_agg(jsonb_build_object('nonce', s.nonce, 'at', extract(epoch from s.at) * 1000, 'direction', s.direction, 'people', s.people))
        from scans s where s.organisation_id = k.organisation_id and s.performance_id = k.performance_id and s.ticket_id = k.id
          and s.passed and s.undone_at is null and s.standing is distinct from 'irregular'), '[]') as passages
    from (
      select organisation_id, id, performance_id, tariff_id from tickets
      union all
      select a.organisation_id, a.ticket_id, a.performance_id, null from advance_tickets a
      where not exists (select from tickets k where k.organisation_id = a.organisation_id and k.id = a.ticket_id)) k
    join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    left join door_tariffs r on r.organisation_id = k.organisation_id and r.tariff_id = k.tariff_id
    left join door_performances d on d.organisation_id = k.organisation_id and d.performance_id = k.performance_id
    where k.organisation_id = current_organisation() and k.id = any(${ticketIds}::bigint[]) order by k.id`.execute(
    trx,
  )
  return rows.map((row) => {
    const first = DateTime.fromJSDate(row.opens_at, { zone: row.timezone }).startOf("day")
    const dayOf = (at: number) =>
      Math.round(DateTime.fromMillis(at, { zone: row.timezone }).startOf("day").diff(first, "days").days) + 1
    return {
      ticketId: row.id,
      performanceId: row.performance_id,
      allowance: { places: row.places, dayOf: row.per_day ? dayOf : null, reentry: row.reentry },
      passages: row.passages,
    }
  })
}

async function writeEntries(
  trx: Trx,
  tickets: readonly TicketPassages[],
  settled: Map<string, Settled>,
): Promise<void> {
  const places = tickets.flatMap(({ ticketId, performanceId }) =>
    [...(settled.get(ticketId)?.places ?? [])].map(([place, one]) => ({
      ticketId,
      performanceId,
      place,
      ...one,
    })),
  )
  const ids = tickets.map(({ ticketId }) => ticketId)
  const column = <K extends keyof (typeof places)[number]>(key: K) => places.map((one) => one[key])
  await sql`
    insert into entries (organisation_id, ticket_id, place, performance_id, admitted_at, gate, nonce, inside, moved_at)
    select current_organisation(), g.ticket_id, g.place, g.performance_id, s.at, s.gate, g.nonce, g.inside,
      to_timestamp(g.moved / 1000.0)
    from unnest(${column("ticketId")}::bigint[], ${column("place")}::smallint[], ${column("performanceId")}::bigint[],
      ${column("nonce")}::text[], ${column("inside")}::boolean[], ${column("movedAt")}::float8[])
      as g(ticket_id, place, performance_id, nonce, inside, moved)
    join scans s on s.organisation_id = current_organisation() and s.nonce = g.nonce
    order by g.ticket_id, g.place
    on conflict (organisation_id, ticket_id, place) do update set
      admitted_at = excluded.admitted_at, gate = excluded.gate, nonce = excluded.nonce, inside = excluded.inside,
      moved_at = excluded.moved_at, withdrawn_at = null,
      told = entries.told and entries.nonce = excluded.nonce and entries.withdrawn_at is null,
      received_at = excluded.received_at
    where (entries.nonce, entries.inside, entries.withdrawn_at is null) is distinct from (excluded.nonce, excluded.inside, true)`.execute(
    trx,
  )
  await sql`
    update entries e set withdrawn_at = now(), received_at = now(), told = false
    where e.organisation_id = current_organisation() and e.ticket_id = any(${ids}::bigint[]) and e.withdrawn_at is null
      and not exists (
        select from unnest(${column("ticketId")}::bigint[], ${column("place")}::smallint[]) as g(ticket_id, place)
        where g.ticket_id = e.ticket_id and g.place = e.place)`.execute(trx)
}

async function writeStandings(trx: Trx, settled: Map<string, Settled>): Promise<void> {
  const standings = [...settled.values()].flatMap((one) => [...one.standings])
  await sql`
    update scans s set standing = g.standing
    from unnest(${standings.map(([nonce]) => nonce)}::text[], ${standings.map(([, standing]) => standing)}::text[]) as g(nonce, standing)
    where s.organisation_id = current_organisation() and s.nonce = g.nonce and s.standing is distinct from g.standing`.execute(
    trx,
  )
}
