import { type Static, Type } from "typebox"
import { problem } from "../../server/problem.ts"

/** So many places at one price; in a hall with numbered seats, the best ones. */
export interface PriceWish {
  performanceId: string
  priceId: string
  quantity: number
}

/** These very seats. */
export interface SeatsWish {
  performanceId: string
  seats: readonly { seatId: string; priceId: string }[]
}

/** The best places of a zone for a party that sits together: so many at each price. */
export interface BestWish {
  performanceId: string
  zoneId: string
  best: Readonly<Record<string, number>>
  /** Rather apart from each other than not at all. */
  anywhere?: boolean
}

/** Places asked for. */
export type Wish = PriceWish | SeatsWish | BestWish

const Id = Type.String({ pattern: "^[0-9]{1,18}$" })
const Quantity = Type.Integer({ minimum: 1, maximum: 1000 })

const Item = Type.Object(
  {
    performanceId: Id,
    priceId: Type.Optional(Id),
    quantity: Type.Optional(Quantity),
    seats: Type.Optional(
      Type.Array(
        Type.Object(
          { seatId: Type.String({ minLength: 1, maxLength: 200 }), priceId: Id },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 1000 },
      ),
    ),
    zoneId: Type.Optional(Id),
    best: Type.Optional(
      Type.Record(Type.String({ pattern: "^[0-9]{1,18}$" }), Quantity, {
        description: "how many at each price, by its id",
      }),
    ),
    anywhere: Type.Optional(Type.Boolean({ description: "rather apart from each other than not at all" })),
  },
  {
    additionalProperties: false,
    description:
      "{priceId, quantity}, or {seats: [{seatId, priceId}]}, or the best of a zone for a party: {zoneId, best: {priceId: quantity}}",
  },
)

/** Places as a request asks for them. */
export const Items = Type.Array(Item, { minItems: 1, maxItems: 100 })

/** @throws 422 invalid_request where an item is none of the three kinds */
export function wishesOf(items: Static<typeof Items>): Wish[] {
  return items.map(({ performanceId, priceId, quantity, seats, zoneId, best, anywhere }, index) => {
    const kinds = [priceId ?? quantity, seats, best ?? zoneId].filter((kind) => kind !== undefined)
    const refuse = (path: string, message: string) =>
      problem(422, "invalid_request", undefined, [{ path: `/items/${index}${path}`, message }])
    if (kinds.length !== 1)
      throw refuse("", "must have either priceId and quantity, or seats, or zoneId and best")
    if (seats) return { performanceId, seats }
    if (best || zoneId) {
      if (!best || Object.keys(best).length === 0) throw refuse("/best", "must name a price")
      if (!zoneId) throw refuse("/zoneId", "is required")
      return { performanceId, zoneId, best, ...(anywhere ? { anywhere } : {}) }
    }
    if (!priceId) throw refuse("/priceId", "is required")
    if (!quantity) throw refuse("/quantity", "is required")
    return { performanceId, priceId, quantity }
  })
}
