import { createHash, randomBytes } from "node:crypto"

/** 144 random bits: whoever has it may change and order the cart. The database keeps its hash only. */
export function newCartSecret(): string {
  return randomBytes(18).toString("base64url")
}

export function hashCartSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest()
}
