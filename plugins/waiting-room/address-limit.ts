/** How many places one address may take in a minute, in this process. Addresses are kept for that minute and nowhere else. */
export class AddressLimit {
  readonly #perMinute: number
  readonly #counts = new Map<string, number>()
  #since = 0

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  allows(address: string, now = Date.now()): boolean {
    if (now - this.#since > 60_000) {
      this.#counts.clear()
      this.#since = now
    }
    const count = (this.#counts.get(address) ?? 0) + 1
    this.#counts.set(address, count)
    return count <= this.#perMinute
  }
}
