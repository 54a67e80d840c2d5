import type { App } from "../../server/plugin.ts"
import type { TestApp, TestPerformance } from "../harness.ts"
import { itemsOf } from "./shopping.ts"

type Person = Parameters<TestApp["as"]>[0]

export interface SoldTicket {
  id: string
  number: string
  code: string
  status: string
  amount: number
  seat?: string
}

export interface Sale {
  id: string
  number: string
  token: string
  status: string
  total: number
  tickets: SoldTicket[]
}

/** The counter of the cast's organisation, as a client that knows the contract uses it. */
export function counter(
  { app, as }: Pick<TestApp, "as"> & { app: App },
  person: Person = "boxOffice",
  org = "theatre",
) {
  const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
    app.inject({
      method: "POST",
      url: `/api/v1/organisations/${org}/${path}`,
      headers: { ...as(person), ...headers },
      payload,
    })
  return {
    post,
    get: (path: string) => app.inject({ url: `/api/v1/organisations/${org}/${path}`, headers: as(person) }),
    async open(tillId = "guichet-1", float = 10_000): Promise<string> {
      const answer = await post("till-sessions", { tillId, float })
      if (answer.statusCode !== 201) throw new Error(answer.body)
      return answer.json().id
    },
    /** What must be sold. */
    async sell(
      tillSessionId: string,
      performance: TestPerformance,
      { quantity = 1, tariff = "plein", method = "cash", ...more }: SellOptions = {},
    ): Promise<Sale> {
      const unit = { plein: 2400, reduit: 1600, gratuit: 0 }[tariff]
      const payments = unit === 0 ? [] : [{ method, amount: unit * quantity }]
      const items = itemsOf(performance, quantity, tariff)
      const answer = await post("sales", { tillSessionId, items, payments, ...more })
      if (answer.statusCode !== 201) throw new Error(answer.body)
      return answer.json<Sale>()
    },
    close: (id: string, cash: number, more: object = {}) =>
      post(`till-sessions/${id}/closing`, { counted: { cash }, ...more }),
  }
}

export interface SellOptions {
  quantity?: number
  tariff?: keyof TestPerformance["prices"]
  method?: string
  customer?: object
}
