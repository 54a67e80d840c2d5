/** What an operation of the books is about: docs/books.md describes each field to those who read them outside. */

export type OperationKind =
  | "sale"
  /** A sale in which nothing is to be paid. */
  | "free_entry"
  | "cancellation"
  | "exchange"
  | "reprint"
  /** Tickets became an order of their own. Nothing is sold, and no money moves. */
  | "split"
  /** Money that came later than the sale, or for no ticket. */
  | "payment"
  /** Money that went back later than the cancellation. */
  | "refund"
  /** Somebody came in. */
  | "entry"

/** Tickets of one price: quantities are negative where they are given up. Amounts in cents, tax included in `unit`. */
export interface OperationLine {
  performance: string
  title: string
  starts: string
  venue: string
  zone: string
  tariff: string
  quantity: number
  unit: number
  /** Hundredths of a percent; 0 where the organisation owes no VAT. */
  rate: number
  gross: number
  net: number
  vat: number
  tickets: string[]
}

export interface OperationPayment {
  id: string | null
  method: string
  amount: number
}

export interface OperationContent {
  channel: string
  by: string | null
  tillSession: string | null
  /** Sold without a network: when, by the clock of the till. */
  offline: string | null
  /** The number of the operation that sold the order, or that made it by a split. */
  of: number | null
  lines: OperationLine[]
  payments: OperationPayment[]
}
