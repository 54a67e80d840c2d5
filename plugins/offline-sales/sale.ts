import type { GivenPayment } from "../till/check-payments.ts"
import type { Remark } from "./tables.ts"

/** A sale as the device that made it tells it. */
export interface OfflineSale {
  /** Made by the device: the same again is the same sale. */
  id: string
  /** Of the device, as printed. */
  number: number
  /** By the server's clock, as far as is known. */
  soldAt: Date
  sessionId: string
  lines: readonly { ticketId: string; priceId: string; amount: number; seal: string }[]
  payments: readonly GivenPayment[]
  /** The idempotency key of a sale that was tried online before, and whose answer was not heard. */
  instead?: string | undefined
}

/** It is no sale as it was sent. It is kept all the same. */
export class NoSale extends Error {
  readonly remark: Remark
  constructor(remark: Remark) {
    super(remark)
    this.remark = remark
  }
}
