import type { App } from "../../server/plugin.ts"
import type { TestPerformance } from "../harness.ts"

type Headers = Record<string, string>
type Item = { performanceId: string; priceId: string; quantity: number }

export const customer = { email: "ada.lovelace@example.org", firstName: "Ada", lastName: "Lovelace" }

export function itemsOf(
  performance: TestPerformance,
  quantity = 1,
  tariff: keyof TestPerformance["prices"] = "gratuit",
) {
  return [{ performanceId: performance.performanceId, priceId: performance.prices[tariff], quantity }]
}

export function postCart(app: App, items: readonly Item[], headers: Headers = {}, org = "theatre") {
  return app.inject({ method: "POST", url: `/api/v1/shop/${org}/carts`, headers, payload: { items } })
}

export interface OpenCart {
  id: string
  secret: string
}

/** A cart that must be given. */
export async function openCart(app: App, items: readonly Item[], org = "theatre"): Promise<OpenCart> {
  const answer = await postCart(app, items, {}, org)
  if (answer.statusCode !== 201) throw new Error(`no cart: ${answer.body}`)
  return answer.json<OpenCart>()
}

export function postItems(
  app: App,
  cart: OpenCart,
  items: readonly Item[],
  headers: Headers = {},
  org = "theatre",
) {
  return app.inject({
    method: "POST",
    url: `/api/v1/shop/${org}/carts/${cart.id}/items`,
    headers: { "cart-secret": cart.secret, ...headers },
    payload: { items },
  })
}

export function removeItem(app: App, cart: OpenCart, item: string, org = "theatre") {
  return app.inject({
    method: "DELETE",
    url: `/api/v1/shop/${org}/carts/${cart.id}/items/${item}`,
    headers: { "cart-secret": cart.secret },
  })
}

export function removeCart(app: App, cart: OpenCart, org = "theatre") {
  return app.inject({
    method: "DELETE",
    url: `/api/v1/shop/${org}/carts/${cart.id}`,
    headers: { "cart-secret": cart.secret },
  })
}

export function postCheckout(
  app: App,
  cart: OpenCart,
  { headers = {}, method, org = "theatre", ...body }: CheckoutOptions = {},
) {
  return app.inject({
    method: "POST",
    url: `/api/v1/shop/${org}/carts/${cart.id}/checkout`,
    headers: { "cart-secret": cart.secret, ...headers },
    payload: { customer, ...(method ? { payment: { method } } : {}), ...body },
  })
}

export interface CheckoutOptions {
  headers?: Headers
  /** The means of payment, for what is not free. */
  method?: string
  org?: string
  customer?: object
}

export interface PlacedOrder {
  order: {
    id: string
    number: string
    token: string
    status: "pending" | "paid"
    total: number
    currency: string
  }
  payment: { id: string; redirectUrl: string } | null
}

/** A cart and its checkout, which must both succeed. */
export async function buy(
  app: App,
  performance: TestPerformance,
  options: CheckoutOptions & { quantity?: number; tariff?: keyof TestPerformance["prices"] } = {},
): Promise<PlacedOrder> {
  const { quantity = 1, tariff = "gratuit", ...checkout } = options
  const cart = await openCart(app, itemsOf(performance, quantity, tariff), options.org)
  const answer = await postCheckout(app, cart, checkout)
  if (answer.statusCode !== 201) throw new Error(`no order: ${answer.body}`)
  return answer.json<PlacedOrder>()
}

export interface ReadOrder {
  number: string
  status: string
  total: number
  lines: unknown[]
  tickets: {
    id: string
    number: string
    code: string
    status: string
    amount: number
    name?: string
    documentReady: boolean
  }[]
}

export async function readOrder(app: App, token: string): Promise<ReadOrder> {
  const answer = await app.inject(`/api/v1/orders/${token}`)
  if (answer.statusCode !== 200) throw new Error(`no such order: ${answer.body}`)
  return answer.json<ReadOrder>()
}
