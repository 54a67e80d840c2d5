import { expireCarts } from "../../plugins/inventory/release-places.ts"
import type { TestApp } from "../harness.ts"

export const camille = { email: "camille@example.test", firstName: "Camille", lastName: "Le Goff" }

export interface Bought {
  order: { id: string; number: string; token: string; status: string; total: number }
  /** Token of the payment; null when nothing is owed. */
  payment: string | null
}

/** An order over the API, waiting for its payment unless it is free. */
export async function order(
  { app }: Pick<TestApp, "app">,
  items: { performanceId: string; priceId: string; quantity: number }[],
  method = "sandbox",
): Promise<Bought> {
  const cart = await app.inject({ method: "POST", url: "/api/v1/shop/theatre/carts", payload: { items } })
  if (cart.statusCode !== 201) throw new Error(`no cart: ${cart.body}`)
  const { id, secret } = cart.json<{ id: string; secret: string }>()
  const done = await app.inject({
    method: "POST",
    url: `/api/v1/shop/theatre/carts/${id}/checkout`,
    headers: { "cart-secret": secret, "accept-language": "fr" },
    payload: { customer: camille, payment: { method } },
  })
  if (done.statusCode !== 201) throw new Error(`no order: ${done.body}`)
  const { order, payment } = done.json()
  return { order, payment: payment?.id ?? null }
}

/** Ends the hold of an order, as time does. */
export async function letHoldEnd(
  { app, owner, organisation }: Pick<TestApp, "app" | "owner" | "organisation">,
  orderId: string,
): Promise<void> {
  await owner.query(
    "update carts set expires_at = now() - interval '1 second' where id = (select cart_id from orders where id = $1)",
    [orderId],
  )
  await expireCarts(app.databases.forOrganisation(organisation.id), app.events, organisation.id)
}

export async function statusOf({ owner }: Pick<TestApp, "owner">, orderId: string) {
  const { rows } = await owner.query<{ status: string; payments: string[]; tickets: number; taken: number }>(
    `select o.status, array(select p.status from payments p where p.order_id = o.id order by p.id) as payments,
      (select count(*)::int from tickets k where k.order_id = o.id) as tickets,
      (select coalesce(sum(s.taken), 0)::int from zone_stock s) as taken
    from orders o where o.id = $1`,
    [orderId],
  )
  const [row] = rows
  if (!row) throw new Error("no such order")
  return row
}

/** Waits until `look` sees it, at most ten seconds. */
export async function eventually<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const seen = await look()
    if (seen) return seen
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error("it did not happen")
}
