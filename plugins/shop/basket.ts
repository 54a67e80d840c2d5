import type { FastifyRequest } from "fastify"
import { Problem } from "../../server/problem.ts"
import type { BasketGroup } from "../../templates/components/index.ts"
import type { Locale } from "../../templates/locale.ts"
import { inLocale } from "../catalogue/localised.ts"
import { groupItems } from "../inventory/group-items.ts"
import { type Cart, type CartItem, cartOf, readCart } from "../inventory/read-cart.ts"
import { orderOfCart } from "../orders/order-of-cart.ts"
import { type CartKey, readCartCookie } from "./cart-cookie.ts"

/** What became of the basket this browser knows of. "over": its time is up, and what it held is said again. */
export type Basket =
  | { state: "none" }
  | { state: "open"; key: CartKey; cart: Cart }
  | { state: "ordered"; order: NonNullable<Awaited<ReturnType<typeof orderOfCart>>> }
  | { state: "over"; cart: Cart }

export async function readBasket(request: FastifyRequest): Promise<Basket> {
  const key = readCartCookie(request)
  if (!key) return { state: "none" }
  try {
    return { state: "open", key, cart: await readCart(request.db, key.id, key.secret) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status !== 410) return { state: "none" }
  }
  const order = await orderOfCart(request.db, key)
  return order ? { state: "ordered", order } : { state: "over", cart: await cartOf(request.db, key.id) }
}

/** The basket while it keeps places; asks the database nothing of a browser that has none. */
export async function openBasket(request: FastifyRequest): Promise<Cart | undefined> {
  const key = readCartCookie(request)
  if (!key) return undefined
  try {
    return await readCart(request.db, key.id, key.secret)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

/** What is bought, by performance; a line's id names all its places. Each numbered seat is a line of its own. */
export function basketGroups(items: readonly CartItem[], locale: Locale, shop?: string): BasketGroup[] {
  const groups = new Map<string, BasketGroup>()
  for (const places of linesOf(items)) {
    const [first] = places
    const line = {
      id: places.map((place) => place.id).join("-"),
      tariff: first.tariff,
      zone: first.zone,
      seat: first.seat?.label,
      priceId: first.priceId,
      quantity: places.length,
      cents: places.reduce((sum, place) => sum + place.amount, 0),
    }
    const group = groups.get(first.performanceId)
    if (group) groups.set(first.performanceId, { ...group, lines: [...group.lines, line] })
    else
      groups.set(first.performanceId, {
        performanceId: first.performanceId,
        title: inLocale(first.event.title, locale),
        startsAt: first.startsAt,
        timeZone: first.venue.timezone,
        venue: first.venue.name,
        href: shop && `${shop}/events/${first.event.id}`,
        lines: [line],
      })
  }
  return [...groups.values()]
}

function linesOf(items: readonly CartItem[]): [CartItem, ...CartItem[]][] {
  return groupItems(items).flatMap(({ first, items: places }): [CartItem, ...CartItem[]][] =>
    first.seat ? places.map((place) => [place]) : [[first, ...places.slice(1)]],
  )
}
