/** What the server says this browser keeps: see plugins/offline-sales/read-reserves.ts. */
export interface KeptPlace {
  ticketId: string
  zoneId: string
  seatId: string | null
  seat: string | null
  orderNumber: string
  code: string
}

export interface KeptPrice {
  id: string
  tariff: string
  proof: string | null
  amount: number
  seal: string
}

export interface KeptReserve {
  id: string
  performance: {
    id: string
    title: Record<string, string>
    venue: string
    address: string | null
    timezone: string
    startsAt: string
    doorsAt: string | null
    endsAt: string
    seated: boolean
  }
  zones: { id: string; name: string; wanted: number; prices: KeptPrice[] }[]
  places: KeptPlace[]
}

/** What a printed ticket must say. */
export interface Paper {
  organiser: string
  licences: string[]
  siret: string | null
  address: string | null
  conditions: string
  currency: string
}

export interface Kept {
  reserves: KeptReserve[]
  paper: Paper
  /** By how many milliseconds the server's clock is ahead of this one. */
  ahead: number
}

/** What became of a sale: told by the server once it heard of it. */
export interface Outcome {
  state: "recorded" | "moved" | "unplaced" | "refused"
  remarks: { code: string; words: string }[]
  order: { number: string } | null
}

/** A ticket as it was printed. */
export interface PaperTicket {
  code: string
  number: string
  title: string
  venue: string
  address: string | null
  timezone: string
  startsAt: string
  doorsAt: string | null
  zone: string
  seat: string | null
  tariff: string
  proof: string | null
  amount: number
}

/** A sale that was made without the network, kept on this device. Nobody's name is in it. */
export interface OwnSale {
  id: string
  /** Of this device. */
  number: number
  /** The till's address in the API: several organisations may share a browser. */
  api: string
  till: string
  /** By the clock of this device, in milliseconds. */
  at: number
  sessionId: string
  lines: { ticketId: string; priceId: string; amount: number; seal: string }[]
  payments: { method: string; amount: number; reference?: string; faceValue?: number }[]
  instead?: string
  total: number
  tickets: PaperTicket[]
  paper: Paper
  sent: 0 | 1
  outcome?: Outcome
}
