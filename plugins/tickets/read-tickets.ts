import { type RawBuilder, sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Localised } from "../catalogue/tables.ts"
import type { SigningKeys } from "./signing-keys.ts"
import { signTicketCode } from "./ticket-code.ts"

/** A ticket with what is around it, and the code its QR holds. */
export interface IssuedTicket {
  id: string
  number: string
  code: string
  status: "valid" | "cancelled"
  /** How often it was printed again. */
  copy: number
  eventTitle: string
  eventSubtitle: Localised | null
  performanceId: string
  startsAt: Date
  endsAt: Date
  doorsAt: Date | null
  venue: { name: string; address: string | null; timezone: string }
  zone: string
  tariff: string
  /** The numbered seat; null: free seating. */
  seat: string | null
  proof: string | null
  /** Cents. */
  amount: number
  /** Personal data: who it is for, where that was said. */
  name: string | null
}

interface Row extends Omit<IssuedTicket, "code"> {
  keyId: number
  validFrom: Date
  validUntil: Date
}

/** The tickets of an order, in order. Codes are not stored: signing again gives the same one. */
export async function ticketsOf(
  db: Db | Trx,
  keys: SigningKeys,
  organisationId: string,
  orderId: string,
): Promise<IssuedTicket[]> {
  const { rows } = await sql<Row>`
    select k.id, k.number, k.status, k.event_title as "eventTitle", e.subtitle as "eventSubtitle",
      k.performance_id as "performanceId", f.starts_at as "startsAt", f.ends_at as "endsAt", f.doors_at as "doorsAt",
      jsonb_build_object('name', v.name, 'address', v.address, 'timezone', v.timezone) as venue,
      k.zone_name as zone, k.tariff_name as tariff, k.seat, t.proof, k.amount, k.key_id as "keyId", k.copy,
      k.valid_from as "validFrom", k.valid_until as "validUntil", n.name
    from tickets k
    left join ticket_names n on n.organisation_id = k.organisation_id and n.ticket_id = k.id
    join tariffs t on t.organisation_id = k.organisation_id and t.id = k.tariff_id
    join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    where k.organisation_id = current_organisation() and k.order_id = ${orderId} order by k.position`.execute(
    db,
  )
  const tickets: IssuedTicket[] = []
  for (const { keyId, validFrom, validUntil, ...ticket } of rows) {
    const key = await keys.load(db, organisationId, keyId)
    if (!key) throw new Error(`the key ${keyId} that signed ticket ${ticket.id} is missing`)
    const { id: ticketId, performanceId, copy } = ticket
    tickets.push({
      ...ticket,
      code: signTicketCode(key.privateKey, {
        ...{ keyId, ticketId, copy, performanceId, validFrom, validUntil },
      }),
    })
  }
  return tickets
}

/**
 * Of the tickets of an order, a number that grows with whatever changes them: more of them, a reprint, a cancellation, a
 * name, a split. `order` is the expression of its id.
 */
export const editionOf = (order: RawBuilder<unknown>) => sql<number>`(
  select (count(*) + sum(k.copy) + count(*) filter (where k.status = 'cancelled') + coalesce((
    select c.changes from ticket_changes c where c.organisation_id = current_organisation() and c.order_id = ${order}), 0))::int
  from tickets k where k.organisation_id = current_organisation() and k.order_id = ${order})`

const isOfNow = (orderId: string) => sql`
  d.organisation_id = current_organisation() and d.order_id = ${orderId} and d.edition >= ${editionOf(sql.ref("d.order_id"))}`

/** The order's tickets as they are printed, if they are as they are now: undefined while that is being made. */
export async function printedTickets(db: Db, orderId: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ pdf: Buffer }>`
    select d.pdf from ticket_documents d where ${isOfNow(orderId)}`.execute(db)
  return rows[0]?.pdf
}

/** Whether the order's tickets are printed as they are now. */
export async function isPrinted(db: Db, orderId: string): Promise<boolean> {
  const { rows } = await sql`select from ticket_documents d where ${isOfNow(orderId)}`.execute(db)
  return rows.length > 0
}
