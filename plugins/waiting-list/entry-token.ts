import { createHmac, timingSafeEqual } from "node:crypto"
import type { Secrets } from "../../server/secrets.ts"

/** What the links of a mail carry: as good as a password for one entry of the list. Made again for each mail, kept nowhere. */
export function entryToken(secrets: Secrets, organisationId: string, entryId: string): string {
  const signature = createHmac("sha256", secrets.derive("waiting list"))
    .update(`${organisationId}:${entryId}`)
    .digest("base64url")
  return `${entryId}.${signature.slice(0, 22)}`
}

/** The entry that a token is for; undefined when it was not made here. */
export function entryIdOf(secrets: Secrets, organisationId: string, token: string): string | undefined {
  const [, id] = /^([1-9]\d{0,17})\.[\w-]{22}$/.exec(token) ?? []
  if (!id) return undefined
  return timingSafeEqual(Buffer.from(entryToken(secrets, organisationId, id)), Buffer.from(token))
    ? id
    : undefined
}
