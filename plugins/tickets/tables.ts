import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId, Timestamp } from "../../server/database.ts"
import type { Doing, PaymentDone } from "../orders/tables.ts"
import type { Layout, LayoutFormat } from "./layout/layout.ts"

export interface SigningKeyTable {
  organisation_id: string
  key_id: number
  /** Raw Ed25519, 32 bytes. */
  public_key: Buffer
  sealed_private_key: Buffer
  created_at: CreatedAt
  retired_at: Timestamp | null
}

/**
 * Never edited, never deleted: names, price and VAT rate are those of the sale. Its order, and where it stands there, change
 * when the order is split.
 */
export interface TicketTable {
  organisation_id: string
  id: GeneratedId
  order_id: string
  position: number
  /** Of the order it was sold with. */
  number: string
  performance_id: string
  zone_id: string
  tariff_id: string
  event_title: string
  zone_name: string
  tariff_name: string
  /** The numbered seat as it is said to people; null: free seating. */
  seat: string | null
  /** Cents. */
  amount: number
  /** Hundredths of a percent. */
  vat_rate: number
  key_id: number
  valid_from: Timestamp
  valid_until: Timestamp
  status: ColumnType<"valid" | "cancelled", "valid" | "cancelled" | undefined, "valid" | "cancelled">
  issued_at: CreatedAt
  /** How often it was printed again under a new code. */
  copy: ColumnType<number, number | undefined, number>
  reprinted_at: ColumnType<Date | null, Date | null | undefined, Date | null>
}
export type Ticket = Selectable<TicketTable>

/** Personal data: the printed tickets of an order. */
export interface TicketDocumentTable {
  organisation_id: string
  order_id: string
  pdf: Buffer
  made_at: CreatedAt
  /** Which state of the order's tickets it shows. */
  edition: ColumnType<number, number | undefined, number>
}

/** Why a ticket was given up, and by whom ("user:12"). */
export interface CancellationTable {
  organisation_id: string
  ticket_id: string
  order_id: string
  reason: string
  done_by: string
  at: CreatedAt
}

export interface TicketLayoutTable {
  organisation_id: string
  format: LayoutFormat
  layout: ColumnType<Layout, string, string>
  changed_at: Timestamp
}

export interface ReprintTable {
  organisation_id: string
  ticket_id: string
  copy: number
  reason: string
  done_by: string
  at: CreatedAt
}

/**
 * A ticket to be, whose code is given out before it is sold: see advance-tickets.ts. Once sold it is a row of `tickets` with
 * the same id.
 */
export interface AdvanceTicketTable {
  organisation_id: string
  ticket_id: string
  allotment_id: string
  performance_id: string
  zone_id: string
  /** The number of the order, if this is the first of its tickets. */
  order_number: string
  seat_id: string | null
  seat: string | null
  key_id: number
  valid_from: Timestamp
  valid_until: Timestamp
  given_at: CreatedAt
  voided_at: Timestamp | null
  /** The item of the cart that it was sold as. */
  cart_id: string | null
  position: number | null
}

/** Tickets given up for others of the same order, in one act. */
export interface ExchangeTable {
  organisation_id: string
  id: GeneratedId
  order_id: string
  given_up: string[]
  issued: string[]
  /** Cents: what the new ones cost more; negative: less. */
  difference: number
  reason: string
  done_by: string
  at: CreatedAt
}

/** Personal data: who a ticket is for. */
export interface TicketNameTable {
  organisation_id: string
  ticket_id: string
  name: string
  named_at: ColumnType<Date, Date | undefined, Date>
}

/** How often the tickets of an order changed in what is printed, otherwise than their own rows say. */
export interface TicketChangesTable {
  organisation_id: string
  order_id: string
  changes: number
}

declare module "../../server/database.ts" {
  interface Database {
    advance_tickets: AdvanceTicketTable
    exchanges: ExchangeTable
    ticket_names: TicketNameTable
    ticket_changes: TicketChangesTable
    signing_keys: SigningKeyTable
    tickets: TicketTable
    ticket_documents: TicketDocumentTable
    cancellations: CancellationTable
    reprints: ReprintTable
    ticket_layouts: TicketLayoutTable
  }
}

declare module "../../server/events.ts" {
  interface DomainEvents {
    /** Issued by a sale. The payments of the order that are paid by then are its payments. */
    "tickets.issued": { orderId: string; ticketIds: string[]; doing?: Doing }
    /** About to be given up, under their locks: who knows why not refuses by throwing. */
    "tickets.cancelling": { ticketIds: string[] }
    /** Given up, all of one order. What went back at once is in `payments`, negative; none: it is still owed. */
    "tickets.cancelled": { orderId: string; ticketIds: string[]; payments: PaymentDone[]; doing: Doing }
    /** Some given up for others, in one act, in place of "tickets.issued" and "tickets.cancelled". */
    "tickets.exchanged": {
      orderId: string
      cancelled: string[]
      issued: string[]
      payments: PaymentDone[]
      doing: Doing
    }
    /** Some became an order of their own; money does not move. `orderId` is the new order. */
    "tickets.split": { orderId: string; fromOrderId: string; ticketIds: string[]; doing: Doing }
    /** Printed again under a new code, the old one being refused from now on. Money does not move. */
    "tickets.reprinted": { orderId: string; ticketIds: string[]; doing: Doing }
  }
}
