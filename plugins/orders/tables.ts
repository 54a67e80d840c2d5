import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"
import type { Locale } from "../../templates/locale.ts"

export type OrderStatus = "pending" | "paid" | "cancelled" | "expired"

/** Personal data: who ordered. The lines are the items of its cart. */
export interface OrderTable {
  organisation_id: string
  id: GeneratedId
  /** What people say on the phone: "7K3M-92QX". */
  number: string
  /** Opens the order's page: as good as a password. */
  token: string
  cart_id: string
  status: OrderStatus
  /** Cents. */
  total: number
  currency: string
  locale: Locale
  /** Null, and names empty: sold at the counter to somebody who did not say who they are. */
  email: string | null
  first_name: string
  last_name: string
  phone: string | null
  marketing_consent: ColumnType<boolean, boolean | undefined, boolean>
  channel: ColumnType<Doing["channel"], Doing["channel"] | undefined, Doing["channel"]>
  created_at: CreatedAt
  paid_at: Timestamp | null
  /** When it was sold, where that was without a network: the server heard of it later. */
  offline_at: ColumnType<Date | null, Date | null | undefined, never>
}
export type Order = Selectable<OrderTable>

/** "to_refund": the money came, the places were gone; "refunded" once it went back. */
export type PaymentStatus = "pending" | "paid" | "refused" | "to_refund" | "refunded"

export interface PaymentTable {
  organisation_id: string
  id: GeneratedId
  token: string
  order_id: string
  method: string
  /** Cents. */
  amount: number
  currency: string
  status: PaymentStatus
  /** What the provider calls it. */
  reference: string | null
  /** What was noted of it at the counter: the number of a cheque or a voucher. */
  note: ColumnType<string | null, string | null | undefined, string | null>
  created_at: CreatedAt
  paid_at: Timestamp | null
  refunded_at: Timestamp | null
}
export type Payment = Selectable<PaymentTable>

/** "owed": to be given back by whoever may; "asked": the provider is being asked. */
export type RefundStatus = "owed" | "asked" | "done"

/** Money that goes back for what was cancelled. */
export interface RefundTable {
  organisation_id: string
  id: GeneratedId
  order_id: string
  /** The online payment it is taken from. */
  payment_id: string | null
  method: string
  /** Cents, positive. */
  amount: number
  currency: string
  status: RefundStatus
  reason: string
  created_at: CreatedAt
  done_at: Timestamp | null
}
export type Refund = Selectable<RefundTable>

/** An order that tickets of another one became. No money moved: what they were paid by is with `paid_order_id`. */
export interface SplitTable {
  organisation_id: string
  order_id: string
  from_order_id: string
  /** The first of all, where several splits followed each other. */
  paid_order_id: string
  tickets: string[]
  /** Cents: what its tickets cost. */
  amount: number
  reason: string
  done_by: string
  at: CreatedAt
}

declare module "../../server/database.ts" {
  interface Database {
    orders: OrderTable
    payments: PaymentTable
    refunds: RefundTable
    splits: SplitTable
  }
}

/** Where something was sold or given back, and by whom: what the books keep beside tickets and payments. */
export interface Doing {
  channel: "online" | "till" | "office" | "door"
  /** "user:12" or "device:3"; never a name. Unset: the buyer. */
  by?: string
  tillSessionId?: string
  /** Sold without a network, at this time by the clock of the till: its tickets were given out in advance. */
  offlineAt?: Date
}

/** Money that came, or with a negative amount went back. */
export interface PaymentDone {
  /** Its row in `payments`, where it has one. */
  id?: string
  /** "cash", "card", "cheque", "voucher", "transfer", or an online method. */
  method: string
  /** Cents. */
  amount: number
}

declare module "../../server/events.ts" {
  interface DomainEvents {
    /** An order is paid for good: its places are its own. */
    "order.paid": { orderId: string; cartId: string; doing?: Doing }
    /** A payment came for an order whose places had gone: the money goes back. */
    "payment.unserved": { orderId: string; paymentId: string; doing?: Doing }
    /** Money came for an order otherwise than by its sale: what was owed is paid. */
    "payment.recorded": { orderId: string; payments: PaymentDone[]; doing: Doing }
    /** Money went back otherwise than by a cancellation: amounts are negative. */
    "payment.refunded": { orderId: string; payments: PaymentDone[]; doing: Doing }
  }
}
