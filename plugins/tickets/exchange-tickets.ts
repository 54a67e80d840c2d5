import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { problem } from "../../server/problem.ts"
import { exchangePlaces, soldItems } from "../inventory/exchange-places.ts"
import { holdChosen, type SeatSale } from "../inventory/hold-chosen.ts"
import { readOffers } from "../inventory/offers.ts"
import type { Wish } from "../inventory/wishes.ts"
import { changeTotal } from "../orders/change-total.ts"
import type { Doing, PaymentDone } from "../orders/tables.ts"
import { type CancelledTicket, giveUpTickets } from "./cancel-tickets.ts"
import { insertTickets } from "./issue-tickets.ts"

export interface ExchangeInput {
  organisationId: string
  /** Of one order. */
  ticketIds: readonly string[]
  wishes: readonly Wish[]
  reason: string
  doing: Doing & { by: string }
  /** Takes or gives back the difference, in cents; answers what changed hands at once. */
  settle(order: { id: string; difference: number; cost: number }): Promise<PaymentDone[]>
}

export interface Exchanged {
  orderId: string
  /** Cents. */
  difference: number
  /** The new tickets. */
  issued: string[]
}

/**
 * Gives tickets of an order for others of the same order, in one transaction: the new ones are issued under new codes as the
 * old ones die, or nothing changes. Another performance, another zone, another seat and another tariff are the same act; what
 * is asked for again, a seat or a place of free seating in the same zone, is never let go of. Locks like a cancellation.
 * @throws 404 not_found; 409 already_cancelled, already_admitted, performance_over, sold_out, seat_taken,
 * not_enough_together; 422 several_orders, not_on_sale, invalid_request, and what `settle` refuses
 */
export async function exchangeTickets(
  trx: Trx,
  events: Events,
  sale: SeatSale,
  input: ExchangeInput,
): Promise<Exchanged> {
  const { organisationId, ticketIds, wishes, reason, doing } = input
  const tickets = await giveUpTickets(trx, events, { organisationId, ticketIds, reason, by: doing.by })
  const [first] = tickets
  if (!first) throw problem(404, "not_found")
  const { orderId, cartId } = first
  if (tickets.some((ticket) => ticket.orderId !== orderId)) throw problem(422, "several_orders")
  const ids = tickets.map(({ id }) => id)
  await refuseOver(trx, ids)
  const given = await soldItems(
    trx,
    cartId,
    tickets.map(({ position }) => position),
  )
  const giving = given.flatMap(({ performanceId, seatId }) => (seatId ? [{ performanceId, seatId }] : []))
  const offers = await readOffers(trx, wishes, sale)
  return holdChosen({ ...sale, giving }, offers, async (places) => {
    const cost = sum(places)
    const difference = cost - sum(tickets)
    const { after, kept } = await exchangePlaces(trx, cartId, given, places, sale.channel ?? "till")
    const issued = await insertTickets(trx, organisationId, orderId, after)
    if (issued.length !== places.length) throw new Error(`order ${orderId}: not a ticket for each place`)
    // Who sits in a seat that is kept goes on sitting there.
    await moveNames(trx, inOrder(tickets, kept), issued)
    await changeTotal(trx, orderId, difference)
    const payments = await input.settle({ id: orderId, difference, cost })
    await trx
      .insertInto("exchanges")
      .values({
        ...{ organisation_id: organisationId, order_id: orderId, given_up: ids, issued, difference },
        ...{ reason, done_by: doing.by },
      })
      .execute()
    await events.emit(trx, "tickets.exchanged", {
      ...{ organisationId, orderId, cancelled: ids, issued, payments, doing },
    })
    return { orderId, difference, issued }
  })
}

const sum = (parts: readonly { amount: number }[]) => parts.reduce((total, { amount }) => total + amount, 0)

/** Tickets whose place is kept first, in the order of the places that follow them. */
function inOrder(tickets: readonly CancelledTicket[], kept: readonly number[]): string[] {
  const rank = ({ position }: CancelledTicket) => {
    const at = kept.indexOf(position)
    return at < 0 ? kept.length + position : at
  }
  return [...tickets].sort((a, b) => rank(a) - rank(b)).map(({ id }) => id)
}

/** What was played can't be exchanged, unless it was cancelled. @throws 409 performance_over */
async function refuseOver(trx: Trx, ticketIds: readonly string[]): Promise<void> {
  const { rows } = await sql`
    select from tickets k join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
    where k.organisation_id = current_organisation() and k.id = any(${[...ticketIds]}::bigint[])
      and f.status <> 'cancelled' and f.ends_at <= now() limit 1`.execute(trx)
  if (rows.length > 0) throw problem(409, "performance_over")
}

/** Who the tickets are for stays so where there are as many as before. */
async function moveNames(trx: Trx, from: readonly string[], to: readonly string[]): Promise<void> {
  if (from.length === to.length)
    await sql`
      update ticket_names n set ticket_id = m.new_id
      from unnest(${[...from]}::bigint[], ${[...to]}::bigint[]) as m (old_id, new_id)
      where n.organisation_id = current_organisation() and n.ticket_id = m.old_id`.execute(trx)
}
