export interface Price {
  id: string
  tariff: string
  proof: string | null
  amount: number
}

export interface Zone {
  id: string
  name: string
  left: number
  prices: Price[]
}

export interface Performance {
  id: string
  title: string
  venue: string
  timezone: string
  startsAt: string
  seated: boolean
  capacity: number
  taken: number
  zones: Zone[]
}

/** So many places at one price. */
export interface Line {
  performance: Performance
  zone: Zone
  price: Price
  quantity: number
}

export function addPlace(lines: readonly Line[], performance: Performance, zone: Zone, price: Price): Line[] {
  const known = lines.some((line) => line.price.id === price.id)
  if (!known) return [...lines, { performance, zone, price, quantity: 1 }]
  return lines.map((line) =>
    line.price.id === price.id ? { ...line, quantity: Math.min(line.quantity + 1, 1000) } : line,
  )
}

export function removePlace(lines: readonly Line[], priceId: string | undefined): Line[] {
  return lines
    .map((line) => (line.price.id === priceId ? { ...line, quantity: line.quantity - 1 } : line))
    .filter(({ quantity }) => quantity > 0)
}

/** Cents. */
export function totalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { price, quantity }) => sum + price.amount * quantity, 0)
}

/** As the sale asks for them: those of one zone with numbered seats sit together. */
export function itemsOf(lines: readonly Line[], anywhere: boolean): object[] {
  const items: object[] = []
  const parties = new Map<string, { performanceId: string; zoneId: string; best: Record<string, number> }>()
  for (const { performance, zone, price, quantity } of lines) {
    if (!performance.seated) {
      items.push({ performanceId: performance.id, priceId: price.id, quantity })
      continue
    }
    const party = parties.get(zone.id) ?? { performanceId: performance.id, zoneId: zone.id, best: {} }
    party.best[price.id] = quantity
    parties.set(zone.id, party)
  }
  return [...items, ...[...parties.values()].map((party) => (anywhere ? { ...party, anywhere } : party))]
}
