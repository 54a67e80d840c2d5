import { setTimeout as sleep } from "node:timers/promises"

/** The share of the time that reading may take: one part in so many. */
const share = 4
const longestPause = 100

/**
 * A reading that everybody who asks at the same time shares. Each is given one that began after they asked, so it is
 * never older than the question; under a rush it is made once for all who wait, and hardly ever takes more than a quarter of the time.
 */
export class SharedReading<T> {
  readonly #read: () => Promise<T>
  #next: Promise<T> | undefined
  #running: Promise<unknown> = Promise.resolve()
  #restUntil = 0

  constructor(read: () => Promise<T>) {
    this.#read = read
  }

  /** What is read from now on. Rejects as the reading does, for all who shared it. */
  next(): Promise<T> {
    this.#next ??= this.#begin(this.#running)
    return this.#next
  }

  async #begin(before: Promise<unknown>): Promise<T> {
    await before
    const rest = this.#restUntil - performance.now()
    if (rest > 1) await sleep(rest)
    // Who asks from here on waits for the reading after this one.
    this.#next = undefined
    const began = performance.now()
    const reading = this.#read()
    this.#running = reading.then(
      () => undefined,
      () => undefined,
    )
    try {
      return await reading
    } finally {
      const ended = performance.now()
      this.#restUntil = ended + Math.min((share - 1) * (ended - began), longestPause)
    }
  }
}
