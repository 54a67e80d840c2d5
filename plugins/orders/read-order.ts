import type { Databases, Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { type CartItem, cartOf } from "../inventory/read-cart.ts"
import type { Order } from "./tables.ts"
import { organisationOfToken } from "./tokens.ts"

/** The order of a token, and the database of its organisation. @throws 404 not_found */
export async function orderByToken(databases: Databases, token: string): Promise<{ order: Order; db: Db }> {
  const organisationId = organisationOfToken(token)
  if (!organisationId) throw problem(404, "not_found")
  const db = databases.forOrganisation(organisationId)
  const order = await db.selectFrom("orders").selectAll().where("token", "=", token).executeTakeFirst()
  if (!order) throw problem(404, "not_found")
  return { order, db }
}

/** What was ordered: one line a place. */
export async function linesOf(db: Db | Trx, order: Pick<Order, "cart_id">): Promise<CartItem[]> {
  return (await cartOf(db, order.cart_id)).items
}
