import type { Config } from "../../server/config.ts"
import { doubt, type Finding, good } from "./finding.ts"

/** What the shop can be paid by. */
export async function* checkPayments({
  stripe,
  paymentSandbox,
  databaseUrl,
}: Config): AsyncGenerator<Finding> {
  if (stripe)
    yield /^[a-z]+_test_/.test(stripe.secretKey)
      ? doubt("Payment by Stripe is in test mode: no money moves.")
      : good("Payment by Stripe is configured.")
  if (paymentSandbox)
    yield databaseUrl
      ? doubt("The sandbox payment method is offered: anybody can have a paid order without paying.")
      : good("The sandbox payment method is offered, to try things out.")
  if (!stripe && !paymentSandbox)
    yield doubt("No payment method is configured: the shop sells free tickets only.")
}
