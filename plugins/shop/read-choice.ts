import type { FormBody } from "../../server/form-reader.ts"
import type { FieldError } from "../../server/problem.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"
import type { texts } from "./texts.ts"

type Texts = (typeof texts)["fr"]

/** What a person chose on the page of places: how many at each price, as typed. */
export interface Choice {
  /** By price. */
  quantities: ReadonlyMap<string, number>
  errors: FieldError[]
}

export const fieldOf = (priceId: string) => `quantity[${priceId}]`

export function readChoice(body: Readonly<FormBody>, performance: ShopPerformance, t: Texts): Choice {
  const quantities = new Map<string, number>()
  const errors: FieldError[] = []
  for (const [name, value] of Object.entries(body)) {
    const [, priceId] = /^quantity\[(\d{1,18})\]$/.exec(name) ?? []
    if (!priceId) continue
    const typed = [value].flat().at(-1)?.trim() ?? ""
    if (!/^\d{0,4}$/.test(typed)) errors.push({ path: name, message: t.wholeNumber })
    else if (Number(typed) > 0) quantities.set(priceId, Number(typed))
  }
  if (quantities.size === 0 && errors.length === 0)
    errors.push({ path: fieldOf(firstPrice(performance)), message: t.chooseSome })
  return { quantities, errors }
}

/** Why the places could not be kept, at the fields of the zones that fall short. */
export function shortOf(
  performance: ShopPerformance,
  quantities: ReadonlyMap<string, number>,
  t: Texts,
): FieldError[] {
  const errors = performance.zones.flatMap((zone) => {
    const chosen = zone.prices.filter((price) => quantities.has(price.id))
    const wanted = chosen.reduce((sum, price) => sum + (quantities.get(price.id) ?? 0), 0)
    const [first] = chosen
    if (!first || zone.remaining === null || zone.remaining >= wanted) return []
    return [{ path: fieldOf(first.id), message: t.notEnough(zone.name, zone.remaining) }]
  })
  if (errors.length > 0) return errors
  return [{ path: fieldOf([...quantities.keys()][0] ?? firstPrice(performance)), message: t.gone }]
}

function firstPrice(performance: ShopPerformance): string {
  const open = performance.zones.find((zone) => zone.status !== "sold_out" && zone.prices.length > 0)
  return open?.prices[0]?.id ?? ""
}
