import { formatDateLong, formatDayLong, formatMoney, formatTime, sentence } from "../../templates/format.ts"
import { clean } from "./print/set-text.ts"
import { texts } from "./print/sheet-texts.ts"
import type { PrintedTicket, TicketSheet } from "./ticket-sheet.ts"

/** Everything that a ticket may say, one thing each, in the order in which it usually says it. */
export const fieldNames = [
  "organiser",
  "licences",
  "title",
  "subtitle",
  "date",
  "time",
  "doors",
  "venue",
  "venueAddress",
  "zone",
  "seat",
  "tariff",
  "proof",
  "price",
  "code",
  "number",
  "operation",
  "sale",
  "order",
  "holder",
  "siret",
  "organiserAddress",
  "conditions",
  "message",
] as const
export type FieldName = (typeof fieldNames)[number]

/**
 * What the law wants on each ticket (CGI annexe IV 50 sexies B III, cahier des charges III.2, Code du travail D7122-25), and
 * the code, without which nobody comes in.
 */
export const mandatoryFields: ReadonlySet<FieldName> = new Set([
  ...([
    "organiser",
    "licences",
    "title",
    "date",
    "time",
    "venue",
    "zone",
    "seat",
    "tariff",
    "price",
  ] as const),
  ...(["code", "number", "operation", "sale"] as const),
])

export interface SaidField {
  /** "Catégorie"; null: the words speak for themselves. */
  label: string | null
  words: string
}

/** A thing said of a ticket; undefined: there is nothing to say, as of the seat where seating is free. */
export function sayField(name: FieldName, sheet: TicketSheet, ticket: PrintedTicket): SaidField | undefined {
  const said = fields[name](sheet, ticket)
  const words = said && (name === "code" || name === "conditions" ? said.words : clean(said.words))
  return words ? { label: said.label ?? null, words } : undefined
}

type Say = (sheet: TicketSheet, ticket: PrintedTicket) => { label?: string | null; words: string } | undefined

const fields: Record<FieldName, Say> = {
  organiser: ({ organiser }) => ({ words: organiser.name }),
  licences: ({ organiser: { licences }, locale }) =>
    licences.length > 0 ? { words: texts[locale].licences(licences.length, licences.join(", ")) } : undefined,
  title: (_, { eventTitle }) => ({ words: eventTitle }),
  subtitle: (_, { eventSubtitle }) => ({ words: eventSubtitle ?? "" }),
  date: ({ locale }, { startsAt, timezone }) => ({
    words: sentence(formatDayLong(startsAt, { locale, timeZone: timezone })),
  }),
  time: ({ locale }, { startsAt, timezone }) => ({
    words: sentence(formatTime(startsAt, { locale, timeZone: timezone })),
  }),
  doors: ({ locale }, { doorsAt, timezone }) =>
    doorsAt
      ? { words: sentence(texts[locale].doors(formatTime(doorsAt, { locale, timeZone: timezone }))) }
      : undefined,
  venue: (_, { venueName }) => ({ words: venueName }),
  venueAddress: (_, { venueAddress }) => ({ words: venueAddress ?? "" }),
  zone: ({ locale }, { zoneName }) => ({ label: texts[locale].zone, words: zoneName }),
  seat: ({ locale }, { seat }) => ({ label: texts[locale].seat, words: seat?.label ?? "" }),
  tariff: ({ locale }, { tariffName }) => ({ label: texts[locale].tariff, words: tariffName }),
  proof: ({ locale }, { proof }) => (proof ? { words: texts[locale].proof(proof) } : undefined),
  price: ({ locale }, { amount, currency }) => ({
    label: texts[locale].price,
    words: amount === 0 ? texts[locale].free : formatMoney(amount, currency, locale),
  }),
  code: (_, { code }) => ({ words: code }),
  number: ({ locale }, { number }) => ({ words: texts[locale].ticketNumber(number) }),
  operation: ({ locale }, { operation }) =>
    operation ? { words: texts[locale].operation(operation) } : undefined,
  sale: ({ locale, order }, { timezone }) => {
    const time = formatDateLong(order.purchasedAt, { locale, timeZone: timezone })
    return { words: texts[locale].soldOn(time, texts[locale].soldBy[order.channel ?? "online"]) }
  },
  order: ({ locale, order }) => ({ label: texts[locale].orderNumber, words: order.number }),
  holder: ({ locale }, { holderName }) =>
    holderName ? { words: texts[locale].holder(holderName) } : undefined,
  siret: ({ locale, organiser }) =>
    organiser.siret ? { words: `${texts[locale].siret} ${organiser.siret}` } : undefined,
  organiserAddress: ({ organiser }) => ({ words: organiser.address ?? "" }),
  conditions: ({ conditions }) => ({ words: conditions }),
  message: ({ message }) => ({ words: message ?? "" }),
}
