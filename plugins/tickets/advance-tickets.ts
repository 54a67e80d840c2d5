import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { newOrderNumber } from "../orders/tokens.ts"
import type { SigningKeys } from "./signing-keys.ts"
import { signTicketCode } from "./ticket-code.ts"

/** A place that is set aside, for which a code is to be given out. */
export interface AdvancePlace {
  zoneId: string
  /** The numbered seat; null: free seating. */
  seat: { id: string; label: string } | null
}

/** A code that may be sold once, by who has it. */
export interface AdvanceTicket {
  ticketId: string
  allotmentId: string
  zoneId: string
  seatId: string | null
  seat: string | null
  /** The number of the order, if this is the first of its tickets. */
  orderNumber: string
  code: string
}

/**
 * Gives out the codes of tickets that are not sold yet, one for each place of an allotment. Doors know such a code as good
 * from now on: it may have been sold where nobody heard of it yet.
 */
export async function giveAdvanceTickets(
  trx: Trx,
  keys: SigningKeys,
  { performanceId, allotmentId }: { performanceId: string; allotmentId: string },
  places: readonly AdvancePlace[],
): Promise<void> {
  if (places.length === 0) return
  await keys.ensure(trx)
  await sql`
    insert into advance_tickets (organisation_id, ticket_id, allotment_id, performance_id, zone_id, order_number, seat_id, seat,
      key_id, valid_from, valid_until)
    select current_organisation(), nextval(pg_get_serial_sequence('tickets', 'id')), ${allotmentId}, f.id, g.zone_id,
      g.order_number, g.seat_id, g.seat, k.key_id, coalesce(f.doors_at, f.starts_at - interval '1 hour'), f.ends_at
    from unnest(${places.map(({ zoneId }) => zoneId)}::bigint[], ${places.map(newOrderNumber)}::text[],
      ${places.map(({ seat }) => seat?.id ?? null)}::text[], ${places.map(({ seat }) => seat?.label ?? null)}::text[])
      with ordinality as g(zone_id, order_number, seat_id, seat, n)
    join performances f on f.organisation_id = current_organisation() and f.id = ${performanceId}
    join signing_keys k on k.organisation_id = f.organisation_id and k.retired_at is null
    order by g.n`.execute(trx)
}

/** The codes of these allotments that were not sold, as far as is known, and are good. */
export async function listAdvanceTickets(
  db: Db | Trx,
  keys: SigningKeys,
  organisationId: string,
  allotmentIds: readonly string[],
): Promise<AdvanceTicket[]> {
  const { rows } = await sql<
    Omit<AdvanceTicket, "code"> & { keyId: number; performanceId: string; validFrom: Date; validUntil: Date }
  >`
    select ticket_id as "ticketId", allotment_id as "allotmentId", zone_id as "zoneId", seat_id as "seatId", seat,
      order_number as "orderNumber", key_id as "keyId", performance_id as "performanceId", valid_from as "validFrom",
      valid_until as "validUntil"
    from advance_tickets where organisation_id = current_organisation() and allotment_id = any(${[...allotmentIds]}::bigint[])
      and voided_at is null and cart_id is null order by ticket_id`.execute(db)
  const tickets: AdvanceTicket[] = []
  for (const { keyId, performanceId, validFrom, validUntil, ...ticket } of rows) {
    const key = await keys.load(db, organisationId, keyId)
    if (!key) throw new Error(`the key ${keyId} of ticket ${ticket.ticketId} is missing`)
    const { ticketId } = ticket
    const signed = { keyId, ticketId, performanceId, validFrom, validUntil }
    tickets.push({ ...ticket, code: signTicketCode(key.privateKey, signed) })
  }
  return tickets
}

/** The codes of an allotment that nobody sold open no door from now on. */
export async function voidAdvanceTickets(trx: Trx, allotmentId: string): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable("advance_tickets")
    .set({ voided_at: sql<Date>`now()` })
    .where("allotment_id", "=", allotmentId)
    .where("voided_at", "is", null)
    .where("cart_id", "is", null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** The codes that a sale says it sold, locked in the order of their ids. */
export async function lockAdvanceTickets(trx: Trx, ticketIds: readonly string[]) {
  return trx
    .selectFrom("advance_tickets")
    .selectAll()
    .where("ticket_id", "in", [...ticketIds])
    .orderBy("ticket_id")
    .forUpdate()
    .execute()
}

/** Items of a cart were sold by these codes: their tickets have these ids. To be called before the order is placed. */
export async function useAdvanceTickets(
  trx: Trx,
  cartId: string,
  used: readonly { ticketId: string; position: number }[],
): Promise<void> {
  await sql`
    update advance_tickets a set cart_id = ${cartId}, position = g.position
    from unnest(${used.map(({ ticketId }) => ticketId)}::bigint[], ${used.map(({ position }) => position)}::smallint[])
      as g(ticket_id, position)
    where a.organisation_id = current_organisation() and a.ticket_id = g.ticket_id`.execute(trx)
}
