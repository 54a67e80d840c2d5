import { sql } from "kysely"
import { prepared, type Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import type { Doing } from "../orders/tables.ts"
import type { SigningKeys } from "./signing-keys.ts"

/**
 * Issues one ticket a place of a paid order and has them printed, in the transaction of the payment. Names, price and
 * VAT rate are copied: what is sold never changes with the programme.
 */
export async function issueTickets(
  trx: Trx,
  events: Events,
  keys: SigningKeys,
  { organisationId, orderId, doing }: { organisationId: string; orderId: string; doing?: Doing },
): Promise<void> {
  const insert = doing?.offlineAt ? insertAdvanceTickets : insertTickets
  let ticketIds = await insert(trx, organisationId, orderId)
  if (ticketIds.length === 0) {
    await keys.ensure(trx)
    ticketIds = await insert(trx, organisationId, orderId)
  }
  if (ticketIds.length === 0) throw new Error(`order ${orderId} has no place to issue a ticket for`)
  await events.emit(trx, "tickets.issued", { organisationId, orderId, ticketIds, doing })
}

const copied = sql`o.organisation_id, o.id, i.position, o.number || '-' || i.position, i.performance_id, i.zone_id, p.tariff_id,
  coalesce(e.title ->> o.locale, e.title ->> 'fr', e.title ->> 'en'), z.name, t.name, i.seat, i.amount, e.vat_rate`

const columns = sql`organisation_id, order_id, position, number, performance_id, zone_id, tariff_id, event_title, zone_name,
  tariff_name, seat, amount, vat_rate, key_id, valid_from, valid_until`

const places = sql`
  from orders o
  join cart_items i on i.organisation_id = o.organisation_id and i.cart_id = o.cart_id
  join prices p on p.organisation_id = i.organisation_id and p.id = i.price_id
  join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
  join zones z on z.organisation_id = i.organisation_id and z.id = i.zone_id
  join performances f on f.organisation_id = i.organisation_id and f.id = i.performance_id
  join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
  join signing_keys k on k.organisation_id = o.organisation_id and k.retired_at is null`

/** One ticket for each place of the order after this position; an exchange adds some to those there are. */
export async function insertTickets(
  trx: Trx,
  organisationId: string,
  orderId: string,
  after = 0,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${prepared}
    with issued as (
      insert into tickets (${columns})
      select ${copied}, k.key_id, coalesce(f.doors_at, f.starts_at - interval '1 hour'), f.ends_at
      ${places}
      where o.organisation_id = current_organisation() and o.id = ${orderId} and i.position > ${after}
      order by i.position returning id),
    printing as (
      insert into outbox (job, payload)
      select 'tickets.print', jsonb_build_object('organisationId', ${organisationId}::text, 'orderId', ${orderId}::text)
      where exists (select 1 from issued))
    select id from issued`.execute(trx)
  return rows.map((row) => row.id)
}

/** The same for what was sold without a network: tickets have the ids, and so the codes, that were given out in advance. */
async function insertAdvanceTickets(trx: Trx, organisationId: string, orderId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with issued as (
      insert into tickets (id, ${columns}) overriding system value
      select coalesce(a.ticket_id, nextval(pg_get_serial_sequence('tickets', 'id'))), ${copied}, coalesce(a.key_id, k.key_id),
        coalesce(a.valid_from, f.doors_at, f.starts_at - interval '1 hour'), coalesce(a.valid_until, f.ends_at)
      ${places}
      left join advance_tickets a on a.organisation_id = i.organisation_id and a.cart_id = i.cart_id and a.position = i.position
      where o.organisation_id = current_organisation() and o.id = ${orderId}
      order by i.position returning id),
    printing as (
      insert into outbox (job, payload)
      select 'tickets.print', jsonb_build_object('organisationId', ${organisationId}::text, 'orderId', ${orderId}::text)
      where exists (select 1 from issued))
    select id from issued`.execute(trx)
  return rows.map((row) => row.id)
}
