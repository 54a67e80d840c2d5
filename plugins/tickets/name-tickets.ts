import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { enqueue } from "../../server/outbox.ts"
import { problem } from "../../server/problem.ts"
import { noteChanges } from "./note-changes.ts"

export interface NamedTicket {
  id: string
  /** Empty: nobody in particular. */
  name: string
}

/**
 * Says who valid tickets of an order are for. Names are printed on the tickets, and are in no list of the door and in no line
 * of the books. Those that are not mentioned stay as they are.
 * @throws 404 not_found for a ticket of another order; 409 already_cancelled
 */
export async function nameTickets(
  trx: Trx,
  input: { organisationId: string; orderId: string; tickets: readonly NamedTicket[] },
): Promise<void> {
  const { organisationId, orderId } = input
  const names = new Map(input.tickets.map(({ id, name }) => [id, name.replace(/\s+/g, " ").trim()]))
  const ids = [...names.keys()]
  // In the order of their ids: two who name the same ones wait for each other once.
  const { rows } = await sql<{ id: string; status: string }>`
    select id, status from tickets where organisation_id = current_organisation() and order_id = ${orderId}
      and id = any(${ids}::bigint[]) order by id for no key update`.execute(trx)
  if (rows.length < ids.length) throw problem(404, "not_found")
  if (rows.some(({ status }) => status !== "valid")) throw problem(409, "already_cancelled")
  const { rows: changed } = await sql`
    with given as (
      select * from unnest(${ids}::bigint[], ${[...names.values()]}::text[]) as g (ticket_id, name)),
    gone as (
      delete from ticket_names n using given g
      where n.organisation_id = current_organisation() and n.ticket_id = g.ticket_id and g.name = '' returning n.ticket_id),
    kept as (
      insert into ticket_names as n (organisation_id, ticket_id, name)
      select current_organisation(), ticket_id, name from given where name <> '' order by ticket_id
      on conflict (organisation_id, ticket_id) do update set name = excluded.name, named_at = now()
        where n.name <> excluded.name
      returning ticket_id)
    select ticket_id from gone union all select ticket_id from kept`.execute(trx)
  if (changed.length === 0) return
  await noteChanges(trx, organisationId, orderId)
  await enqueue(trx, "tickets.print", { organisationId, orderId })
}
