import { formatDate, formatTime, isoDay } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import type { Scanned } from "./presented.ts"
import { texts } from "./texts.ts"

/** What the person at the door reads under the word of the answer, in one line; and what they must ask to see. */
export function answerLine(
  scanned: Scanned,
  locale: Locale,
  now = new Date(),
): { line: string; show: string | null } {
  const { ticket } = scanned
  const show = scanned.result === "admitted" && ticket?.proof ? texts[locale].proof(ticket.proof) : null
  return { line: lineOf(scanned, locale, now), show }
}

function lineOf(scanned: Scanned, locale: Locale, now: Date): string {
  const t = texts[locale]
  const { result, ticket, timezone: timeZone } = scanned
  if (!ticket) return t.unknown
  const reading = { locale, timeZone, now }
  switch (result) {
    case "admitted":
      return [
        scanned.people > 1 ? t.people(scanned.people) : null,
        t.place([ticket.zone, ticket.seat].filter(Boolean).join(" · "), ticket.tariff),
        ticket.places > 1 ? t.placesLeft(scanned.placesLeft) : null,
        ticket.message,
      ]
        .filter(Boolean)
        .join(" · ")
    case "exited":
      return t.place(ticket.zone, ticket.tariff)
    case "wrong_gate":
      return t.otherGate(ticket.zone)
    case "already_admitted":
      return enteredWhen(scanned, locale, now) + (scanned.gate ? t.byGate(scanned.gate) : "")
    case "cancelled":
      return t.ticketCancelled(ticket.number)
    case "wrong_performance":
      return t.ticketIsFor(
        ticket.event,
        formatDate(ticket.startsAt, { ...reading, timeZone: ticket.timezone }),
      )
    case "not_valid_now":
      return now < scanned.opensAt
        ? t.doorsOpenAt(formatDate(scanned.opensAt, reading))
        : t.isOver(formatDate(scanned.closesAt, reading))
    default:
      return t.unknown
  }
}

function enteredWhen({ admittedAt, timezone: timeZone }: Scanned, locale: Locale, now: Date): string {
  if (!admittedAt) return ""
  const reading = { locale, timeZone, now }
  return isoDay(admittedAt, timeZone) === isoDay(now, timeZone)
    ? texts[locale].enteredAt(formatTime(admittedAt, reading))
    : texts[locale].enteredOn(formatDate(admittedAt, reading))
}
