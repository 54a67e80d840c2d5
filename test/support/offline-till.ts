import { randomBytes } from "node:crypto"
import type { App } from "../../server/plugin.ts"
import type { TestApp } from "../harness.ts"
import { counter } from "./till.ts"

type Person = Parameters<TestApp["as"]>[0]

export interface Reserve {
  id: string
  performance: { id: string; seated: boolean }
  zones: {
    id: string
    wanted: number
    prices: { id: string; tariff: string; amount: number; seal: string }[]
  }[]
  places: {
    ticketId: string
    zoneId: string
    seatId: string | null
    seat: string | null
    orderNumber: string
    code?: string
    lookup?: string
    proof?: string
  }[]
}

export interface Sent {
  id: string
  state: "recorded" | "moved" | "unplaced" | "refused"
  repeated: boolean
  remarks: { code: string; words: string }[]
  order: { id: string; number: string; total: number; token?: string } | null
}

export interface MadeSale {
  id: string
  number: number
  at: string
  tillSessionId: string
  lines: { ticketId: string; priceId: string; amount: number; seal: string }[]
  payments: { method: string; amount: number; reference?: string }[]
  instead?: string
}

export const newHolder = () => randomBytes(16).toString("hex")

/** A till that keeps places and sells without a network, as a client that knows the contract does. */
export function offlineTill(test: Pick<TestApp, "as"> & { app: App }, person: Person = "boxOffice") {
  const desk = counter(test, person)
  const holder = newHolder()
  let number = 0
  return {
    ...desk,
    holder,
    keep: (tillSessionId: string, performanceId: string, zones: Record<string, number>, more: object = {}) =>
      desk.post("offline-reserves", {
        ...{ tillSessionId, performanceId, holder },
        zones: Object.entries(zones).map(([zoneId, places]) => ({ zoneId, places })),
        ...more,
      }),
    async kept(
      tillSessionId: string,
      performanceId: string,
      zones: Record<string, number>,
    ): Promise<Reserve> {
      const answer = await this.keep(tillSessionId, performanceId, zones)
      if (answer.statusCode !== 200) throw new Error(answer.body)
      const found = answer
        .json<{ data: Reserve[] }>()
        .data.find(({ performance }) => performance.id === performanceId)
      if (!found) throw new Error(answer.body)
      return found
    },
    reserves: async (tillSessionId: string) =>
      (await desk.get(`offline-reserves?tillSessionId=${tillSessionId}&holder=${holder}`)).json<{
        data: Reserve[]
      }>().data,
    /** So many places of a reserve, the first that are left, in cash unless told otherwise. */
    sale(
      tillSessionId: string,
      reserve: Reserve,
      places: readonly Reserve["places"][number][],
      { tariff = "Plein tarif", ...more }: { tariff?: string } & Partial<MadeSale> = {},
    ): MadeSale {
      const lines = places.map(({ ticketId, zoneId }) => {
        const price = reserve.zones
          .find((zone) => zone.id === zoneId)
          ?.prices.find((one) => one.tariff === tariff)
        if (!price) throw new Error(`no ${tariff}`)
        return { ticketId, priceId: price.id, amount: price.amount, seal: price.seal }
      })
      const total = lines.reduce((sum, { amount }) => sum + amount, 0)
      return {
        ...{ id: newHolder(), number: ++number, at: new Date().toISOString(), tillSessionId, lines },
        payments: total > 0 ? [{ method: "cash", amount: total }] : [],
        ...more,
      }
    },
    async send(sales: readonly MadeSale[], more: object = {}): Promise<Sent[]> {
      const answer = await desk.post("offline-sales", { sales, ...more })
      if (answer.statusCode !== 200) throw new Error(answer.body)
      return answer.json<{ results: Sent[] }>().results
    },
  }
}
