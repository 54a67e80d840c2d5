import { hash } from "node:crypto"

const block = 64

/**
 * HMAC-SHA-256 (RFC 2104) whose key is changed for each message: a verification makes two a line, and node's own object
 * for one costs more than the hash itself. A test compares it with node's.
 */
export class Mac {
  #inner = Buffer.alloc(block + 4096)
  readonly #outer = Buffer.alloc(block + 32)

  /** `key` has 32 bytes, at `offset`. */
  setKey(key: Uint8Array, offset = 0): this {
    this.#inner.fill(0x36, 32, block)
    this.#outer.fill(0x5c, 32, block)
    for (let i = 0; i < 32; i++) {
      const byte = key[offset + i] as number
      this.#inner[i] = 0x36 ^ byte
      this.#outer[i] = 0x5c ^ byte
    }
    return this
  }

  /** Of a text in UTF-8, or of bytes in hexadecimal; the answer is hexadecimal. */
  of(message: string, encoding: "utf8" | "hex" = "utf8"): string {
    // A character of a JavaScript string takes three bytes at most.
    const room = block + message.length * 3
    if (room > this.#inner.length) {
      const inner = Buffer.alloc(room * 2)
      this.#inner.copy(inner, 0, 0, block)
      this.#inner = inner
    }
    const length = this.#inner.write(message, block, encoding)
    this.#outer.write(hash("sha256", this.#inner.subarray(0, block + length), "hex"), block, "hex")
    return hash("sha256", this.#outer, "hex")
  }
}
