import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { enqueue } from "../../server/outbox.ts"
import { problem } from "../../server/problem.ts"
import { moveItems } from "../inventory/move-items.ts"
import { lockCarts } from "../inventory/release-places.ts"
import type { CounterCustomer, PlacedOrder } from "../orders/place-paid-order.ts"
import { placeSplitOrder } from "../orders/place-split-order.ts"
import type { Doing } from "../orders/tables.ts"
import { type CancelledTicket, ticketsWithCarts } from "./cancel-tickets.ts"
import { noteChanges } from "./note-changes.ts"

export interface SplitInput {
  organisationId: string
  /** Some of the valid ones of one order. */
  ticketIds: readonly string[]
  customer: CounterCustomer
  reason: string
  doing: Doing & { by: string }
}

/**
 * Makes an order of their own of some tickets of an order, for another customer. They keep their numbers, codes, places and
 * entries; no money moves. Locks like a cancellation.
 * @throws 404 not_found; 409 already_cancelled, order_changed; 422 several_orders, invalid_request when none would stay
 */
export async function splitOrder(trx: Trx, events: Events, input: SplitInput): Promise<PlacedOrder> {
  const { organisationId, customer, reason, doing } = input
  const ticketIds = [...new Set(input.ticketIds)]
  const tickets = await lockTickets(trx, ticketIds)
  const [first] = tickets
  if (!first || tickets.length < ticketIds.length) throw problem(404, "not_found")
  const { orderId: fromOrderId, cartId } = first
  if (tickets.some(({ orderId }) => orderId !== fromOrderId)) throw problem(422, "several_orders")
  const valid = await validTickets(trx, fromOrderId)
  if (ticketIds.some((id) => !valid.has(id))) throw problem(409, "already_cancelled")
  if (valid.size === ticketIds.length)
    throw problem(422, "invalid_request", undefined, [
      { path: "/tickets", message: "one ticket at least stays in the order" },
    ])
  const { moved, ...cart } = await moveItems(
    trx,
    cartId,
    tickets.map(({ position }) => position),
  )
  const order = await placeSplitOrder(trx, {
    ...{ organisationId, fromOrderId, cart, customer, ticketIds, reason, doing },
  })
  await moveTickets(trx, tickets, order.id, new Map(moved.map(({ from, to }) => [from, to])))
  const copies = ticketIds.reduce((sum, id) => sum + (valid.get(id) ?? 0), 0)
  await noteChanges(trx, organisationId, fromOrderId, ticketIds.length + copies + 1)
  for (const orderId of [fromOrderId, order.id])
    await enqueue(trx, "tickets.print", { organisationId, orderId })
  await events.emit(trx, "tickets.split", {
    organisationId,
    orderId: order.id,
    fromOrderId,
    ticketIds,
    doing,
  })
  return order
}

/** @throws 409 order_changed when somebody moved them meanwhile */
async function lockTickets(trx: Trx, ids: readonly string[]): Promise<CancelledTicket[]> {
  const seen = await ticketsWithCarts(trx, ids)
  await lockCarts(
    trx,
    seen.map(({ cartId }) => cartId),
  )
  await sql`select from tickets where organisation_id = current_organisation() and id = any(${[...ids]}::bigint[])
    order by id for update`.execute(trx)
  const now = await ticketsWithCarts(trx, ids)
  if (JSON.stringify(now) !== JSON.stringify(seen)) throw problem(409, "order_changed")
  return now
}

/** The valid tickets of an order, and how often each was printed again. */
async function validTickets(trx: Trx, orderId: string): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom("tickets")
    .select(["id", "copy"])
    .where("order_id", "=", orderId)
    .where("status", "=", "valid")
    .execute()
  return new Map(rows.map(({ id, copy }) => [id, copy]))
}

async function moveTickets(
  trx: Trx,
  tickets: readonly CancelledTicket[],
  orderId: string,
  positions: ReadonlyMap<number, number>,
): Promise<void> {
  const to = tickets.map(({ position }) => positions.get(position))
  if (to.includes(undefined)) throw new Error(`order ${orderId}: a ticket without its place`)
  await sql`
    update tickets k set order_id = ${orderId}, position = m.position
    from unnest(${tickets.map(({ id }) => id)}::bigint[], ${to}::int[]) as m (id, position)
    where k.organisation_id = current_organisation() and k.id = m.id`.execute(trx)
}
