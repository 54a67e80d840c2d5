import { Type } from "typebox"
import type { Locale } from "../../templates/locale.ts"
import { answerLine } from "./answer-line.ts"
import type { Scanned } from "./presented.ts"
import { scanResults } from "./tables.ts"

export const Id = Type.String({ pattern: "^[1-9][0-9]{0,17}$" })

/** What is answered to a scan. */
export const ScanAnswer = Type.Object({
  result: Type.Enum([...scanResults]),
  admittedAt: Type.Optional(Type.String({ format: "date-time" })),
  gate: Type.Optional(Type.String({ description: "where it came in" })),
  people: Type.Optional(Type.Integer({ description: "how many this scan let in" })),
  placesLeft: Type.Optional(Type.Integer({ description: "how many more may come on a ticket for several" })),
  ticket: Type.Optional(
    Type.Object({
      number: Type.String(),
      event: Type.String(),
      zone: Type.String(),
      tariff: Type.String(),
      seat: Type.Optional(Type.String()),
      proof: Type.Optional(Type.String({ description: "what the tariff asks to be shown" })),
      message: Type.Optional(Type.String({ description: "what the door was told of this ticket" })),
    }),
  ),
  line: Type.String({ description: "what to show who scans, in the language of Accept-Language" }),
  show: Type.Union([Type.String(), Type.Null()], { description: "what they must ask to see" }),
})

export function scanAnswer(scanned: Scanned, locale: Locale) {
  const { result, admittedAt, gate, people, placesLeft, ticket } = scanned
  const several = ticket !== null && ticket.places > 1
  return {
    result,
    ...(admittedAt ? { admittedAt: admittedAt.toISOString() } : {}),
    ...(gate ? { gate } : {}),
    ...(several ? { people, placesLeft } : {}),
    ...(ticket ? { ticket: ticketAnswer(ticket) } : {}),
    ...answerLine(scanned, locale),
  }
}

function ticketAnswer({ number, event, zone, tariff, seat, proof, message }: NonNullable<Scanned["ticket"]>) {
  return {
    ...{ number, event, zone, tariff },
    ...(seat ? { seat } : {}),
    ...(proof ? { proof } : {}),
    ...(message ? { message } : {}),
  }
}
