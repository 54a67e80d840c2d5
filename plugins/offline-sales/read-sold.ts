import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Place } from "../inventory/hold-chosen.ts"
import { lockAdvanceTickets } from "../tickets/advance-tickets.ts"
import { NoSale, type OfflineSale } from "./sale.ts"

export interface Sold {
  places: Place[]
  /** The codes that may still be used, with the position of their place. */
  codes: { ticketId: string; position: number }[]
  /** As it was printed; undefined where an order has it already. */
  orderNumber: string | undefined
}

/**
 * What was sold: the places by the codes that were given out for them, at the prices that were asked. Codes and reserves are locked.
 * @throws NoSale unknown_price, unknown_place, foreign_place
 */
export async function readSold(trx: Trx, sessionId: string, lines: OfflineSale["lines"]): Promise<Sold> {
  const prices = await readPrices(
    trx,
    lines.map(({ priceId }) => priceId),
  )
  const ticketIds = lines.map(({ ticketId }) => ticketId)
  const reserves = await lockReserves(trx, ticketIds)
  const rows = new Map((await lockAdvanceTickets(trx, ticketIds)).map((row) => [row.ticket_id, row]))
  const places: Place[] = []
  const codes: Sold["codes"] = []
  for (const [index, { ticketId, priceId, amount }] of lines.entries()) {
    const price = prices.get(priceId)
    const row = rows.get(ticketId)
    const reserve = reserves.get(row?.allotment_id ?? "")
    if (!row || !reserve || rows.size !== lines.length) throw new NoSale("unknown_place")
    if (reserve.session_id !== sessionId) throw new NoSale("foreign_place")
    if (!price || price.zone_id !== row.zone_id) throw new NoSale("unknown_price")
    const unsold = row.cart_id === null
    const kept = unsold && row.voided_at === null && reserve.ended_at === null
    if (unsold) codes.push({ ticketId, position: index + 1 })
    places.push({
      ...{ performanceId: row.performance_id, zoneId: row.zone_id, priceId, tariff: price.tariff, amount },
      seatingVersionId: price.version_id,
      seat: row.seat_id !== null ? { id: row.seat_id, label: row.seat ?? "" } : null,
      allotmentId: kept ? row.allotment_id : null,
    })
  }
  const number = rows.get(ticketIds[0] ?? "")?.order_number
  const taken = await trx
    .selectFrom("orders")
    .select("id")
    .where("number", "=", number ?? "")
    .executeTakeFirst()
  return { places, codes, orderNumber: taken ? undefined : number }
}

async function readPrices(trx: Trx, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; zone_id: string; tariff: string; version_id: string | null }>`
    select p.id, p.zone_id, t.name as tariff, s.seating_version_id as version_id
    from prices p
    join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
    join zone_stock s on s.organisation_id = p.organisation_id and s.zone_id = p.zone_id
    where p.organisation_id = current_organisation() and p.id = any(${[...ids]}::bigint[])`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** By their allotments. Nobody ends them meanwhile. */
async function lockReserves(trx: Trx, ticketIds: readonly string[]) {
  const { rows } = await sql<{ allotment_id: string; session_id: string; ended_at: Date | null }>`
    select r.allotment_id, r.session_id, r.ended_at from offline_reserves r
    where r.organisation_id = current_organisation() and r.allotment_id in (
      select allotment_id from advance_tickets
      where organisation_id = current_organisation() and ticket_id = any(${[...ticketIds]}::bigint[]))
    order by r.id for share`.execute(trx)
  return new Map(rows.map((row) => [row.allotment_id, row]))
}
