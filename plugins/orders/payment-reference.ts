import type { Db } from "../../server/database.ts"
import type { Payment } from "./tables.ts"

/** Remembers what the provider calls a payment. False when it is called something already: the first name counts. */
export async function rememberReference(db: Db, payment: Payment, reference: string): Promise<boolean> {
  const row = await db
    .updateTable("payments")
    .set({ reference })
    .where("id", "=", payment.id)
    .where("reference", "is", null)
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** What was paid is what can be given back, even where the answer that would have named it was lost. */
export async function correctReference(db: Db, payment: Payment, reference: string): Promise<void> {
  if (payment.status !== "pending" || payment.reference === reference) return
  await db
    .updateTable("payments")
    .set({ reference })
    .where("id", "=", payment.id)
    .where("status", "=", "pending")
    .execute()
}
