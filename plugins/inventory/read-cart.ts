import { type RawBuilder, sql } from "kysely"
import { type Db, prepared, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Localised } from "../catalogue/tables.ts"
import { hashCartSecret } from "./cart-secret.ts"
import type { CartState } from "./tables.ts"

export interface CartItem {
  /** Its position in the cart. */
  id: string
  performanceId: string
  zoneId: string
  priceId: string
  tariff: string
  zone: string
  /** Cents. */
  amount: number
  /** The numbered seat; null: free seating. */
  seat: { id: string; label: string } | null
  event: { id: string; title: Localised }
  venue: { name: string; timezone: string }
  startsAt: Date
}

export interface Cart {
  id: string
  state: CartState
  expiresAt: Date
  /** Cents. */
  total: number
  items: CartItem[]
}

interface Row {
  id: string
  state: CartState
  expires_at: Date
  over: boolean
  secret_hash: Buffer
  items: ItemJson[] | null
}

/** An item as JSON brings it. */
export type ItemJson = Omit<CartItem, "startsAt"> & { startsAt: string }

/** The items of a cart, whose id is `cartId`, as a list of JSON; null where it has none. */
export const itemsJson = (cartId: RawBuilder<unknown>) => sql`(
    select jsonb_agg(jsonb_build_object(
      'id', i.position::text, 'performanceId', i.performance_id::text, 'zoneId', i.zone_id::text,
      'priceId', i.price_id::text, 'tariff', t.name, 'zone', z.name, 'amount', i.amount,
      'seat', case when i.seat_id is not null then jsonb_build_object('id', i.seat_id, 'label', i.seat) end,
      'event', jsonb_build_object('id', e.id::text, 'title', e.title),
      'venue', jsonb_build_object('name', v.name, 'timezone', v.timezone), 'startsAt', f.starts_at)
      order by i.position)
    from cart_items i
    join prices p on p.organisation_id = i.organisation_id and p.id = i.price_id
    join tariffs t on t.organisation_id = i.organisation_id and t.id = p.tariff_id
    join zones z on z.organisation_id = i.organisation_id and z.id = i.zone_id
    join performances f on f.organisation_id = i.organisation_id and f.id = i.performance_id
    join events e on e.organisation_id = i.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = i.organisation_id and v.id = f.venue_id
    where i.organisation_id = current_organisation() and i.cart_id = ${cartId} and not i.withdrawn)`

const select = (cartId: string) => sql<Row>`${prepared}
  select c.id, c.state, c.expires_at, c.expires_at <= now() as over, c.secret_hash, ${itemsJson(sql.ref("c.id"))} as items
  from carts c where c.organisation_id = current_organisation() and c.id = ${cartId}`

/**
 * A cart with its places, for who has its secret.
 * @throws 404 not_found for an unknown cart or a wrong secret alike; 410 cart_expired once it holds nothing any more.
 */
export async function readCart(db: Db | Trx, cartId: string, secret: string): Promise<Cart> {
  const row = /^\d{1,18}$/.test(cartId) ? (await select(cartId).execute(db)).rows[0] : undefined
  if (!row?.secret_hash.equals(hashCartSecret(secret))) throw problem(404, "not_found")
  if (row.state !== "open" || row.over) throw problem(410, "cart_expired")
  return toCart(row)
}

/** The places of a cart whatever became of it: the lines of its order. */
export async function cartOf(db: Db | Trx, cartId: string): Promise<Cart> {
  const [row] = (await select(cartId).execute(db)).rows
  if (!row) throw new Error("an order has a cart")
  return toCart(row)
}

export function readItems(items: readonly ItemJson[] | null): CartItem[] {
  return (items ?? []).map((item) => ({ ...item, startsAt: new Date(item.startsAt) }))
}

function toCart(row: Row): Cart {
  const items = readItems(row.items)
  return {
    id: row.id,
    state: row.state,
    expiresAt: row.expires_at,
    total: items.reduce((sum, item) => sum + item.amount, 0),
    items,
  }
}
