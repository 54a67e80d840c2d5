import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { enqueue } from "../../server/outbox.ts"
import { problem } from "../../server/problem.ts"
import { freeSoldItems, lockCarts } from "../inventory/release-places.ts"

export interface CancelledTicket {
  id: string
  number: string
  orderId: string
  cartId: string
  position: number
  /** Cents. */
  amount: number
}

interface Input {
  organisationId: string
  ticketIds: readonly string[]
  reason: string
  /** "user:12". */
  by: string
}

/**
 * Gives tickets up, all or none, and frees their places at once; what was paid for them is for the caller to give back, and
 * the books to be told.
 * @throws like giveUpTickets
 */
export async function cancelTickets(trx: Trx, events: Events, input: Input): Promise<CancelledTicket[]> {
  const { organisationId } = input
  const tickets = await giveUpTickets(trx, events, input)
  await freeSoldItems(trx, tickets)
  for (const orderId of new Set(tickets.map((ticket) => ticket.orderId)))
    await enqueue(trx, "tickets.print", { organisationId, orderId })
  return tickets
}

/**
 * Marks tickets as cancelled, all or none; their places stay theirs until the caller frees them. Locks: carts, tickets,
 * and then the caller zones. A scan holds its ticket while it lets in, so that either it comes first and this is refused, or
 * it finds the ticket cancelled.
 * @throws 404 not_found; 409 already_cancelled, order_changed, and what listeners of "tickets.cancelling" refuse by
 */
export async function giveUpTickets(trx: Trx, events: Events, input: Input): Promise<CancelledTicket[]> {
  const { organisationId, reason, by } = input
  const ids = [...new Set(input.ticketIds)]
  const tickets = await ticketsWithCarts(trx, ids)
  if (tickets.length < ids.length) throw problem(404, "not_found")
  await lockCarts(
    trx,
    tickets.map(({ cartId }) => cartId),
  )
  await markCancelled(trx, ids)
  // A split may have moved them to another order until their cart was locked.
  if (JSON.stringify(await ticketsWithCarts(trx, ids)) !== JSON.stringify(tickets))
    throw problem(409, "order_changed")
  await trx
    .insertInto("cancellations")
    .values(
      tickets.map(({ id, orderId }) => ({
        ...{ organisation_id: organisationId, ticket_id: id, order_id: orderId, reason, done_by: by },
      })),
    )
    .execute()
  await events.emit(trx, "tickets.cancelling", { organisationId, ticketIds: ids })
  return tickets
}

/** Tickets with the order and the place in its cart that they have now. */
export async function ticketsWithCarts(trx: Trx, ids: readonly string[]): Promise<CancelledTicket[]> {
  const { rows } = await sql<CancelledTicket>`
    select k.id, k.number, k.order_id as "orderId", o.cart_id as "cartId", k.position, k.amount
    from tickets k join orders o on o.organisation_id = k.organisation_id and o.id = k.order_id
    where k.organisation_id = current_organisation() and k.id = any(${ids}::bigint[]) order by k.id`.execute(
    trx,
  )
  return rows
}

/** The one change of a ticket there is. Its own question, asked again once the row is locked, lets one of many have it. */
async function markCancelled(trx: Trx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql`
    with locked as materialized (
      select id from tickets where organisation_id = current_organisation() and id = any(${ids}::bigint[])
      order by id for update)
    update tickets k set status = 'cancelled' from locked
    where k.organisation_id = current_organisation() and k.id = locked.id and k.status = 'valid' returning k.id`.execute(
    trx,
  )
  if (rows.length < ids.length) throw problem(409, "already_cancelled")
}
