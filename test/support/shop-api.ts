import type { Demo } from "./demo-program.ts"

export interface BoughtTicket {
  number: string
  code: string
}

/** Free places of a performance bought through the API, for tests that begin with a ticket in hand. */
export async function freeTickets(
  demo: Demo,
  performanceId: string,
  quantity: number,
): Promise<BoughtTicket[]> {
  const { rows } = await demo.owner.query<{ id: string }>(
    "select p.id from prices p join zones z on z.id = p.zone_id where z.performance_id = $1 and p.amount = 0",
    [performanceId],
  )
  const shop = `${demo.url}/api/v1/shop${demo.shop}`
  const items = [{ performanceId, priceId: rows[0]?.id, quantity }]
  const cart = await send<{ id: string; secret: string }>(`${shop}/carts`, { items })
  const customer = { email: "ada@example.org", firstName: "Ada", lastName: "Lovelace" }
  const checkout = { customer, payment: { method: "sandbox" } }
  const { order } = await send<{ order: { token: string } }>(`${shop}/carts/${cart.id}/checkout`, checkout, {
    "cart-secret": cart.secret,
  })
  const { tickets } = await send<{ tickets: BoughtTicket[] }>(`${demo.url}/api/v1/orders/${order.token}`)
  return tickets
}

async function send<T>(url: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method: body ? "POST" : "GET",
    headers: { ...(body ? { "content-type": "application/json" } : {}), ...headers },
    body: body ? JSON.stringify(body) : null,
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
