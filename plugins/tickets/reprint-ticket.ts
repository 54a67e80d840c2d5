import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { enqueue } from "../../server/outbox.ts"
import { problem } from "../../server/problem.ts"
import type { Doing } from "../orders/tables.ts"

/**
 * Prints a valid ticket again under a new code; the old one is refused at the door from now on.
 * @throws 404 not_found; 409 already_cancelled, too_many_reprints
 */
export async function reprintTicket(
  trx: Trx,
  events: Events,
  input: { organisationId: string; ticketId: string; reason: string; doing: Doing & { by: string } },
): Promise<{ orderId: string; copy: number }> {
  const { organisationId, ticketId, reason, doing } = input
  const { rows } = await sql<{ order_id: string; copy: number }>`
    update tickets set copy = copy + 1, reprinted_at = now()
    where organisation_id = current_organisation() and id = ${ticketId} and status = 'valid' and copy < 255
    returning order_id, copy`.execute(trx)
  const [ticket] = rows
  if (!ticket) throw await refusal(trx, ticketId)
  await trx
    .insertInto("reprints")
    .values({
      ...{ organisation_id: organisationId, ticket_id: ticketId, copy: ticket.copy },
      ...{ reason, done_by: doing.by },
    })
    .execute()
  await enqueue(trx, "tickets.print", { organisationId, orderId: ticket.order_id })
  await events.emit(trx, "tickets.reprinted", {
    ...{ organisationId, orderId: ticket.order_id, ticketIds: [ticketId], doing },
  })
  return { orderId: ticket.order_id, copy: ticket.copy }
}

async function refusal(trx: Trx, ticketId: string) {
  const ticket = await trx
    .selectFrom("tickets")
    .select("status")
    .where("id", "=", ticketId)
    .executeTakeFirst()
  if (!ticket) return problem(404, "not_found")
  return problem(409, ticket.status === "cancelled" ? "already_cancelled" : "too_many_reprints")
}
