import type { Databases, Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Order, Payment } from "./tables.ts"
import { organisationOfToken } from "./tokens.ts"

/** The payment of a token, its order and their database. @throws 404 not_found */
export async function paymentByToken(
  databases: Databases,
  token: string,
): Promise<{ payment: Payment; order: Order; db: Db; organisationId: string }> {
  const organisationId = organisationOfToken(token)
  if (!organisationId) throw problem(404, "not_found")
  const db = databases.forOrganisation(organisationId)
  const payment = await db.selectFrom("payments").selectAll().where("token", "=", token).executeTakeFirst()
  if (!payment) throw problem(404, "not_found")
  const order = await db
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", payment.order_id)
    .executeTakeFirstOrThrow()
  return { payment, order, db, organisationId }
}
