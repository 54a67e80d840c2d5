import type { OpenTill, TillMethod } from "../../till-screen.ts"
import type { Line, Performance } from "./basket.ts"
import type { Customer } from "./customer.tsx"
import type { OwnSale } from "./offline/kept.ts"
import type { Payment } from "./payments.ts"

/** What the counter is doing. */
export type Step = "sell" | "pay" | "customer" | "find" | "drawer" | "offline"

export interface Sold {
  number: string
  token: string
  /** Cents to give back. */
  change: number
  seats: string[]
  /** Sold without a network: printed by the browser. */
  own?: OwnSale
}

export interface State {
  session: OpenTill | null
  performances: Performance[]
  /** Which performance and which of its zones the tariff keys sell. */
  at: number
  zoneAt: number
  lines: Line[]
  customer: Customer | null
  step: Step
  method: TillMethod
  typed: string
  reference: string
  payments: Payment[]
  change: number
  /** Seats may be apart: said once there are not enough together. */
  anywhere: boolean
  busy: boolean
  error: string
  code: string
  sold: Sold | null
  /** The session that was just closed. */
  closed: string | null
  /** There is more cash in hand than the organisation allows. */
  aboveCeiling: boolean
  /** The key of a sale that was asked for and whose answer was not heard; "": none. */
  uncertain: string
}

/** The next sale: nothing of the one before but its answer. */
export function nextSale(state: State, method: TillMethod): State {
  return {
    ...state,
    ...{ lines: [], customer: null, step: "sell", method, typed: "", reference: "", payments: [], change: 0 },
    ...{ anywhere: false, busy: false, error: "", uncertain: "" },
  }
}

export function chosen({ performances, at, zoneAt }: State) {
  const performance = performances[at]
  return { performance, zone: performance?.zones[zoneAt] ?? performance?.zones[0] }
}
