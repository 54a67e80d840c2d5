import type { FormReader } from "../../server/form-reader.ts"
import type { Stock } from "../inventory/office/read-stock.ts"
import type { Wish } from "../inventory/wishes.ts"
import type { OptionInput } from "./options.ts"
import type { texts } from "./texts.ts"

type Texts = (typeof texts)["fr"]

export const quantityField = (priceId: string) => `price-${priceId}`

/** Who an option is for and how long it stands; what is wrong is said at its field. */
export function readDetails(
  form: FormReader,
  { timezone, endsAt }: { timezone: string; endsAt: Date | null },
  t: Texts,
): OptionInput | null {
  const name = form.line("name", { label: t.name, max: 200 })
  const email = form.line("email", { label: t.email, max: 254, optional: true })
  if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) form.refuse("email", t.wrongEmail)
  const phone = form.line("phone", { label: t.phone, max: 40, optional: true })
  const note = form.paragraphs("note", { label: t.note, max: 2000, optional: true })
  const until = form.localTime("until", timezone, { label: t.until })
  if (until && until.getTime() <= Date.now()) form.refuse("until", t.untilPast)
  else if (until && endsAt && until > endsAt) form.refuse("until", t.untilLate)
  if (form.errors.length > 0 || !until) return null
  return { name, email: email || null, phone: phone || null, note: note || null, until }
}

/** The places that are asked for: those of one zone with numbers sit together. */
export function readWishes(form: FormReader, { performance, zones }: Stock, t: Texts): Wish[] {
  const performanceId = performance.id
  const anywhere = form.typed("apart") === "on"
  const wishes = performance.zones.flatMap((zone): Wish[] => {
    const asked = zone.prices.flatMap(({ id, tariff }) => {
      const label = `${zone.name}, ${tariff}`
      const quantity = form.whole(quantityField(id), { label, min: 0, max: 1000, optional: true })
      return quantity ? [{ priceId: id, quantity }] : []
    })
    if (asked.length === 0) return []
    if (!zones.find(({ id }) => id === zone.id)?.numbered)
      return asked.map((one) => ({ performanceId, ...one }))
    const best = Object.fromEntries(asked.map(({ priceId, quantity }) => [priceId, quantity]))
    return [{ performanceId, zoneId: zone.id, best, ...(anywhere ? { anywhere } : {}) }]
  })
  const first = performance.zones.flatMap(({ prices }) => prices)[0]
  if (wishes.length === 0 && form.errors.length === 0)
    form.refuse(first ? quantityField(first.id) : "name", t.noPlaces)
  return wishes
}
