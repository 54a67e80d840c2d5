import { sql } from "kysely"
import { sqlState, type Trx } from "../../server/database.ts"
import { Problem } from "../../server/problem.ts"
import { type Place, SeatClash } from "../inventory/hold-chosen.ts"
import { sellPlaces } from "../inventory/hold-places.ts"
import { lostCart } from "../inventory/lost-cart.ts"
import { retakePlaces } from "../inventory/retake-places.ts"
import type { Remark } from "./tables.ts"

/** A place that was sold, from the reserve it was kept in; null: that has ended, or the place was sold otherwise. */
export type SoldPlace = Place

export interface Placed {
  cartId: string
  /** False: there was no place left, and none is held. */
  placed: boolean
  remarks: Remark[]
}

/**
 * Takes the places of a sale that was made without a network. They were kept for it; where they were let go of meanwhile, the same
 * ones if they are free, else others as good. Nothing is sold twice: where there is none, the cart holds nothing.
 */
export async function takeSoldPlaces(trx: Trx, places: readonly SoldPlace[]): Promise<Placed> {
  const kept = places.every(({ allotmentId }) => allotmentId !== null)
  const same = await attempt(trx, () => sellPlaces(trx, places, "offline"))
  if (same) return { cartId: same.id, placed: true, remarks: kept ? [] : ["reserve_ended"] }
  const cartId = await lostCart(trx, places)
  const placed = await retakePlaces(trx, cartId)
  return { cartId, placed, remarks: ["reserve_ended", placed ? "other_places" : "no_place_left"] }
}

/** Undefined, with nothing done, where the places are gone. */
async function attempt<T>(trx: Trx, work: () => Promise<T>): Promise<T | undefined> {
  await sql`savepoint same_places`.execute(trx)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SeatClash) && !(error instanceof Problem) && sqlState(error) !== "23503")
      throw error
    await sql`rollback to savepoint same_places`.execute(trx)
    return undefined
  }
}
