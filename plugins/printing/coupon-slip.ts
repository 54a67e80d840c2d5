import { formatDateLong, formatMoney } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { texts as sheetTexts } from "../tickets/print/sheet-texts.ts"
import type { Slip, SlipLine } from "./slip.ts"
import { texts } from "./texts.ts"

export interface Coupon {
  organisation: { name: string; timezone: string }
  order: { number: string; currency: string }
  /** The operations that gave the tickets up. */
  numbers: readonly number[]
  at: Date
  locale: Locale
  tickets: readonly {
    number: string
    eventTitle: string
    startsAt: Date
    timezone: string
    zone: string
    seat?: string | null
    tariff: string
    amount: number
  }[]
}

/** Never to be taken for a ticket: it says so in white on black, has no code, and no price that stands alone. */
export function couponSlip({ organisation, order, numbers, at, locale, tickets }: Coupon): Slip {
  const t = texts[locale].paper
  const reading = { locale, timeZone: organisation.timezone }
  const money = (cents: number) => formatMoney(cents, order.currency, locale)
  const lines: SlipLine[] = [
    { kind: "text", words: organisation.name, strong: true, centred: true },
    { kind: "rule" },
    ...numbers.map(
      (number): SlipLine => ({ kind: "text", words: sheetTexts[locale].operation(number), strong: true }),
    ),
    { kind: "pair", label: t.order, words: order.number },
    { kind: "pair", label: t.at, words: formatDateLong(at, reading) },
    { kind: "rule" },
    ...tickets.flatMap((ticket): SlipLine[] => [
      { kind: "text", words: t.cancelledTicket(ticket.number), strong: true },
      { kind: "text", words: ticket.eventTitle },
      {
        kind: "text",
        words: formatDateLong(ticket.startsAt, { locale, timeZone: ticket.timezone }),
        size: "small",
      },
      {
        kind: "text",
        words: [ticket.zone, ticket.seat, ticket.tariff, money(0 - ticket.amount)].filter(Boolean).join(", "),
        size: "small",
      },
    ]),
    { kind: "rule" },
    {
      kind: "pair",
      label: t.cancelledTotal,
      words: money(tickets.reduce((sum, { amount }) => sum - amount, 0)),
      strong: true,
    },
  ]
  return { marks: [t.cancellation, t.noTicket], lines, locale }
}
