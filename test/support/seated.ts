import { readFileSync } from "node:fs"
import type { Wish } from "../../plugins/inventory/wishes.ts"
import type { App } from "../../server/plugin.ts"
import type { TestApp } from "../harness.ts"

export type Seat = {
  id: string
  label: string
  row: string
  number: string
  zoneId: string
  x: number
  y: number
  status: "free" | "taken"
  accessible?: boolean
}

export function planFile(name: "petite-salle" | "theatre-italienne") {
  return JSON.parse(readFileSync(new URL(`../fixtures/seating/${name}.json`, import.meta.url), "utf8"))
}

export interface SeatedPerformance {
  performanceId: string
  zones: { id: string; name: string; prices: { id: string; tariff: string; amount: number }[] }[]
  seats(): Promise<Seat[]>
  /** Free ones of a zone, in the order of the plan. */
  free(zone?: number): Promise<Seat[]>
  /** The id of a price: the full one, the reduced one, or the free one. */
  price(tariff: "plein" | "reduit" | "gratuit", zone?: number): string
}

let made = 0

/** A performance with numbered seats on sale, by the season file as an organisation would; at most one category a zone. */
export async function makeSeatedPerformance(
  { app, as }: Pick<TestApp, "app" | "as">,
  plan: unknown = planFile("petite-salle"),
  options: { maxPerOrder?: number; org?: string } = {},
): Promise<SeatedPerformance> {
  const ref = `seated-${++made}`
  const { categories } = plan as { categories: { name: string }[] }
  const { org = "theatre" } = options
  const season = {
    format: "parterre-season/1",
    venues: [{ ref, name: "Salle à l’italienne" }],
    seatingPlans: [{ ref, venue: ref, plan }],
    tariffs: [
      { ref: "plein", name: "Plein tarif" },
      { ref: "reduit", name: "Tarif réduit" },
      { ref: "gratuit", name: "Invitation" },
    ],
    events: [
      {
        ref,
        title: "Bérénice",
        vatRate: 550,
        performances: [
          {
            ref,
            venue: ref,
            startsAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
            seatingPlan: ref,
            maxPerOrder: options.maxPerOrder ?? 10,
            zones: categories.map(({ name }, index) => ({
              ref: name,
              prices: { plein: 3000 - 500 * index, reduit: 1500, gratuit: 0 },
            })),
          },
        ],
      },
    ],
  }
  const person = org === "theatre" ? "manager" : "outsider"
  const imported = await app.inject({
    method: "POST",
    url: `/api/v1/organisations/${org}/imports/season`,
    headers: as(person),
    payload: season,
  })
  if (imported.statusCode !== 200) throw new Error(imported.body)
  const list = await app.inject(`/api/v1/shop/${org}/performances?limit=200`)
  const performance = list
    .json<{ data: (SeatedPerformance & { id: string; ref: string })[] }>()
    .data.find((one) => one.ref === ref)
  if (!performance) throw new Error(list.body)
  const { id, zones } = performance
  const seats = () => readSeats(app, id, org)
  const names = { plein: "Plein tarif", reduit: "Tarif réduit", gratuit: "Invitation" }
  return {
    performanceId: id,
    zones,
    seats,
    free: async (zone = 0) =>
      (await seats()).filter((seat) => seat.zoneId === zones[zone]?.id && seat.status === "free"),
    price: (tariff, zone = 0) =>
      zones[zone]?.prices.find((price) => price.tariff === names[tariff])?.id ?? "",
  }
}

export async function readSeats(app: App, performanceId: string, org = "theatre"): Promise<Seat[]> {
  const answer = await app.inject(`/api/v1/shop/${org}/performances/${performanceId}/seats`)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json<{ seats: Seat[] }>().seats
}

/** A cart as an answer of the API says it. */
export interface SeatedCart {
  id: string
  secret: string
  total: number
  items: { id: string; priceId: string; amount: number; seat?: { id: string; label: string } }[]
}

export function hold(
  app: App,
  items: readonly Wish[],
  headers: Record<string, string> = {},
  org = "theatre",
) {
  return app.inject({ method: "POST", url: `/api/v1/shop/${org}/carts`, headers, payload: { items } })
}
