import { createHmac, hash, randomBytes } from "node:crypto"
import type { Secrets } from "../../server/secrets.ts"
import { Mac } from "./mac.ts"

export const genesis = Buffer.alloc(32)
const blockBytes = 64

/**
 * What seals an organisation's books. Its secret never goes to the database: each transaction gets a key of its own,
 * HMAC-SHA-256(secret, seed), good for the lines of that transaction, which are useless to make up any other.
 */
export class Seals {
  readonly #secrets: Secrets
  readonly #keys = new Map<string, Buffer>()

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  /** The one-time key of a seed. An archive gives these away, so that anybody can check the lines it holds. */
  keyOf(organisationId: string, seed: Uint8Array): Buffer {
    return createHmac("sha256", this.#secretOf(organisationId)).update(seed).digest()
  }

  /** What seals the lines of an organisation again, to compare: `sealed` is all that is sealed but the MAC before. */
  checker(organisationId: string): (line: { sealed: string; seed: string }, previous: string) => string {
    const seeds = new Mac().setKey(this.#secretOf(organisationId))
    const lines = new Mac()
    const key = Buffer.alloc(32)
    return ({ sealed, seed }, previous) => {
      key.write(seeds.of(seed, "hex"), "hex")
      return lines.setKey(key).of(`${sealed}\n${previous}`)
    }
  }

  #secretOf(organisationId: string): Buffer {
    let secret = this.#keys.get(organisationId)
    if (!secret) {
      secret = this.#secrets.derive(`ledger ${organisationId}`)
      this.#keys.set(organisationId, secret)
    }
    return secret
  }

  /** A new seed with its key, as `ledger_append` takes them: seed, inner and outer block of HMAC, in hexadecimal. */
  forTransaction(organisationId: string): string {
    const seed = randomBytes(16)
    const { inner, outer } = blocks(this.keyOf(organisationId, seed))
    return seed.toString("hex") + inner.toString("hex") + outer.toString("hex")
  }
}

function blocks(key: Buffer): { inner: Buffer; outer: Buffer } {
  const inner = Buffer.alloc(blockBytes, 0x36)
  const outer = Buffer.alloc(blockBytes, 0x5c)
  for (let i = 0; i < key.length; i++) {
    const byte = key[i] as number
    inner[i] = 0x36 ^ byte
    outer[i] = 0x5c ^ byte
  }
  return { inner, outer }
}

/** HMAC-SHA-256 of a text, hexadecimal. */
export function macOf(key: Buffer, message: string): string {
  return createHmac("sha256", key).update(message, "utf8").digest("hex")
}

export function sha256(content: string | Uint8Array): string {
  return hash("sha256", content, "hex")
}
