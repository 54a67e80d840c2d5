/** What was made for a key, for as many keys as were used last: one that was used longest ago makes room for a new one. */
export class LastUsed<V> {
  readonly #size: number
  readonly #values = new Map<string, V>()

  constructor(size: number) {
    this.#size = size
  }

  /** What is kept under `key`, made when it is not there. */
  get(key: string, make: () => V): V {
    const value = this.#values.get(key) ?? make()
    this.#values.delete(key)
    this.#values.set(key, value)
    for (const [oldest] of this.#values) {
      if (this.#values.size <= this.#size) break
      this.#values.delete(oldest)
    }
    return value
  }

  /** Makes `key` anew the next time, if this is still what is kept under it. */
  forget(key: string, value: V): void {
    if (this.#values.get(key) === value) this.#values.delete(key)
  }
}
