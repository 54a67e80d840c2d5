import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { SharedReading } from "../../server/shared-reading.ts"
import type { HallPicture } from "../seating/hall-picture.ts"
import type { SeatedHall } from "../seating/read-hall.ts"

/**
 * After this long a picture is read again, and after that nobody is proposed places from it: what it has wrong meanwhile, the
 * database refuses.
 */
const goodForMs = 1000
const oldMs = 3000

const none: ReadonlySet<string> = new Set()

/**
 * Which seats of a performance are taken, as this process knows it: read from the database, with the seats that are being held here
 * and now added, so that a rush of buyers is not all shown the same best ones.
 */
export class SeatBoard {
  readonly hall: SeatedHall
  readonly performanceId: string
  #taken: Uint8Array
  /** Seats that are free within an allotment, by slot. */
  #setAside = new Map<number, string>()
  #readAt = Number.NEGATIVE_INFINITY
  #readings = 0
  readonly #reading: SharedReading<void>
  /** Seats held here, with the count of readings begun when the hold was done: a later reading knows of it by itself. */
  readonly #marks = new Map<number, number>()
  readonly #db: Db

  constructor(db: Db, performanceId: string, hall: SeatedHall) {
    this.#db = db
    this.performanceId = performanceId
    this.hall = hall
    this.#taken = new Uint8Array(hall.hall.size)
    this.#reading = new SharedReading(() => this.#read())
  }

  /** Until the picture is good enough to propose places from. Nobody waits while it is being read anew, unless it is really old. */
  async likely(): Promise<void> {
    const age = performance.now() - this.#readAt
    if (age > goodForMs) {
      const reading = this.#reading.next()
      if (age > oldMs) await reading
      else reading.catch(() => undefined)
    }
  }

  /** Until the picture is at most `olderMs` old. */
  async recent(olderMs: number): Promise<void> {
    if (performance.now() - this.#readAt > olderMs) await this.#reading.next()
  }

  /** Until the picture was read after this was called. */
  async now(): Promise<void> {
    await this.#reading.next()
  }

  /** The allotment that has this seat, free. */
  allotmentOf(seatId: string): string | null {
    return this.#setAside.get(this.hall.hall.slotOf.get(seatId) ?? -1) ?? null
  }

  /** The database said otherwise than the picture: look again before the next proposal. */
  doubt(): void {
    this.#readAt = Number.NEGATIVE_INFINITY
  }

  /** Nobody is proposed these seats from now on, until `done`: held or not. */
  mark(seatIds: readonly string[]): { done(held: boolean): void } {
    const slots = seatIds.flatMap((id) => this.hall.hall.slotOf.get(id) ?? [])
    for (const slot of slots) this.#marks.set(slot, Number.POSITIVE_INFINITY)
    return {
      done: (held) => {
        for (const slot of slots)
          if (held) this.#marks.set(slot, this.#readings)
          else this.#marks.delete(slot)
      },
    }
  }

  /**
   * What is taken, with what is being held here, for who sells these allotments; with `only`, nothing but what they have.
   * Who chooses from it marks the choice before waiting for anything, or others choose the same.
   */
  picture(sells: ReadonlySet<string> = none, { only = false } = {}): HallPicture {
    if (this.#marks.size === 0 && sells.size === 0) return { hall: this.hall.hall, taken: this.#taken }
    const taken = only ? new Uint8Array(this.#taken.length).fill(1) : this.#taken.slice()
    for (const [slot, allotment] of this.#setAside) if (sells.has(allotment)) taken[slot] = 0
    for (const slot of this.#marks.keys()) taken[slot] = 1
    return { hall: this.hall.hall, taken }
  }

  async #read(): Promise<void> {
    const reading = ++this.#readings
    const { slotOf, size } = this.hall.hall
    const { rows } = await sql<{ seats: string[] | null; aside: Record<string, string> | null }>`
      select json_agg(seat_id) as seats,
        json_object_agg(seat_id, allotment_id::text) filter (where cart_id is null) as aside
      from taken_seats
      where organisation_id = current_organisation() and performance_id = ${this.performanceId}`.execute(
      this.#db,
    )
    const taken = new Uint8Array(size)
    for (const id of rows[0]?.seats ?? []) {
      const slot = slotOf.get(id)
      if (slot !== undefined) taken[slot] = 1
    }
    this.#taken = taken
    this.#setAside = new Map(
      Object.entries(rows[0]?.aside ?? {}).flatMap(([id, allotment]) => {
        const slot = slotOf.get(id)
        return slot === undefined ? [] : [[slot, allotment]]
      }),
    )
    this.#readAt = performance.now()
    for (const [slot, heldAt] of this.#marks) if (heldAt < reading) this.#marks.delete(slot)
  }
}
