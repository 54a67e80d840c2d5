import type { OpenTill, TillConfig } from "../../../till-screen.ts"
import type { Line, Performance } from "../basket.ts"
import type { Payment } from "../payments.ts"
import type { Kept, KeptPlace, KeptPrice, KeptReserve, OwnSale } from "./kept.ts"
import { addSale, randomName } from "./store.ts"

export const keptKey = (config: Pick<TillConfig, "api">, session: Pick<OpenTill, "id">) =>
  `kept ${config.api} ${session.id}` as const

/** What is kept and not sold, as the till lists what it sells. */
export function keptPerformances(
  kept: Kept | null,
  sold: ReadonlySet<string>,
  locale: TillConfig["locale"],
): Performance[] {
  return (kept?.reserves ?? [])
    .filter(({ performance }) => Date.parse(performance.endsAt) > Date.now())
    .map(({ performance, zones, places }) => {
      const left = (zoneId: string) =>
        places.filter((place) => place.zoneId === zoneId && !sold.has(place.ticketId)).length
      const listed = zones.map(({ id, name, prices }) => ({ id, name, prices, left: left(id) }))
      const all = listed.reduce((sum, zone) => sum + zone.left, 0)
      const { id, venue, timezone, startsAt, seated, title } = performance
      return {
        ...{ id, venue, timezone, startsAt, seated, zones: listed },
        title: title[locale] ?? title.fr ?? title.en ?? "",
        ...{ capacity: Math.max(places.length, 1), taken: places.length - all },
      }
    })
}

interface Chosen {
  reserve: KeptReserve
  zone: KeptReserve["zones"][number]
  price: KeptPrice
  place: KeptPlace
}

/**
 * Sells a basket from what this till keeps: kept on the disk before anybody gets a ticket. Seats are the next ones that are kept,
 * side by side where they are. Undefined when there are not so many.
 */
export function sellKept(
  config: TillConfig,
  session: OpenTill,
  sale: { lines: readonly Line[]; payments: readonly Payment[]; instead: string | undefined },
): Promise<OwnSale | undefined> {
  return addSale(keptKey(config, session), config.api, (kept, sold, number) => {
    const chosen = choose(kept, sold, sale.lines)
    const first = chosen?.[0]
    if (!chosen || !first) return undefined
    const order = first.place.orderNumber
    const total = sale.payments.some(({ method }) => method === "free")
      ? 0
      : chosen.reduce((sum, { price }) => sum + price.amount, 0)
    return {
      ...{ id: randomName(), number, api: config.api, till: session.till, at: Date.now(), sent: 0 },
      sessionId: session.id,
      lines: chosen.map(({ place, price }) => ({
        ...{ ticketId: place.ticketId, priceId: price.id, amount: price.amount, seal: price.seal },
      })),
      payments: sale.payments.map((payment) => ({ ...payment })),
      ...(sale.instead ? { instead: sale.instead } : {}),
      total,
      tickets: chosen.map(({ reserve: { performance }, zone, place, price }, index) => ({
        ...{ code: place.code, number: `${order}-${index + 1}`, zone: zone.name, seat: place.seat },
        title: performance.title[config.locale] ?? performance.title.fr ?? performance.title.en ?? "",
        ...{ venue: performance.venue, address: performance.address, timezone: performance.timezone },
        ...{ startsAt: performance.startsAt, doorsAt: performance.doorsAt },
        ...{ tariff: price.tariff, proof: price.proof, amount: total === 0 ? 0 : price.amount },
      })),
      paper: kept.paper,
    }
  })
}

function choose(kept: Kept, sold: ReadonlySet<string>, lines: readonly Line[]): Chosen[] | undefined {
  const used = new Set(sold)
  const chosen: Chosen[] = []
  for (const { performance, zone, price, quantity } of lines) {
    const reserve = kept.reserves.find((one) => one.performance.id === performance.id)
    const ownZone = reserve?.zones.find(({ id }) => id === zone.id)
    // The price as it was last read here, which is sealed.
    const ownPrice = ownZone?.prices.find(({ id }) => id === price.id)
    const free = reserve?.places.filter((one) => one.zoneId === zone.id && !used.has(one.ticketId)) ?? []
    if (!reserve || !ownZone || !ownPrice || ownPrice.amount !== price.amount || free.length < quantity)
      return undefined
    for (const place of free.slice(0, quantity)) {
      used.add(place.ticketId)
      chosen.push({ reserve, zone: ownZone, price: ownPrice, place })
    }
  }
  return chosen
}
