import { type RawBuilder, sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { containsWords } from "../../server/search.ts"
import type { FoundOrder } from "../../templates/till-screen.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"
import { readTicketCode, verifyTicketCode } from "../tickets/ticket-code.ts"

/** Orders with tickets by what somebody shows or says: a scanned code, a number, a name, an address, a phone, a seat. */
export async function findOrders(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  typed: string,
  limit = 12,
): Promise<{ orders: FoundOrder[]; ticketId: string | null }> {
  const q = typed.replace(/^[\r\n\t]+|[\r\n\t]+$/g, "")
  const read = readTicketCode(q)
  if (read) {
    const key = await keys.load(db, organisationId, read.keyId)
    const code = verifyTicketCode(q, () => key?.publicKey)
    if ("refused" in code) return { orders: [], ticketId: null }
    const orders = await ordersWhere(
      db,
      sql`o.id = (select order_id from tickets k where k.organisation_id = o.organisation_id and k.id = ${code.ticketId})`,
      1,
    )
    return { orders, ticketId: code.ticketId }
  }
  const number = /^([2-9A-Z]{4})[ -]?([2-9A-Z]{4})(?:[ -](\d{1,4}))?$/.exec(q.trim().toUpperCase())
  if (number) {
    const [, one, two, position] = number
    const orders = await ordersWhere(db, sql`o.number = ${`${one}-${two}`}`, 1)
    const ticket = orders[0]?.tickets.find((one) => one.number.endsWith(`-${position}`))
    if (orders.length > 0) return { orders, ticketId: ticket?.id ?? null }
  }
  const words = q.trim()
  if (words.length < 2) return { orders: [], ticketId: null }
  const digits = words.replace(/[\s.+-]/g, "")
  const byPhone = /^\d{4,}$/.test(digits)
    ? sql`or regexp_replace(o.phone, '\\D', '', 'g') like ${`%${digits.replace(/^(0|33)/, "")}`}`
    : sql``
  const orders = await ordersWhere(
    db,
    sql`(${containsWords(sql`concat_ws(' ', o.number, o.first_name, o.last_name, o.email)`, words)}
      or exists (select from tickets k where k.organisation_id = o.organisation_id and k.order_id = o.id
        and lower(k.seat) like ${`%${words.toLowerCase()}%`}) ${byPhone})`,
    limit,
  )
  return { orders, ticketId: null }
}

async function ordersWhere(db: Db, where: RawBuilder<unknown>, limit: number): Promise<FoundOrder[]> {
  const { rows } = await sql<FoundOrder>`
    select o.id, o.number, o.token, o.status, trim(o.first_name || ' ' || o.last_name) as name, o.email, o.phone, o.total,
      (select jsonb_agg(jsonb_build_object('id', k.id::text, 'number', k.number, 'event', k.event_title, 'startsAt', f.starts_at,
          'timezone', v.timezone, 'zone', k.zone_name, 'tariff', k.tariff_name, 'seat', k.seat, 'amount', k.amount, 'status', k.status)
          order by k.position)
        from tickets k
        join performances f on f.organisation_id = k.organisation_id and f.id = k.performance_id
        join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
        where k.organisation_id = o.organisation_id and k.order_id = o.id) as tickets
    from orders o
    where o.organisation_id = current_organisation() and o.status in ('paid', 'cancelled') and ${where}
    order by o.id desc limit ${limit}`.execute(db)
  return rows.map((order) => ({ ...order, tickets: order.tickets ?? [] }))
}
