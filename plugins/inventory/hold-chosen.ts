import type { Db } from "../../server/database.ts"
import { bestPlaces } from "../seating/best-places.ts"
import { checkLoneSeats } from "../seating/check-lone-seats.ts"
import { type HallPicture, withSlots } from "../seating/hall-picture.ts"
import { usualLoneLimit } from "../seating/lone-seats.ts"
import { hasSeats, type SeatedHall } from "../seating/read-hall.ts"
import { seatName } from "../seating/seat-name.ts"
import { type Offer, refusal } from "./offers.ts"
import { LoneSeats, PlacesGone } from "./places-gone.ts"
import type { SeatBoard } from "./seat-board.ts"
import type { SeatBoards } from "./seat-boards.ts"
import type { Channel } from "./tables.ts"

/** Who sells numbered seats, and how strictly. */
export interface SeatSale {
  boards: SeatBoards
  /** Outside of any transaction: pictures of the hall are shared. */
  db: Db
  /** Who sells; by default the public, over the web. */
  channel?: Channel
  /** Sell from this allotment alone. */
  allotmentId?: string
  /** Seats that are taken and will be free: those given back for the ones that are chosen. */
  giving?: readonly { performanceId: string; seatId: string }[]
  /** The fewest free seats that may be left side by side; 1 lets any seat be left alone. By default 2. */
  loneLimit?: number
}

/** One place to hold. */
export interface Place {
  performanceId: string
  zoneId: string
  priceId: string
  tariff: string
  /** Cents. */
  amount: number
  seatingVersionId: string | null
  seat: { id: string; label: string } | null
  /** The allotment it is taken from; null: what is for everybody. */
  allotmentId: string | null
}

/**
 * Gives each offer its seats, those picked by hand as they are, else the best ones for those who came together, and runs
 * `hold` with the places. From the choice until that has ended, nobody else here is proposed the same. Places of free
 * seating and for standing pass through.
 * @throws what `hold` throws; 409 seat_taken, sold_out, not_enough_together, lone_seat; 422 invalid_request for a seat the hall has not
 */
export async function holdChosen<T>(
  sale: SeatSale,
  offers: readonly Offer[],
  hold: (places: Place[]) => Promise<T>,
): Promise<T> {
  const seated = new Map<string, { versionId: string; offers: Offer[] }>()
  for (const offer of offers) {
    if (offer.seatingVersionId === null) continue
    const known = seated.get(offer.performanceId)
    if (known) known.offers.push(offer)
    else seated.set(offer.performanceId, { versionId: offer.seatingVersionId, offers: [offer] })
  }
  const boards = new Map<string, SeatBoard>()
  const marks: ReturnType<SeatBoard["mark"]>[] = []
  const seatsOf = new Map<Offer, string[]>()
  let held = false
  try {
    for (const [performanceId, { versionId, offers: own }] of seated) {
      const board = await sale.boards.board(sale.db, performanceId, versionId)
      boards.set(performanceId, board)
      const { chosen, mark } = await chooseSeats(sale, board, own)
      marks.push(mark)
      for (const [offer, seatIds] of chosen) seatsOf.set(offer, seatIds)
    }
    const left = new Map<string, number>()
    const places = offers.flatMap((offer) =>
      seatsOf.has(offer)
        ? seatedPlaces(offer, seatsOf.get(offer) ?? [], boards.get(offer.performanceId))
        : placesOf(offer, poolsOf(offer, left, sale.allotmentId)),
    )
    const answer = await hold(places)
    held = true
    return answer
  } catch (error) {
    if (!(error instanceof SeatClash)) throw error
    for (const board of boards.values()) board.doubt()
    const proposed = offers.some((offer) => offer.seatingVersionId !== null && offer.seatId === null)
    throw new PlacesGone("seat_taken", { proposed })
  } finally {
    for (const mark of marks) mark.done(held)
  }
}

/**
 * Chooses and marks in one go, with nothing waited for in between: those whom one reading of the hall lets choose in the same
 * instant see each other's choice. What a picture of a while ago refuses is looked at again as it is now.
 */
async function chooseSeats(sale: SeatSale, board: SeatBoard, offers: readonly Offer[]) {
  checkSeats(board.hall, offers)
  const seatable = offers.filter((offer) => hasSeats(board.hall, offer.zoneRef))
  const sells = new Set(offers[0]?.pools.map((pool) => pool.id))
  const given = (sale.giving ?? []).flatMap(({ performanceId, seatId }) =>
    performanceId === board.performanceId ? (board.hall.hall.slotOf.get(seatId) ?? []) : [],
  )
  const choose = () => {
    const picture = board.picture(sells, { only: sale.allotmentId !== undefined })
    const chosen = judge(withSlots(picture, given, 0), seatable, sale.loneLimit)
    return { chosen, mark: board.mark([...chosen.values()].flat()) }
  }
  await board.likely()
  try {
    return choose()
  } catch (error) {
    if (!(error instanceof PlacesGone || error instanceof LoneSeats)) throw error
    await board.now()
    return choose()
  }
}

