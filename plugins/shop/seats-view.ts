import type { FastifyRequest } from "fastify"
import type { SeatRow, SeatZone } from "../../templates/components/index.ts"
import type { Locale } from "../../templates/locale.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"
import { seatedPerformance, takenBits } from "../inventory/read-seats.ts"
import type { SeatFeature } from "../seating/seat-features.ts"
import type { Seat } from "../seating/seating-plan.ts"
import { openBasket } from "./basket.ts"
import { seatTexts } from "./seat-texts.ts"

/** What the page of numbered seats shows: who sits where, as it is now. */
export interface SeatsView {
  versionId: string
  /** For the list, those zones that have prices. */
  zones: SeatZone[]
  /** One bit a seat, as the API gives it. */
  bits: string
  /** Seats of this performance in this browser's basket. */
  kept: string[]
  isFree(seatId: string): boolean
  /** "Orchestre, rang C, place 12". */
  nameOf(seatId: string): string
  /** The id of the seat's zone, where it has prices. */
  zoneOf(seatId: string): string | undefined
  /** Each category of the plan that is sold here, with its zone. */
  categories: Record<string, string>
  features: ReadonlySet<SeatFeature>
}

/** `chosen`: what was chosen before, with its price. */
export async function viewSeats(
  request: FastifyRequest,
  performance: ShopPerformance,
  chosen: ReadonlyMap<string, string> = new Map(),
): Promise<SeatsView> {
  const { db, server, locale } = request
  const { board, zoneOf, sells, seats } = await seatedPerformance(db, server.seatBoards, performance.id)
  const [basket] = await Promise.all([openBasket(request), board.now()])
  const picture = board.picture(sells)
  const { plan, hall, seats: byId } = board.hall
  const isFree = (id: string) => picture.taken[picture.hall.slotOf.get(id) ?? -1] === 0
  const nameOf = (id: string) => {
    const seat = byId.get(id)
    return seat ? seatWords(seat, plan.sections.length > 1, locale) : id
  }
  const zones = performance.zones
    .map((zone, look) => ({ ...zone, look }))
    .filter(({ prices }) => prices.length > 0)
    .map(({ id, name, prices, look }): SeatZone => {
      const own = seats.filter(({ category }) => zoneOf.get(category) === id)
      const toChoice = (seat: Seat) => ({
        id: seat.guid,
        number: seat.number,
        name: nameOf(seat.guid),
        taken: !isFree(seat.guid),
        chosen: chosen.has(seat.guid) && isFree(seat.guid),
        priceId: chosen.get(seat.guid),
      })
      const sections = groupBy(own, (seat) => seat.section).map(([section, inside]) => ({
        name: section || name,
        rows: groupBy(inside, (seat) => String(seat.rowIndex)).map(
          ([, row]): SeatRow => ({ name: rowName(row[0]?.row ?? "", locale), seats: row.map(toChoice) }),
        ),
      }))
      return { id, name, look, cents: prices[0]?.amount ?? 0, sections }
    })
  const priced = new Set(zones.map(({ id }) => id))
  return {
    versionId: board.hall.versionId,
    zones,
    bits: takenBits(seats, picture),
    kept: (basket?.items ?? []).flatMap(({ performanceId, seat }) =>
      performanceId === performance.id && seat ? [seat.id] : [],
    ),
    isFree,
    nameOf,
    zoneOf: (id) => {
      const zone = hall.slotOf.has(id) ? zoneOf.get(byId.get(id)?.category ?? "") : undefined
      return zone !== undefined && priced.has(zone) ? zone : undefined
    },
    categories: Object.fromEntries(zoneOf),
    features: new Set(seats.flatMap(({ features }) => features)),
  }
}

function seatWords(seat: Seat, withSection: boolean, locale: Locale): string {
  const t = seatTexts[locale]
  return [
    withSection ? seat.section : "",
    rowWords(seat.row, locale),
    seat.number && t.seat(seat.number),
    ...seat.features.filter((feature) => feature !== "aisle").map((feature) => t.features[feature]),
  ]
    .filter(Boolean)
    .join(", ")
}

/** "rang C"; a row that has a name of its own keeps it: "Loge 4". */
function rowWords(row: string, locale: Locale): string {
  return row.length > 0 && row.length <= 3 ? seatTexts[locale].row(row) : row
}

function rowName(row: string, locale: Locale): string {
  const words = rowWords(row, locale)
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1)
}

function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    const group = groups.get(key)
    if (group) group.push(thing)
    else groups.set(key, [thing])
  }
  return [...groups]
}
