import type { Standing } from "./tables.ts"

/** Somebody who passed a door on a ticket, in or out. */
export interface Passage {
  nonce: string
  /** The time of the door, in milliseconds. */
  at: number
  direction: "in" | "out"
  people: number
}

/** What a ticket allows. */
export interface Allowance {
  /** How many people, or how many days. */
  places: number
  /** The day of the performance at this time, 1 for its first, for a ticket with one place a day; else null. */
  dayOf: ((at: number) => number) | null
  /** One may leave and come back. */
  reentry: boolean
}

export interface Place {
  nonce: string
  at: number
  inside: boolean
  movedAt: number
}

export interface Settled {
  places: Map<number, Place>
  standings: Map<string, Standing>
}

/**
 * Says who came in on a ticket, from all that its doors did, whenever they told it: the earliest by the clock of the doors
 * are its entries (of two at the same instant, the one with the smaller nonce), the others are doubles. The order in
 * which the passages are given does not matter, nor do repeats of one.
 */
export function settle(passages: readonly Passage[], allowance: Allowance): Settled {
  const places = new Map<number, Place>()
  const standings = new Map<string, Standing>()
  for (const passage of inOrder(passages)) {
    if (standings.has(passage.nonce)) continue
    standings.set(
      passage.nonce,
      passage.direction === "out" ? leave(places, passage) : enter(places, passage, allowance),
    )
  }
  return { places, standings }
}

function inOrder(passages: readonly Passage[]): Passage[] {
  return [...passages].sort((a, b) => a.at - b.at || (a.nonce < b.nonce ? -1 : a.nonce > b.nonce ? 1 : 0))
}

function leave(places: Map<number, Place>, { at, people }: Passage): Standing {
  let leaving = people
  for (const place of places.values()) {
    if (leaving === 0) break
    if (!place.inside) continue
    Object.assign(place, { inside: false, movedAt: at })
    leaving--
  }
  return "exit"
}

function enter(
  places: Map<number, Place>,
  passage: Passage,
  { places: most, dayOf, reentry }: Allowance,
): Standing {
  const { nonce, at, people } = passage
  const open = dayOf
    ? [dayOf(at)].filter((day) => day >= 1 && day <= most)
    : Array.from({ length: most }, (_, n) => n + 1)
  let coming = dayOf ? 1 : people
  let back = 0
  let taken = 0
  if (reentry)
    for (const number of open) {
      const place = places.get(number)
      if (coming === 0) break
      if (!place || place.inside) continue
      Object.assign(place, { inside: true, movedAt: at })
      coming--
      back++
    }
  for (const number of open) {
    if (coming === 0) break
    if (places.has(number)) continue
    places.set(number, { nonce, at, inside: true, movedAt: at })
    coming--
    taken++
  }
  return taken > 0 ? "entry" : back > 0 ? "back" : "double"
}
