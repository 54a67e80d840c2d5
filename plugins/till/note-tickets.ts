import { sql } from "kysely"
import { prepared, type Trx } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import type { Doing } from "../orders/tables.ts"
import type { TillTicketTable } from "./tables.ts"

/** Each till knows which tickets went through it, whatever issued, exchanged or cancelled them: one statement a sale. */
export function noteTickets({ events }: App): void {
  events.on("tickets.issued", (trx, { ticketIds, doing }) => note(trx, doing, { issued: ticketIds }))
  events.on("tickets.cancelled", (trx, { ticketIds, doing }) => note(trx, doing, { cancelled: ticketIds }))
  events.on("tickets.exchanged", (trx, { issued, cancelled, doing }) =>
    note(trx, doing, { issued, cancelled }),
  )
  events.on("tickets.reprinted", (trx, { ticketIds, doing }) => note(trx, doing, { reprinted: ticketIds }))
}

async function note(
  trx: Trx,
  doing: Doing | undefined,
  tickets: Partial<Record<TillTicketTable["kind"], readonly string[]>>,
): Promise<void> {
  const sessionId = doing?.tillSessionId
  if (!sessionId) return
  const rows = Object.entries(tickets).flatMap(([kind, ids]) => ids.map((id) => ({ kind, id })))
  await sql`${prepared}
    insert into till_tickets (organisation_id, session_id, kind, ticket_id)
    select current_organisation(), ${sessionId}, t.* from unnest(
      ${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ id }) => id)}::bigint[]) as t`.execute(trx)
}
