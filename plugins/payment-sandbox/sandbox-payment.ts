import type { Databases } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { paymentByToken } from "../orders/payment-by-token.ts"
import { sandbox } from "./method.ts"

/** A payment of this method by its token. @throws 404 not_found, for those of other methods too */
export async function sandboxPayment(databases: Databases, token: string) {
  const found = await paymentByToken(databases, token)
  if (found.payment.method !== sandbox) throw problem(404, "not_found")
  return found
}
