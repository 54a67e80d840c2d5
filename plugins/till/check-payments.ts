import { problem } from "../../server/problem.ts"
import { methodNamed } from "./methods.ts"

/** One of the payments of a sale, as a request gives it. */
export interface GivenPayment {
  method: string
  /** Cents, of what is owed. */
  amount: number
  /** The number of a cheque or a voucher, an authorisation; why it is free. */
  reference?: string
  /** What the voucher says it is worth, when that is more than its amount. */
  faceValue?: number
}

/**
 * Whether these payments may be taken and pay the total. A free sale is free as a whole: its places then cost nothing, as
 * their tickets and the statements say.
 * @throws 422 payments_mismatch, invalid_request at the payment
 */
export function checkPayments(
  payments: readonly GivenPayment[],
  allowed: readonly string[],
  total: number,
): { free: boolean } {
  for (const [index, payment] of payments.entries()) {
    const refuse = (at: string, message: string) =>
      problem(422, "invalid_request", undefined, [{ path: `/payments/${index}/${at}`, message }])
    const method = methodNamed(payment.method)
    if (!method || !allowed.includes(payment.method))
      throw refuse("method", "is not accepted at the counters of this organisation")
    if (payment.amount === 0 && payment.method !== "free") throw refuse("amount", "must be at least 1")
    if (method.note === "required" && payment.amount > 0 && !payment.reference?.trim())
      throw refuse("reference", payment.method === "free" ? "must say why it is free" : "is required")
    if (payment.faceValue !== undefined && payment.faceValue < payment.amount)
      throw refuse("faceValue", "is less than the amount")
  }
  const given = payments.reduce((sum, payment) => sum + payment.amount, 0)
  if (given !== total)
    throw problem(422, "payments_mismatch", `The total is ${total}, and ${given} was given.`)
  const free = payments.some(({ method, amount }) => method === "free" && amount > 0)
  if (free && payments.some(({ method }) => method !== "free"))
    throw problem(422, "invalid_request", undefined, [
      { path: "/payments", message: "a sale is free as a whole: sell the free places apart" },
    ])
  return { free }
}
