import { sql } from "kysely"
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
      k.valid_from as "validFrom", k.valid_until as "validUntil"
    from tickets k
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

/** Grows with whatever changes the tickets of the order of `tickets` rows: more of them, a reprint, a cancellation. */
export const edition = sql<number>`(count(*) + sum(copy) + count(*) filter (where status = 'cancelled'))::int`

/** The order's tickets as they are printed, if they are as they are now: undefined while that is being made. */
export async function printedTickets(db: Db, orderId: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ pdf: Buffer }>`
    select d.pdf from ticket_documents d where d.organisation_id = current_organisation() and d.order_id = ${orderId}
      and d.edition >= (select ${edition} from tickets k where k.organisation_id = d.organisation_id and k.order_id = d.order_id)`.execute(
    db,
  )
  return rows[0]?.pdf
}

/** Whether the order's tickets are printed as they are now. */
export async function isPrinted(db: Db, orderId: string): Promise<boolean> {
  const { rows } = await sql`
    select from ticket_documents d where d.organisation_id = current_organisation() and d.order_id = ${orderId}
      and d.edition >= (select ${edition} from tickets k where k.organisation_id = d.organisation_id and k.order_id = d.order_id)`.execute(
    db,
  )
  return rows.length > 0
}
