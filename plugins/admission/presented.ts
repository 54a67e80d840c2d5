import { sql } from "kysely"
import type { ScanResult, Standing } from "./tables.ts"

export interface ScannedTicket {
  id: string
  number: string
  event: string
  /** Of the ticket's own performance, which may be another one. */
  startsAt: Date
  timezone: string
  zone: string
  tariff: string
  seat: string | null
  /** What the tariff asks to be shown. */
  proof: string | null
  /** What the door was told of this ticket. */
  message: string | null
  /** How many people or days it is good for. */
  places: number
}

export interface Scanned {
  result: ScanResult
  /** When the ticket came in, and through which gate. */
  admittedAt: Date | null
  gate: string | null
  /** How many came in by this scan; of a ticket for several, how many may still come. */
  people: number
  placesLeft: number
  standing: Standing | null
  /** When the performance lets people in. */
  opensAt: Date
  closesAt: Date
  timezone: string
  ticket: ScannedTicket | null
}

/** What an answer is made of, as it is read. */
export interface Row {
  result: ScanResult
  performance_id: string
  admitted_at: Date | null
  gate: string | null
  people: number
  places_left: number
  standing: Standing | null
  opens_at: Date
  closes_at: Date
  timezone: string
  ticket_id: string | null
  number: string | null
  event: string
  zone: string
  tariff: string
  seat: string | null
  proof: string | null
  message: string | null
  places: number
  starts_at: Date
  ticket_timezone: string
}

/** What is said of the ticket `k` and of the performance `p` in an answer. */
export const described = sql`
  p.opens_at, p.closes_at, p.timezone, k.id as ticket_id, k.number, k.event_title as event, k.zone_name as zone,
  k.tariff_name as tariff, k.seat, k.proof, k.message, k.places, k.starts_at, k.timezone as ticket_timezone`

export const performanceOf = (performanceId: unknown) => sql`
  select f.id, coalesce(f.doors_at, f.starts_at - interval '1 hour') as opens_at, f.ends_at as closes_at, v.timezone
  from performances f join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  where f.organisation_id = current_organisation() and f.id = ${performanceId}`

export const ticketOf = (ticketId: unknown) => sql`
  select k.id, k.number, k.event_title, k.zone_name, k.tariff_name, k.seat, k.status, k.copy, k.performance_id, t.proof,
    z.ref as zone_ref, f.starts_at, v.timezone, m.message, coalesce(r.places, 1) as places,
    coalesce(r.places > 1 or r.per_day, false) as special
  from tickets k
  join tariffs t on t.organisation_id = k.organisation_id and t.id = k.tariff_id
  join zones z on z.organisation_id = k.organisation_id and z.id = k.zone_id
  join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
  join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  left join door_tariffs r on r.organisation_id = k.organisation_id and r.tariff_id = k.tariff_id
  left join door_messages m on m.organisation_id = k.organisation_id and m.ticket_id = k.id
  where k.organisation_id = current_organisation() and k.id = ${ticketId}`

/**
 * The same, also of a ticket whose code was given out in advance: a till without a network may have sold it, and nobody has heard
 * of the sale yet. What it was sold as is not known; where it is for, is.
 */
export const ticketOrAdvance = (ticketId: unknown) => sql`
  ${ticketOf(ticketId)}
  union all
  select a.ticket_id, '', coalesce(e.title ->> 'fr', e.title ->> 'en'), z.name, '', a.seat,
    case when a.voided_at is null then 'valid' else 'cancelled' end, 0::smallint, a.performance_id, null, z.ref, f.starts_at, v.timezone,
    null, 1, false
  from advance_tickets a
  join zones z on z.organisation_id = a.organisation_id and z.id = a.zone_id
  join performances f on f.organisation_id = a.organisation_id and f.id = a.performance_id
  join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
  join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
  where a.organisation_id = current_organisation() and a.ticket_id = ${ticketId}
    and not exists (select from tickets k where k.organisation_id = a.organisation_id and k.id = a.ticket_id)`

/** Why the ticket `k` may not pass at the performance `p`; null when it may. */
export const refusalOf = (at: unknown, gate: unknown, copy: unknown = null) => sql`
  case when k.id is null then 'unknown'
    when k.performance_id <> p.id then 'wrong_performance'
    when k.status = 'cancelled' or k.copy <> ${copy}::int then 'cancelled'
    when ${at}::timestamptz not between p.opens_at and p.closes_at then 'not_valid_now'
    when exists (select from door_gates served where served.organisation_id = current_organisation() and served.name = ${gate}
      and k.zone_ref <> all (served.zone_refs)) then 'wrong_gate' end`

export function toScanned(row: Row): Scanned {
  const { result, number, ticket_id: id, event, zone, tariff, seat, proof, message, places } = row
  const entered = result === "admitted" || result === "already_admitted"
  return {
    result,
    admittedAt: entered ? row.admitted_at : null,
    gate: entered ? row.gate : null,
    people: row.people,
    placesLeft: row.places_left,
    standing: row.standing,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    timezone: row.timezone,
    ticket:
      number === null || id === null
        ? null
        : {
            ...{ id, number, event, zone, tariff, seat, proof, message, places },
            startsAt: row.starts_at,
            timezone: row.ticket_timezone,
          },
  }
}
