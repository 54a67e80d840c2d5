import { DateTime } from "luxon"
import { type FormBody, FormReader, typedMoney } from "../../../server/form-reader.ts"
import type { FieldError } from "../../../server/problem.ts"
import { isoLocal } from "../../../templates/format.ts"
import type { Locale } from "../../../templates/locale.ts"
import type { ZoneInput } from "../schemas.ts"
import { endOfPerformance } from "./end-of-performance.ts"
import type { PerformanceInContext } from "./get-performance.ts"
import type { PerformanceInput } from "./performance.ts"
import { texts } from "./texts.ts"

export interface ZoneRow {
  id: string
  name: string
  capacity: string
  /** By column of the form's tariffs. */
  prices: string[]
}

/** What the form holds, as typed. Times are local to the venue. */
export interface PerformanceValues {
  venueId: string
  startsAt: string
  endsAt: string
  doorsAt: string
  onSaleFrom: string
  onSaleUntil: string
  maxPerOrder: string
  /** Of the seating plan; empty: free seating. */
  seatingVersionId: string
  /** Ids of the tariffs that are columns. */
  tariffs: string[]
  zones: ZoneRow[]
}

export const timeNames = ["startsAt", "endsAt", "doorsAt", "onSaleFrom", "onSaleUntil"] as const
const mostRows = 200
const mostColumns = 40

/** The form of a performance that exists; an end that follows from the duration is left empty. */
export function valuesOf(
  performance: PerformanceInContext,
  locale: Locale,
  currency: string,
): PerformanceValues {
  const { startsAt, endsAt, event, venue, zones } = performance
  const local = (at: Date | null) => (at ? isoLocal(at, venue.timezone) : "")
  const computed = endOfPerformance(startsAt, null, event.durationMinutes)
  const tariffs = [...new Set(zones.flatMap((zone) => zone.prices.map((price) => price.tariffId)))]
  return {
    venueId: performance.venueId,
    startsAt: local(startsAt),
    endsAt: endsAt.getTime() === computed.getTime() ? "" : local(endsAt),
    doorsAt: local(performance.doorsAt),
    onSaleFrom: local(performance.onSaleFrom),
    onSaleUntil: local(performance.onSaleUntil),
    maxPerOrder: String(performance.maxPerOrder),
    seatingVersionId: performance.seatingVersionId ?? "",
    tariffs,
    zones: zones.map((zone) => ({
      id: zone.id,
      name: zone.name,
      capacity: String(zone.capacity),
      prices: tariffs.map((tariff) => {
        const price = zone.prices.find(({ tariffId }) => tariffId === tariff)
        return price ? typedMoney(price.amount, currency, locale) : ""
      }),
    })),
  }
}

/**
 * A new performance like the one before it, without its times; or an empty one. Prices of another event are left out:
 * they would go on sale unseen.
 */
export function newValues(
  like: PerformanceInContext | null,
  { eventId, tariffs }: { eventId: string; tariffs: readonly string[] },
  locale: Locale,
  currency: string,
): PerformanceValues {
  const times = { startsAt: "", endsAt: "", doorsAt: "", onSaleFrom: "", onSaleUntil: "" }
  if (!like) {
    const zone = { id: "", name: texts[locale].generalZone, capacity: "", prices: tariffs.map(() => "") }
    return {
      venueId: "",
      ...times,
      maxPerOrder: "10",
      seatingVersionId: "",
      tariffs: [...tariffs],
      zones: [zone],
    }
  }
  const values = valuesOf(like, locale, currency)
  const same = like.event.id === eventId
  const zones = values.zones.map((zone) => ({
    ...zone,
    id: "",
    prices: same ? zone.prices : zone.prices.map(() => ""),
  }))
  return { ...values, ...times, zones }
}

/** What was typed, whatever it is. */
export function typedValues(body: FormBody): PerformanceValues {
  const form = new FormReader(body, "fr")
  const count = (name: (index: number) => string, most: number) => {
    let index = 0
    while (index < most && Object.hasOwn(body, name(index))) index++
    return Array.from({ length: index }, (_, at) => at)
  }
  const columns = count((at) => `tariffs/${at}`, mostColumns)
  return {
    venueId: form.typed("venueId"),
    startsAt: form.typed("startsAt"),
    endsAt: form.typed("endsAt"),
    doorsAt: form.typed("doorsAt"),
    onSaleFrom: form.typed("onSaleFrom"),
    onSaleUntil: form.typed("onSaleUntil"),
    maxPerOrder: form.typed("maxPerOrder"),
    seatingVersionId: form.typed("seatingVersionId"),
    tariffs: columns.map((at) => form.typed(`tariffs/${at}`)),
    zones: count((at) => `zones/${at}/name`, mostRows).map((row) => ({
      id: form.typed(`zones/${row}/id`),
      name: form.typed(`zones/${row}/name`),
      capacity: form.typed(`zones/${row}/capacity`),
      prices: columns.map((at) => form.typed(`zones/${row}/prices/${at}`)),
    })),
  }
}

