/** What the till screen says: the server gives it in the language of who sells. */
export type TillWords = Record<
  | "performances"
  | "left"
  | "soldOut"
  | "tariffs"
  | "zone"
  | "bestSeats"
  | "basket"
  | "empty"
  | "remove"
  | "total"
  | "pay"
  | "payment"
  | "given"
  | "owed"
  | "change"
  | "noChange"
  | "reference"
  | "referenceNeeded"
  | "confirm"
  | "back"
  | "sold"
  | "print"
  | "next"
  | "customer"
  | "customerHint"
  | "contact"
  | "keep"
  | "nobody"
  | "find"
  | "findHint"
  | "nothingFound"
  | "cancelTickets"
  | "refundBy"
  | "original"
  | "reason"
  | "reprint"
  | "cancelled"
  | "done"
  | "openTill"
  | "tillName"
  | "float"
  | "open"
  | "session"
  | "cashMove"
  | "cashIn"
  | "cashOut"
  | "amount"
  | "closeTill"
  | "count"
  | "expected"
  | "counted"
  | "difference"
  | "explain"
  | "close"
  | "closed"
  | "seeReport"
  | "aboveCeiling"
  | "heldBy"
  | "otherTill"
  | "newTill"
  | "otherMethods"
  | "xReport"
  | "practise"
  | "noNetwork"
  | "byName"
  | "nothingOnSale"
  | "printing"
  | "printed"
  | "printWaits"
  | "printAgain"
  | "ticketsPdf",
  string
>

export interface TillMethod {
  code: string
  label: string
  /** The letter that chooses it. */
  key: string
  givesChange: boolean
  note: "none" | "optional" | "required"
  /** Cents. */
  faceValues: readonly number[]
}

export interface OpenTill {
  id: string
  till: string
  number: number
}

/** A ticket of an order that was found after its sale. */
export interface FoundTicket {
  id: string
  number: string
  event: string
  startsAt: string
  timezone: string
  zone: string
  tariff: string
  seat: string | null
  amount: number
  status: "valid" | "cancelled"
}

export interface FoundOrder {
  id: string
  number: string
  token: string
  status: string
  name: string
  email: string | null
  phone: string | null
  total: number
  tickets: FoundTicket[]
}

/** What the page gives to its script. */
export interface TillConfig {
  /** Of the API, up to the organisation. */
  api: string
  home: string
  csrf: string
  locale: "fr" | "en"
  currency: string
  person: string
  methods: TillMethod[]
  session: OpenTill | null
  /** Where one may sell, and who sells there now. */
  tills: { ref: string; name: string; heldBy: string | null }[]
  /** Where one practises; null: here. */
  practise: string | null
  words: TillWords
}
