/** What the page tells the script. */
export interface Setup {
  /** Addresses of the drawing of the hall and of which seats are taken. */
  plan: string
  news: string
  /** Which are taken as the page was made. */
  taken: string
  /** Seats in this browser's basket. */
  kept: string[]
  max: number
  start: "map" | "best"
  /** For amounts: "fr-FR". */
  locale: string
  currency: string
  zones: Zone[]
  /** The id of the zone of each category of the plan. */
  zoneOf: Record<string, string>
  words: Record<
    | "none"
    | "tariff"
    | "remove"
    | "removeSeat"
    | "chosen"
    | "removed"
    | "gone"
    | "max"
    | "section"
    | "kept"
    | "free"
    | "taken"
    | "chosenState"
    | "failed",
    string
  >
}

export interface Zone {
  id: string
  name: string
  prices: { id: string; tariff: string; amount: number }[]
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** The drawing of a hall as the API gives it. */
export interface Drawing {
  width: number
  height: number
  categories: string[]
  seats: {
    id: string[]
    x: number[]
    y: number[]
    category: number[]
    section: number[]
    features: number[]
  }
  sections: {
    name: string
    box: Box
    label: { x: number; y: number }
    bandWidth: number
    bands: [number, number][][]
  }[]
  rowLabels: { x: number; y: number; text: string }[]
  areas: {
    path: string
    rotation: number
    x: number
    y: number
    text?: { x: number; y: number; text: string }
  }[]
}

/** "{seat} : choisie" with what it speaks of. */
export function fill(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""))
}
