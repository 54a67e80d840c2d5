import type { Locale } from "../../templates/locale.ts"
import type { Doing } from "../orders/tables.ts"

/** Where it was sold. */
export type Channel = Doing["channel"]

/** Everything that the printed tickets of one order say. Amounts are integer cents, times are UTC. */
export interface TicketSheet {
  organiser: {
    name: string
    /** Licence numbers of the organiser of shows (Code du travail, L. 7122-3 and following). */
    licences: string[]
    siret?: string | null
    address?: string | null
  }
  order: { number: string; purchasedAt: Date; channel?: Channel }
  locale: Locale
  tickets: PrintedTicket[]
  /** Plain text; a line break starts a new paragraph. About 3,500 characters find room. */
  conditions: string
  /** Colour of the organisation, "#a8123a"; used once on each ticket. */
  accent?: string | null
  /** Words of the organisation's own, where its layout has them. */
  message?: string | null
  /** Sold to practise: every page says that it is worth nothing. */
  training?: boolean
}

export interface PrintedTicket {
  number: string
  /** Of the books; null: there are none. */
  operation?: number | null
  /** What the QR holds. */
  code: string
  eventTitle: string
  eventSubtitle?: string | null
  startsAt: Date
  doorsAt?: Date | null
  /** IANA name of the venue's time zone, in which its dates are printed. */
  timezone: string
  venueName: string
  venueAddress?: string | null
  zoneName: string
  tariffName: string
  /** What the spectator must show for this tariff. */
  proof?: string | null
  amount: number
  /** ISO 4217. */
  currency: string
  seat?: { label: string } | null
  holderName?: string | null
  /** A reprint: the ticket says so. */
  duplicate?: boolean
}
