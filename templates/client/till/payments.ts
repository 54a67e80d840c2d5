import type { TillMethod } from "../../till-screen.ts"

export interface Payment {
  method: string
  /** Cents, of what is owed. */
  amount: number
  reference?: string
  faceValue?: number
}

/** What somebody typed, in cents: "20", "20,5", "20.50". Null: no amount. */
export function centsOf(typed: string): number | null {
  const match = /^\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/.exec(typed)
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"))
}

export function leftToPay(total: number, payments: readonly Payment[]): number {
  return total - payments.reduce((sum, { amount }) => sum + amount, 0)
}

/** What one more payment pays, and the change to give: nothing typed pays what is left. */
export function take(
  method: Pick<TillMethod, "code" | "givesChange">,
  given: number | null,
  left: number,
  reference: string,
): { payment: Payment; change: number } {
  const amount = Math.min(given ?? left, left)
  const over = (given ?? left) - amount
  const payment: Payment = { method: method.code, amount }
  if (reference.trim()) payment.reference = reference.trim()
  if (over > 0 && !method.givesChange) payment.faceValue = given ?? amount
  return { payment, change: method.givesChange ? over : 0 }
}
