import type { Locale } from "../../templates/locale.ts"
import type { IssuedTicket } from "./read-tickets.ts"
import { texts } from "./texts.ts"

/** "2 places : Orchestre, C-12 ; Orchestre, C-13", or how many where seats have no numbers. */
export function saidPlaces(tickets: readonly Pick<IssuedTicket, "seat">[], locale: Locale): string {
  const t = texts[locale]
  const seats = tickets.flatMap(({ seat }) => seat ?? [])
  return seats.length > 0
    ? t.placesNamed(t.places(tickets.length), seats.join(" ; "))
    : t.places(tickets.length)
}
