import { createHmac, hash, randomBytes } from "node:crypto"
import type { Secrets } from "../../server/secrets.ts"

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
    let key = this.#keys.get(organisationId)
    if (!key) {
      key = this.#secrets.derive(`ledger ${organisationId}`)
      this.#keys.set(organisationId, key)
    }
    return createHmac("sha256", key).update(seed).digest()
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

/** What is sealed of a line. Everything as text; `at` is UTC with milliseconds. */
export interface SealedLine {
  organisationId: string
  chain: string
  number: string
  at: string
  kind: string
  orderId: string | null
  total: string
  paid: string
  content: string
}

/** The bytes that are sealed: docs/books.md describes them, and `ledger_append` makes the same. */
export function messageOf(line: SealedLine, previousMac: string): string {
  return `parterre-ledger/1\n${line.organisationId}\n${line.chain}\n${line.number}\n${line.at}\n${line.kind}\n${
    line.orderId ?? ""
  }\n${line.total}\n${line.paid}\n${line.content}\n${previousMac}`
}

/** HMAC-SHA-256 of a text. */
export function macOf(key: Buffer, message: string): string {
  return createHmac("sha256", key).update(message, "utf8").digest("hex")
}

export function sha256(content: string | Uint8Array): string {
  return hash("sha256", content, "hex")
}
