import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"

/** How many places of a zone are taken, held ones included. A check keeps `taken` within `capacity`. */
export interface ZoneStockTable {
  organisation_id: string
  zone_id: string
  performance_id: string
  capacity: number
  taken: ColumnType<number, number | undefined, number>
  seating_version_id: string | null
  /** While somebody waits for places of this zone: how many the most modest of them asks for. See awaited.ts. */
  awaited: ColumnType<number | null, number | null | undefined, number | null>
}

/**
 * A hold with its prices. "open": being filled; "pending": ordered, not paid yet; both hold their places until they
 * expire. "sold" keeps them for good. "unpaid" was ordered and not paid in time; "released" and "expired" never became
 * an order: none of the three holds anything any more.
 */
export type CartState = "open" | "pending" | "sold" | "unpaid" | "released" | "expired"

export interface CartTable {
  organisation_id: string
  id: GeneratedId
  secret_hash: Buffer
  state: ColumnType<CartState, CartState | undefined, CartState>
  created_at: CreatedAt
  expires_at: Timestamp
  /** Cents: the sum of its items, changed with them under the lock of the cart. */
  total: ColumnType<number, number | undefined, number>
}
export type CartRow = Selectable<CartTable>

/** One place, at the price it was held at. */
export interface CartItemTable {
  organisation_id: string
  cart_id: string
  position: number
  performance_id: string
  zone_id: string
  price_id: string
  /** Cents. */
  amount: number
  seat_id: ColumnType<string | null, string | null | undefined, string | null>
  /** The seat's name as it is said to people. */
  seat: ColumnType<string | null, string | null | undefined, string | null>
  /** The allotment the place was set aside in, where it goes back to. */
  allotment_id: ColumnType<string | null, string | null | undefined, string | null>
  /** Given up after the sale: the line stays, and holds nothing. */
  freed: ColumnType<boolean, boolean | undefined, boolean>
  /** No line of its order any more: exchanged, or moved to another order. */
  withdrawn: ColumnType<boolean, boolean | undefined, boolean>
}

/** Who sells. The public is "web"; the others are staff, for themselves or for somebody. */
export const channels = ["web", "till", "school", "partner", "house", "producer"] as const
/** "offline" is no channel that staff choose: it is a till selling what was set aside for it alone. */
export type Channel = (typeof channels)[number] | "offline"

/** Places set aside for channels until they are released: to another allotment, else to everybody. */
export interface AllotmentTable {
  organisation_id: string
  id: GeneratedId
  performance_id: string
  name: string
  channels: Channel[]
  release_at: Timestamp | null
  overflow_id: string | null
  released_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  created_at: CreatedAt
}

/** What an allotment has of a zone, for which all of it is taken. A check keeps `taken` within `capacity`. */
export interface AllotmentStockTable {
  organisation_id: string
  allotment_id: string
  zone_id: string
  capacity: number
  taken: ColumnType<number, number | undefined, number>
}

/** A numbered seat of a performance that a cart has, or an allotment: the primary key keeps it from a second one. */
export interface TakenSeatTable {
  organisation_id: string
  performance_id: string
  seat_id: string
  zone_id: string
  cart_id: string | null
  allotment_id: string | null
}

declare module "../../server/database.ts" {
  interface Database {
    zone_stock: ZoneStockTable
    carts: CartTable
    cart_items: CartItemTable
    taken_seats: TakenSeatTable
    allotments: AllotmentTable
    allotment_stock: AllotmentStockTable
  }
}

declare module "../../server/events.ts" {
  interface DomainEvents {
    /** The time of these carts is over and their places are free again. */
    "carts.expired": { cartIds: string[] }
  }
}