/** The same form with the categories of the seating plan for its lines; prices stay where the name is the same. */
export function withCategories(
  values: PerformanceValues,
  categories: readonly { name: string; seats: number }[],
): PerformanceValues {
  const known = new Map(values.zones.map((zone) => [zone.name, zone]))
  return {
    ...values,
    zones: categories.slice(0, mostRows).map(({ name, seats }) => ({
      id: known.get(name)?.id ?? "",
      name,
      capacity: String(seats),
      prices: known.get(name)?.prices ?? values.tariffs.map(() => ""),
    })),
  }
}

/** The same form with one more line, or one more tariff. */
export function withMore(values: PerformanceValues, more: string, tariffId: string): PerformanceValues {
  const blank = { id: "", name: "", capacity: "", prices: values.tariffs.map(() => "") }
  if (more === "zone") return { ...values, zones: [...values.zones, blank].slice(0, mostRows) }
  if (more !== "tariff" || values.tariffs.includes(tariffId) || !/^[1-9]\d{0,17}$/.test(tariffId))
    return values
  return {
    ...values,
    tariffs: [...values.tariffs, tariffId].slice(0, mostColumns),
    zones: values.zones.map((zone) => ({ ...zone, prices: [...zone.prices, ""] })),
  }
}

export interface PerformanceReading {
  performance: Omit<PerformanceInput, "eventId">
  errors: FieldError[]
  /** The line of the form that each zone of the input comes from. */
  rows: number[]
}

/** What the form says, or what is wrong with it. */
export function readPerformanceForm(
  body: FormBody,
  context: { locale: Locale; currency: string; timezone: string; tariffNames: Map<string, string> },
): PerformanceReading {
  const { locale, currency, timezone, tariffNames } = context
  const t = texts[locale]
  const form = new FormReader(body, locale)
  const typed = typedValues(body)
  const id = /^[1-9]\d{0,17}$/.test(typed.venueId) ? typed.venueId : ""
  if (!id) form.refuse("venueId", t.chooseVenue)
  const time = (name: (typeof timeNames)[number]) =>
    form.localTime(name, timezone, { label: t[name], optional: name !== "startsAt" })
  const times = {
    startsAt: time("startsAt") ?? DateTime.utc().toJSDate(),
    endsAt: time("endsAt"),
    doorsAt: time("doorsAt"),
    onSaleFrom: time("onSaleFrom"),
    onSaleUntil: time("onSaleUntil"),
  }
  const maxPerOrder = form.whole("maxPerOrder", { label: t.maxPerOrder, min: 1, max: 1000 }) ?? 10

  const seatingVersionId = /^[1-9]\d{0,17}$/.test(typed.seatingVersionId) ? typed.seatingVersionId : null
  const filled = typed.zones.flatMap((zone, row) =>
    [zone.name, zone.capacity, ...zone.prices].some((text) => text.trim() !== "") ? [row] : [],
  )
  const zones = filled.map((row): ZoneInput => {
    const path = `zones/${row}`
    const name = form.line(`${path}/name`, { label: t.zoneOf(row + 1), max: 200 })
    const known = /^[1-9]\d{0,17}$/.test(typed.zones[row]?.id ?? "") ? typed.zones[row]?.id : undefined
    return {
      ...(known ? { id: known } : {}),
      name,
      capacity:
        form.whole(`${path}/capacity`, {
          label: t.capacityOf(name || t.row(row + 1)),
          min: 0,
          max: 1_000_000,
          optional: seatingVersionId !== null,
        }) ?? 0,
      prices: typed.tariffs.flatMap((tariffId, column) => {
        const label = t.priceOf(name || t.row(row + 1), tariffNames.get(tariffId) ?? "")
        const max = 99_999_999
        const amount = form.money(`${path}/prices/${column}`, { label, currency, max, optional: true })
        return amount === null || !tariffNames.has(tariffId) ? [] : [{ tariffId, amount }]
      }),
    }
  })
  if (zones.length === 0) form.refuse("zones/0/name", t.noZone)
  return {
    performance: { venueId: id, ...times, maxPerOrder, seatingVersionId, zones },
    errors: form.errors,
    rows: filled,
  }
}

/** Errors of the operation, led back to the lines of the form. */
export function atRows(errors: readonly FieldError[], rows: readonly number[]): FieldError[] {
  return errors.map(({ path, message }) => ({
    message,
    path: path.replace(/^\/zones\/(\d+)/, (_, index) => `/zones/${rows[Number(index)] ?? index}`),
  }))
}
