import { sql } from "kysely"
import { sqlState, type Trx } from "../../server/database.ts"
import { retakeSeats } from "./retake-seats.ts"

/**
 * Takes again, for good, the places of a cart whose time was over when its payment came: the same ones; where they have
 * gone, others as good, in another zone of the same performance at the same tariff and price. All or nothing.
 * Answers false, with nothing taken, when there are none.
 */
export async function retakePlaces(trx: Trx, cartId: string): Promise<boolean> {
  const { rows } = await sql`
    update carts set state = 'sold' where organisation_id = current_organisation() and id = ${cartId}
      and state = 'unpaid' returning id`.execute(trx)
  if (rows.length === 0) return false
  // What is left to take is what is for everybody.
  await trx.updateTable("cart_items").set({ allotment_id: null }).where("cart_id", "=", cartId).execute()
  await sql`savepoint retake`.execute(trx)
  try {
    for (const wanted of await wantedPlaces(trx, cartId))
      if (!(await takeIn(trx, cartId, wanted, wanted.zone_id))) await takeElsewhere(trx, cartId, wanted)
    await sql`release savepoint retake`.execute(trx)
    return true
  } catch (error) {
    if (!(error instanceof NoneAsGood)) throw error
    await sql`rollback to savepoint retake`.execute(trx)
    await trx.updateTable("carts").set({ state: "unpaid" }).where("id", "=", cartId).execute()
    return false
  }
}

class NoneAsGood extends Error {}

interface Wanted {
  zone_id: string
  performance_id: string
  places: number
  /** The seats they had, in the order of the positions; empty where none is numbered. */
  seats: string[]
  /** Which items of the cart they are: another zone's may come to this one meanwhile. */
  positions: number[]
}

async function wantedPlaces(trx: Trx, cartId: string): Promise<Wanted[]> {
  const { rows } = await sql<Wanted>`
    select zone_id, performance_id, count(*)::int as places, array_agg(position::int order by position) as positions,
      coalesce(array_agg(seat_id order by position) filter (where seat_id is not null), '{}') as seats
    from cart_items where organisation_id = current_organisation() and cart_id = ${cartId}
    group by zone_id, performance_id order by zone_id`.execute(trx)
  return rows
}

async function takeIn(trx: Trx, cartId: string, wanted: Wanted, zoneId: string): Promise<boolean> {
  await sql`savepoint take`.execute(trx)
  try {
    const { rows } = await sql<{ version_id: string | null }>`
      update zone_stock set taken = taken + ${wanted.places}
      where organisation_id = current_organisation() and zone_id = ${zoneId}
      returning seating_version_id as version_id`.execute(trx)
    const [zone] = rows
    if (!zone) return false
    if (zone.version_id !== null)
      await retakeSeats(trx, { ...wanted, cartId, zoneId, versionId: zone.version_id })
    return true
  } catch (error) {
    if (sqlState(error) !== "23514") throw error
    await sql`rollback to savepoint take`.execute(trx)
    return false
  }
}

/** Zones where each place of the cart's zone has a price of the same tariff and amount, best first. */
async function takeElsewhere(trx: Trx, cartId: string, wanted: Wanted): Promise<void> {
  const { zone_id, positions } = wanted
  const { rows } = await sql<{ zone_id: string }>`
    select z.id as zone_id from zones mine
    join zones z on z.organisation_id = mine.organisation_id and z.performance_id = mine.performance_id and z.id <> mine.id
    where mine.organisation_id = current_organisation() and mine.id = ${zone_id}
      and not exists (
        select from cart_items i join prices p on p.organisation_id = i.organisation_id and p.id = i.price_id
        where i.organisation_id = mine.organisation_id and i.cart_id = ${cartId} and i.position = any(${positions}::int[])
          and not exists (
            select from prices o where o.organisation_id = z.organisation_id and o.zone_id = z.id and o.offered
              and o.tariff_id = p.tariff_id and o.amount = i.amount))
    order by z.rank, z.id`.execute(trx)
  for (const other of rows)
    if (await takeIn(trx, cartId, wanted, other.zone_id)) {
      await sql`
        update cart_items i set zone_id = ${other.zone_id}, price_id = o.id
        from prices p, prices o
        where i.organisation_id = current_organisation() and i.cart_id = ${cartId} and i.position = any(${positions}::int[])
          and p.organisation_id = i.organisation_id and p.id = i.price_id
          and o.organisation_id = i.organisation_id and o.zone_id = ${other.zone_id} and o.tariff_id = p.tariff_id`.execute(
        trx,
      )
      return
    }
  throw new NoneAsGood()
}
