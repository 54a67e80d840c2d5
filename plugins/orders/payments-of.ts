import type { Db } from "../../server/database.ts"
import type { Payment } from "./tables.ts"

/** The payments of an order, the newest first. */
export async function paymentsOf(db: Db, orderId: string): Promise<Payment[]> {
  return db.selectFrom("payments").selectAll().where("order_id", "=", orderId).orderBy("id", "desc").execute()
}
