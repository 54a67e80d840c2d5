import type { Config } from "../../server/config.ts"
import type { PaymentMethod } from "../orders/payment-methods.ts"
import { texts } from "./texts.ts"

export const sandbox = "sandbox"

export function sandboxMethod(config: Config): PaymentMethod {
  return {
    name: sandbox,
    label: { fr: texts.fr.label, en: texts.en.label },
    trial: true,
    onlyTraining: !config.paymentSandbox,
    waitSeconds: 900,
    async start(payment) {
      return {
        redirectUrl: `${config.publicUrl}/payments/sandbox/${payment.token}`,
        reference: payment.token,
      }
    },
    // No money came: none goes back.
    async refund() {},
  }
}
