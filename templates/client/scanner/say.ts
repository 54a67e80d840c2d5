import type { DoorResult } from "../../components/door-answer.tsx"
import type { Checked } from "./check.ts"
import type { Door } from "./door.ts"
import type { Words } from "./words.ts"

/** The line under the word of an answer. */
export function lineOf(checked: Checked, door: Door, t: Words, locale: string): string {
  const { result, details, before, words } = checked
  const timeZone = door.book?.performance.timezone ?? "Europe/Paris"
  const time = (at: number | string) =>
    new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(new Date(at))
  const place = details ? [details.zone, details.seat, details.tariff].filter(Boolean).join(" · ") : ""
  switch (result) {
    case "admitted":
      if (!details) return checked.line?.reason ? t.handDone : (words ?? t.notListed)
      return [
        checked.people && details.places > 1 ? t.people(checked.people) : "",
        place,
        details.places > 1 && checked.left !== undefined ? t.left(checked.left) : "",
        details.message,
      ]
        .filter(Boolean)
        .join(" · ")
    case "exited":
      return place
    case "already_admitted":
      if (!before) return words ?? t.elsewhere
      return t.enteredAt(time(before.at)) + (before.gate ? t.byGate(before.gate) : "")
    case "cancelled":
      return t.ticketCancelled(details?.number ?? "")
    case "wrong_performance":
      return words ?? t.otherDate
    case "wrong_gate":
      return t.otherGate(details?.zone ?? "")
    case "not_valid_now": {
      const opens = door.book?.performance.opensAt
      return opens && door.now() < Date.parse(opens) ? t.doorsOpenAt(time(opens)) : t.isOver
    }
    case "not_checked":
      return t.needsNetwork
    default:
      return words || t.unknown
  }
}

export function resultOf({ result }: Checked): DoorResult {
  return result as DoorResult
}
