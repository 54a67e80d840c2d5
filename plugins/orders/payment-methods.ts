import type { Organisation } from "../../server/access.ts"
import type { Db } from "../../server/database.ts"
import type { Localised } from "../catalogue/tables.ts"
import type { PaymentOutcome } from "./record-outcome.ts"
import type { Order, Payment } from "./tables.ts"

/** Where the person goes to pay, and what the provider calls the payment. */
export interface StartedPayment {
  redirectUrl: string
  reference: string
}

/**
 * A way to pay online. It starts a payment outside any transaction (another system answers), tells `recordOutcome`
 * what became of it, and gives money back when asked.
 */
export interface PaymentMethod {
  name: string
  /** As shown to who pays. */
  label: Required<Localised>
  /** The company that learns of the payment, when another than the organisation does: the legal page names it. */
  company?: string
  /** No money moves: the only kind there is where people practise. */
  trial?: boolean
  /** Offered nowhere else. */
  onlyTraining?: boolean
  /** How long an order waits for this payment, in seconds: its places are held that long. */
  waitSeconds: number
  /** Must answer the same for the same payment, however often it is asked. */
  start(payment: Payment, order: Order, urls: { done: string; cancelled: string }): Promise<StartedPayment>
  /** Asks what became of a started payment that nothing was heard of; undefined while that is not decided. */
  ask?(payment: Payment): Promise<PaymentOutcome | undefined>
  /** Gives the whole amount back, or this part of it in cents; must be safe to repeat with the same key. */
  refund(payment: Payment, db: Db, part?: { amount: number; key: string }): Promise<void>
}

export class PaymentMethods {
  readonly #methods = new Map<string, PaymentMethod>()

  add(method: PaymentMethod): void {
    this.#methods.set(method.name, method)
  }

  get(name: string): PaymentMethod | undefined {
    return this.#methods.get(name)
  }

  /** What the buyers of an organisation may choose from. */
  offered({ trainingOf }: Pick<Organisation, "trainingOf">): PaymentMethod[] {
    return [...this.#methods.values()].filter((method) => (trainingOf ? method.trial : !method.onlyTraining))
  }

  /** One of those. */
  offeredAs(name: string, organisation: Pick<Organisation, "trainingOf">): PaymentMethod | undefined {
    return this.offered(organisation).find((method) => method.name === name)
  }
}

declare module "fastify" {
  interface FastifyInstance {
    paymentMethods: PaymentMethods
  }
}
