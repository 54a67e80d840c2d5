import { createHash } from "node:crypto"
import type { AgendaRecord } from "./agenda-records.ts"
import { fold, plainLine } from "./plain-text.ts"
import { type ImportedVenue, importLimits } from "./season-import.ts"

/**
 * The place of a record, or null when it names none. The reference comes from the name and the address, whatever
 * their case, accents, punctuation, postcode or trailing city: the same place has the same one in every export.
 */
export function agendaVenue(record: AgendaRecord, timezone: string): ImportedVenue | null {
  const line = (...names: string[]) => plainLine(record.field(...names).value, importLimits.address)
  const street = line("address_street")
  const address =
    line("address", "location_address", "location.address") ||
    [street, `${line("address_zipcode")} ${line("address_city")}`.trim()].filter(Boolean).join(", ")
  const name = line("placename", "location_name", "location.name", "address_name") || address
  if (!name) return null
  const city = line("city", "location_city", "location.city", "address_city")
  const shown = plainLine(name, importLimits.name)
  return { ref: venueRef(shown, address, city), name: shown, address: address || null, timezone }
}

export function slug(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-|-$/g, "")
}

function venueRef(name: string, address: string, cityField: string): string {
  const full = words(address)
    .replace(/ france$/, "")
    .replace(/ \d{5}$/, "")
  const city = withoutDistrict(words(cityField) || (/\b\d{5} (\D+)$/.exec(full)?.[1] ?? ""))
  const street = withoutCity(full, city).replace(/ \d{5}$/, "")
  const place = withoutCity(words(name), city)
  const key = [place, street, city].join("|")
  return `agenda-${slug(place) || "lieu"}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`
}

/** "rue X 75004 Paris 4e" is in the rue X; but a place called "Paris" keeps its name. */
function withoutCity(text: string, city: string): string {
  if (!city) return text
  const short = withoutDistrict(text)
  return short.endsWith(` ${city}`) ? short.slice(0, -city.length - 1) : text
}

/** "Paris 4e", "Paris-20E-Arrondissement" and "Paris 9ème" are Paris. */
function withoutDistrict(text: string): string {
  return text.replace(/(?<=[a-z]) \d{1,2}(?:er?|eme)?(?: arrondissement)?$/, "")
}

function words(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}