/** The database refused a seat: somebody has it. */
export class SeatClash extends Error {}

/** Two offers for the same seat, one of them proposed, can't be: hands choose first. */
function judge(
  picture: HallPicture,
  offers: readonly Offer[],
  loneLimit = usualLoneLimit,
): Map<Offer, string[]> {
  const chosen = new Map<Offer, string[]>()
  const picked = offers.filter((offer) => offer.seatId !== null)
  const slotOf = (id: string | null) => picture.hall.slotOf.get(id ?? "") ?? -1
  const gone = picked.filter(({ seatId }) => picture.taken[slotOf(seatId)] !== 0)
  if (gone.length > 0) {
    const errors = gone.map(({ path }) => ({ path, message: "this seat is taken" }))
    throw new PlacesGone("seat_taken", { errors })
  }
  const ids = picked.flatMap(({ seatId }) => seatId ?? [])
  const verdict = checkLoneSeats(picture, ids, loneLimit)
  if (!verdict.allowed) throw new LoneSeats(verdict.lone)
  for (const offer of picked) if (offer.seatId !== null) chosen.set(offer, [offer.seatId])
  let view = withSlots(picture, ids.map(slotOf), 1)
  for (const party of parties(offers)) {
    const [first] = party
    if (!first) continue
    const count = party.reduce((sum, offer) => sum + offer.quantity, 0)
    const atWorst = first.anywhere ? "scattered" : "apart"
    const best = bestPlaces(view, { zone: first.zoneRef, count, loneLimit, atWorst })
    if (!best) throw new PlacesGone(freeIn(view, first.zoneRef) < count ? "sold_out" : "not_enough_together")
    view = withSlots(view, best.guids.map(slotOf), 1)
    let at = 0
    for (const offer of party) {
      chosen.set(offer, best.guids.slice(at, at + offer.quantity))
      at += offer.quantity
    }
  }
  return chosen
}

/** Those who are to be seated together: the offers of one wish in one zone. */
function parties(offers: readonly Offer[]): Offer[][] {
  const parties = new Map<string, Offer[]>()
  for (const offer of offers) {
    if (offer.seatId !== null) continue
    const key = `${offer.wish} ${offer.zoneId}`
    parties.set(key, [...(parties.get(key) ?? []), offer])
  }
  return [...parties.values()]
}

function freeIn({ hall, taken }: HallPicture, zoneRef: string): number {
  const zone = hall.zoneIds.get(zoneRef)
  return hall.zone.reduce((free, own, slot) => free + (own === zone && taken[slot] === 0 ? 1 : 0), 0)
}

function checkSeats(hall: SeatedHall, offers: readonly Offer[]): void {
  for (const { seatId, zoneRef, path } of offers) {
    if (seatId === null) continue
    const seat = hall.seats.get(seatId)
    if (!seat) throw refusal("invalid_request", `${path}/seatId`, "the hall has no such seat")
    if (seat.category !== zoneRef)
      throw refusal("invalid_request", `${path}/priceId`, "is not a price of this seat’s zone")
  }
}

function seatedPlaces(offer: Offer, seatIds: readonly string[], board: SeatBoard | undefined): Place[] {
  if (!board) return []
  return seatIds.map((id) => ({
    ...placeOf(offer),
    seat: { id, label: seatName(board.hall, id) },
    allotmentId: board.allotmentOf(id),
  }))
}

function placesOf(offer: Offer, pools: readonly (string | null)[]): Place[] {
  return pools.map((allotmentId) => ({ ...placeOf(offer), seat: null, allotmentId }))
}

function placeOf({ performanceId, zoneId, priceId, tariff, amount, seatingVersionId }: Offer) {
  return { performanceId, zoneId, priceId, tariff, amount, seatingVersionId }
}

/**
 * For each place of free seating the allotment it is taken from: first what is for everybody, then the allotments that
 * the channel may sell. `left` remembers what the offers before have used up.
 */
function poolsOf(offer: Offer, left: Map<string, number>, only: string | undefined): (string | null)[] {
  const { quantity, pools, zoneId } = offer
  if (only !== undefined) return Array.from({ length: quantity }, () => only)
  if (pools.length === 0) return Array.from({ length: quantity }, () => null)
  const sources = [{ id: null, free: offer.free }, ...pools]
  const chosen: (string | null)[] = []
  for (const { id, free } of sources) {
    const key = `${zoneId} ${id}`
    const room = left.get(key) ?? free
    const taken = Math.max(0, Math.min(room, quantity - chosen.length))
    left.set(key, room - taken)
    for (let n = 0; n < taken; n++) chosen.push(id)
  }
  while (chosen.length < quantity) chosen.push(null)
  return chosen
}
