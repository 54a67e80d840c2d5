import type { Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { recordMovements } from "./record-movements.ts"
import { sessionTotals } from "./session-totals.ts"
import { useSession } from "./use-session.ts"

/**
 * Cash that is put into the drawer or taken out of it other than by a sale, and why. Answers what should be
 * there now, in cents.
 * @throws like useSession; 409 not_enough_cash
 */
export async function moveCash(
  trx: Trx,
  input: { sessionId: string; userId: string; direction: "in" | "out"; amount: number; reason: string },
): Promise<{ expected: number }> {
  const { id } = await useSession(trx, input.sessionId, input.userId, { alone: true })
  const amount = input.direction === "in" ? input.amount : -input.amount
  await recordMovements(trx, id, [
    { kind: input.direction, method: "cash", amount, note: input.reason.trim() },
  ])
  const { expected } = await sessionTotals(trx, id)
  if (amount < 0 && expected < 0) throw problem(409, "not_enough_cash")
  return { expected }
}
