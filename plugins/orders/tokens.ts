import { randomBytes, randomInt } from "node:crypto"

const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

/** Eight letters and digits that can't be mistaken for one another, in two groups: made to be said on the phone. */
export function newOrderNumber(): string {
  const pick = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("")
  return `${pick()}-${pick()}`
}

/** 144 random bits behind the organisation's id: whoever has the token sees the order. */
export function newToken(organisationId: string): string {
  return `${organisationId}.${randomBytes(18).toString("base64url")}`
}

/** The organisation that a token belongs to; undefined for what is no token. */
export function organisationOfToken(token: string): string | undefined {
  return /^([1-9]\d{0,17})\.[\w-]{24}$/.exec(token)?.[1]
}
