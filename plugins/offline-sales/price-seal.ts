import { timingSafeEqual } from "node:crypto"
import type { Secrets } from "../../server/secrets.ts"

/**
 * Says that this price was asked here: a till that sells without a network brings it back with the sale, so that a tariff that
 * was changed meanwhile is honoured and one that never was is not.
 */
export function priceSeal(secrets: Secrets, organisationId: string, priceId: string, amount: number): string {
  return secrets
    .fingerprint("offline prices", `${organisationId} ${priceId} ${amount}`)
    .subarray(0, 15)
    .toString("base64url")
}

export function isSealedPrice(
  secrets: Secrets,
  organisationId: string,
  { priceId, amount, seal }: { priceId: string; amount: number; seal: string },
): boolean {
  const wanted = Buffer.from(priceSeal(secrets, organisationId, priceId, amount))
  const given = Buffer.from(seal)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
