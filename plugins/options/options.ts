import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { problem } from "../../server/problem.ts"
import { openCart } from "../inventory/change-cart.ts"
import type { SeatSale } from "../inventory/hold-chosen.ts"
import { handOverCart, keepCart } from "../inventory/keep-cart.ts"
import { type CartItem, type ItemJson, itemsJson, readItems } from "../inventory/read-cart.ts"
import { releaseCart } from "../inventory/release-places.ts"
import type { CartState } from "../inventory/tables.ts"
import type { Wish } from "../inventory/wishes.ts"

export interface OptionInput {
  name: string
  email: string | null
  phone: string | null
  note: string | null
  /** The places are kept until then. */
  until: Date
}

/** "standing": its places are kept; "confirmed": being sold or sold; "released" by staff; "over": its time was. */
export type OptionStatus = "standing" | "confirmed" | "released" | "over"

export interface Option extends OptionInput {
  id: string
  status: OptionStatus
  madeBy: string
  madeAt: Date
  /** Cents. */
  total: number
  places: CartItem[]
}

interface Row extends Omit<Option, "status" | "places"> {
  state: CartState | null
  kept: boolean
  released: boolean
  confirmed: boolean
  places: ItemJson[] | null
}

/** Options of the organisation, those that end first first; of one performance where it is given. */
export async function listOptions(
  db: Db | Trx,
  which: { id?: string; performanceId?: string; standing?: boolean } = {},
): Promise<Option[]> {
  const { rows } = await sql<Row>`
    select o.id, o.name, o.email, o.phone, o.note, o.made_by as "madeBy", o.made_at as "madeAt",
      coalesce(c.expires_at, o.made_at) as until, coalesce(c.total, 0) as total, c.state,
      coalesce(c.state = 'open' and c.expires_at > now(), false) as kept,
      o.released_at is not null as released, o.confirmed_at is not null as confirmed,
      ${itemsJson(sql.ref("o.cart_id"))} as places
    from options o left join carts c on c.organisation_id = o.organisation_id and c.id = o.cart_id
    where o.organisation_id = current_organisation()
      ${which.id === undefined ? sql`` : sql`and o.id = ${which.id}`}
      ${
        which.performanceId === undefined
          ? sql``
          : sql`and exists (select from cart_items i where i.organisation_id = o.organisation_id and i.cart_id = o.cart_id
              and i.performance_id = ${which.performanceId})`
      }
      ${which.standing ? sql`and o.released_at is null and o.confirmed_at is null and c.state = 'open' and c.expires_at > now()` : sql``}
    order by until, o.id limit 500`.execute(db)
  return rows.map(({ state: _, kept, released, confirmed, places, ...option }) => ({
    ...option,
    status: confirmed ? "confirmed" : released ? "released" : kept ? "standing" : "over",
    places: readItems(places),
  }))
}

/** @throws 404 not_found */
export async function getOption(db: Db | Trx, id: string): Promise<Option> {
  const [found] = await listOptions(db, { id })
  if (!found) throw problem(404, "not_found")
  return found
}

/**
 * Keeps places for somebody until a day, all or nothing.
 * @throws like openCart; 422 invalid_request for a day that is over
 */
export async function makeOption(
  db: Db | Trx,
  sale: SeatSale,
  input: OptionInput & { organisationId: string; madeBy: string; wishes: readonly Wish[] },
): Promise<Option> {
  checkUntil(input.until)
  return inTransaction(db, async (trx) => {
    const { organisationId, name, email, phone, note, madeBy, until } = input
    const cart = await openCart(trx, sale, input.wishes, { until, durable: true })
    const { id } = await trx
      .insertInto("options")
      .values({
        ...{ organisation_id: organisationId, cart_id: cart.id, name: name.trim(), email, phone, note },
        ...{ made_by: madeBy, released_at: null, confirmed_at: null },
      })
      .returning("id")
      .executeTakeFirstOrThrow()
    return getOption(trx, id)
  })
}

/** Changes how long an option stands, or what is known of who asked. @throws 404; 409 option_over; 422 invalid_request */
export async function changeOption(db: Db, id: string, changes: Partial<OptionInput>): Promise<Option> {
  const { until, name, ...rest } = changes
  if (until) checkUntil(until)
  return db.transaction().execute(async (trx) => {
    const cartId = await standingCart(trx, id)
    if (until && !(await keepCart(trx, cartId, until))) throw problem(409, "option_over")
    const set = { ...rest, ...(name === undefined ? {} : { name: name.trim() }) }
    if (Object.keys(set).length > 0) await trx.updateTable("options").set(set).where("id", "=", id).execute()
    return getOption(trx, id)
  })
}

/** Lets go of an option: its places are free at once. @throws 404; 409 option_over */
export async function releaseOption(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const cartId = await standingCart(trx, id)
    if (!(await releaseCart(trx, cartId))) throw problem(409, "option_over")
    await trx.updateTable("options").set({ released_at: new Date() }).where("id", "=", id).execute()
  })
}

/** Turns an option into a cart to be ordered, with the same places. @throws 404; 409 option_over */
export async function confirmOption(db: Db | Trx, id: string) {
  return inTransaction(db, async (trx) => {
    const cart = await handOverCart(trx, await standingCart(trx, id))
    if (!cart) throw problem(409, "option_over")
    await trx.updateTable("options").set({ confirmed_at: new Date() }).where("id", "=", id).execute()
    return cart
  })
}

/** The cart of an option that was neither let go of nor confirmed, locked. */
async function standingCart(trx: Trx, id: string): Promise<string> {
  const row = await trx
    .selectFrom("options")
    .select(["cart_id", "released_at", "confirmed_at"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw problem(404, "not_found")
  if (row.released_at || row.confirmed_at) throw problem(409, "option_over")
  return row.cart_id
}

function checkUntil(until: Date): void {
  if (until.getTime() <= Date.now())
    throw problem(422, "invalid_request", undefined, [{ path: "/until", message: "must be in the future" }])
}
