import type { SeatLook } from "../../seat-mark.ts"
import type { Drawing, Setup } from "./setup.ts"

/** The seats with what becomes of them; each is known by its place in the plan. The list's boxes hold what is chosen. */
export class Hall {
  readonly drawing: Drawing
  readonly size: number
  /** Its place in the list of zones; -1: not sold here. */
  readonly zone: Int16Array
  readonly taken: Uint8Array
  readonly kept: Uint8Array
  /** The box of each seat in the list, where it is sold. */
  readonly boxes: (HTMLInputElement | undefined)[]
  readonly indexOf = new Map<string, number>()
  /** The seats in the order of the bits of news. */
  readonly #told: number[] = []
  readonly #words: Setup["words"]

  constructor(drawing: Drawing, setup: Setup, boxes: Iterable<HTMLInputElement>) {
    const { id, category } = drawing.seats
    this.drawing = drawing
    this.#words = setup.words
    this.size = id.length
    this.zone = new Int16Array(this.size).fill(-1)
    this.taken = new Uint8Array(this.size)
    this.kept = new Uint8Array(this.size)
    this.boxes = new Array(this.size)
    const zones = drawing.categories.map((name) =>
      setup.zones.findIndex((zone) => zone.id === setup.zoneOf[name]),
    )
    for (const [index, seat] of id.entries()) {
      this.indexOf.set(seat, index)
      const zone = zones[category[index] ?? -1] ?? -1
      if (zone < 0) continue
      this.zone[index] = zone
      this.#told.push(index)
    }
    for (const box of boxes) {
      const index = this.indexOf.get(box.value)
      if (index !== undefined) this.boxes[index] = box
    }
    for (const seat of setup.kept) this.kept[this.indexOf.get(seat) ?? -1] = 1
    this.hear(setup.taken)
  }

  /** Notes which seats are taken now; answers those for which that is news. */
  hear(bits: string): number[] {
    const bytes = atob(bits)
    const changed: number[] = []
    for (const [bit, index] of this.#told.entries()) {
      const taken = (bytes.charCodeAt(bit >> 3) >> (7 - (bit & 7))) & 1
      if (taken === this.taken[index]) continue
      this.taken[index] = taken
      if (!taken) this.kept[index] = 0
      changed.push(index)
    }
    return changed
  }

  isChosen(index: number): boolean {
    return this.boxes[index]?.checked ?? false
  }

  isFree(index: number): boolean {
    return this.boxes[index] !== undefined && this.taken[index] === 0
  }

  look(index: number): SeatLook {
    if (this.isChosen(index)) return "chosen"
    if (this.kept[index]) return "kept"
    if (!this.isFree(index)) return "taken"
    const features = this.drawing.seats.features[index] ?? 0
    return features & 1 ? "wheelchair" : features & 2 ? "companion" : features & 4 ? "restricted" : "seat"
  }

  /** "Orchestre, rang C, place 12", its price and how it is. */
  said(index: number): { place: string; price: string; state: string } {
    const parts = this.boxes[index]?.getAttribute("aria-label")?.split(", ") ?? []
    const { kept, chosenState, free, taken } = this.#words
    const state = this.kept[index]
      ? kept
      : this.isChosen(index)
        ? chosenState
        : this.isFree(index)
          ? free
          : taken
    return { place: parts.slice(0, -2).join(", "), price: parts.at(-2) ?? "", state }
  }

  freeIn(section: number): number {
    let count = 0
    const sections = this.drawing.seats.section
    for (let index = 0; index < this.size; index++)
      if (sections[index] === section && this.isFree(index)) count++
    return count
  }

  /** The seat nearest to a point, no farther than so many units. */
  near(x: number, y: number, within: number): number {
    const { seats } = this.drawing
    let best = -1
    let least = within * within
    for (let index = 0; index < this.size; index++) {
      const dx = (seats.x[index] ?? 0) - x
      const dy = (seats.y[index] ?? 0) - y
      const square = dx * dx + dy * dy
      if (square < least) {
        least = square
        best = index
      }
    }
    return best
  }

  /** The free seat to go to from another in a direction; the same where there is none. */
  beside(from: number, dx: number, dy: number): number {
    const { x, y } = this.drawing.seats
    let best = from
    let least = Number.POSITIVE_INFINITY
    for (let index = 0; index < this.size; index++) {
      if (index === from || !this.isFree(index)) continue
      const right = (x[index] ?? 0) - (x[from] ?? 0)
      const down = (y[index] ?? 0) - (y[from] ?? 0)
      const ahead = right * dx + down * dy
      const aside = Math.abs(right * dy) + Math.abs(down * dx)
      if (ahead < 6 || aside > ahead * 2) continue
      const cost = ahead + 2.5 * aside
      if (cost < least) {
        least = cost
        best = index
      }
    }
    return best
  }
}
