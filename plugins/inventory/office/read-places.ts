import type { FormReader } from "../../../server/form-reader.ts"
import type { Stock } from "./read-stock.ts"
import type { texts } from "./texts.ts"
import { readSeats } from "./typed-seats.ts"

export interface TypedPlaces {
  zones: { zoneId: string; places: number }[]
  seats: string[]
}

/** Which form of a page asks: its fields have names of their own. */
export type PlacesForm = "new" | "add" | "move"

export const placesField = (form: PlacesForm, zoneId: string) => `${form}-places-${zoneId}`
export const seatsField = (form: PlacesForm, section: number) => `${form}-seats-${section}`

/** The places a form asks for: how many of each zone of free seating, which seats of each part of the hall. */
export function readPlaces(
  form: FormReader,
  which: PlacesForm,
  { zones, sections }: Pick<Stock, "zones" | "sections">,
  t: (typeof texts)["fr"],
  isFree: (seatId: string) => boolean,
): TypedPlaces {
  const asked: TypedPlaces = { zones: [], seats: [] }
  for (const { id, name, numbered } of zones) {
    if (numbered) continue
    const label = t.places(name)
    const places = form.whole(placesField(which, id), { label, min: 0, max: 10_000_000, optional: true })
    if (places) asked.zones.push({ zoneId: id, places })
  }
  sections.forEach((section, index) => {
    const name = seatsField(which, index)
    const text = form.paragraphs(name, { label: t.seats(section.section), max: 20_000, optional: true })
    const { ids, unknown, gone } = readSeats(text, section, isFree)
    if (unknown.length > 0) form.refuse(name, t.unknownSeats(unknown.join(", ")))
    else if (gone.length > 0) form.refuse(name, t.goneSeats(gone.join(", ")))
    asked.seats.push(...ids)
  })
  if (form.errors.length === 0 && asked.zones.length + asked.seats.length === 0) {
    const open = zones.find(({ numbered }) => !numbered)
    form.refuse(open ? placesField(which, open.id) : seatsField(which, 0), t.noPlaces)
  }
  return asked
}
