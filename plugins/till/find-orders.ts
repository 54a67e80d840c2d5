import { type RawBuilder, sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { containsWords, fold } from "../../server/search.ts"
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
  const orders = await ordersWhere(db, sql`o.id in (${candidates(words, limit)})`, limit)
  return { orders, ticketId: null }
}

/**
 * Some orders by the beginning of what was said, each way by an index of its own: a name, the last word of it, a first name, an
 * address, a phone, a seat of these days. However many orders there are, it reads a few.
 */
function candidates(typed: string, limit: number): RawBuilder<unknown> {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one), "")
  const begins = (column: RawBuilder<unknown>, word: string) =>
    sql`${column} like ${`${word.replace(/[\\%_]/g, "\\$&")}%`}`
  const all = containsWords(sql`concat_ws(' ', first_name, last_name, email)`, typed)
  const some = (where: RawBuilder<unknown>, by: RawBuilder<unknown>) => sql`(
    select id from orders where organisation_id = current_organisation() and ${where} order by ${by}, id desc limit ${limit})`
  const last = sql`folded(last_name)`
  const word = sql`folded(substring(last_name from '[^ ''-]+$'))`
  const first = sql`folded(first_name)`
  const email = sql`lower(email)`
  const phone = sql`phone_digits(phone)`
  const digits = typed.replace(/[\s.+-]/g, "").replace(/^(00?33|33|0)(?=\d{3})/, "")
  const ways = [
    some(sql`last_name <> '' and ${begins(last, longest)} and ${all}`, last),
    some(sql`last_name ~ '[ ''-]' and ${begins(word, longest)} and ${all}`, word),
    some(sql`first_name <> '' and ${begins(first, longest)} and ${all}`, first),
    some(sql`email is not null and ${begins(email, longest)} and ${all}`, email),
    sql`(select k.order_id from performances f
      join tickets k on k.organisation_id = f.organisation_id and k.performance_id = f.id
      where f.organisation_id = current_organisation() and f.ends_at > now() - interval '12 hours'
        and f.starts_at < now() + interval '7 days' and k.seat is not null
        and lower(k.seat) like ${`%${typed.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`} order by f.starts_at limit ${limit})`,
  ]
  if (/^\d{4,}$/.test(digits)) ways.push(some(sql`phone is not null and ${begins(phone, digits)}`, phone))
  return sql.join(ways, sql` union `)
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
