import type { Db } from "../../server/database.ts"
import type { Operations } from "../tickets/ticket-operations.ts"
import type { OperationContent } from "./operation.ts"

/** Which operation each ticket of an order comes from, and which gave it up: printed tickets and coupons say so. */
export async function ticketOperations(db: Db, orderId: string): Promise<Operations> {
  const lines = await db
    .selectFrom("ledger_lines")
    .select(["number", "content"])
    .where("chain", "=", "operations")
    .where("order_id", "=", orderId)
    .where("kind", "in", ["sale", "free_entry", "exchange", "reprint", "cancellation"])
    .orderBy("number")
    .execute()
  const issued = new Map<string, number>()
  const cancelled = new Map<string, number>()
  for (const { number, content } of lines)
    for (const { quantity, tickets } of (JSON.parse(content) as OperationContent).lines)
      for (const ticket of tickets) (quantity < 0 ? cancelled : issued).set(ticket, Number(number))
  return { issued, cancelled }
}
