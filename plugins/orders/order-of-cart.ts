import type { Db } from "../../server/database.ts"
import { hashCartSecret } from "../inventory/cart-secret.ts"
import type { Order } from "./tables.ts"

/** The order that a cart became, for who has the cart's secret. */
export async function orderOfCart(
  db: Db,
  cart: { id: string; secret: string },
): Promise<Pick<Order, "id" | "token" | "status" | "number"> | undefined> {
  return db
    .selectFrom("orders")
    .innerJoin("carts", (join) =>
      join
        .onRef("carts.organisation_id", "=", "orders.organisation_id")
        .onRef("carts.id", "=", "orders.cart_id"),
    )
    .select(["orders.id", "orders.token", "orders.status", "orders.number"])
    .where("carts.id", "=", cart.id)
    .where("carts.secret_hash", "=", hashCartSecret(cart.secret))
    .executeTakeFirst()
}
