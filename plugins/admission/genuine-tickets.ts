import { setImmediate as breathe } from "node:timers/promises"
import type { Db } from "../../server/database.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"
import { readTicketCode, verifyTicketCode } from "../tickets/ticket-code.ts"
import { provenTickets } from "./door-secret.ts"

/** How a ticket was shown: what its QR holds, the number that somebody typed, or the proof of an offline door. */
export type Shown = { code: string } | { ticketId: string; proof: string }

export interface Genuine {
  ticketId: string
  /** Which copy of the ticket was shown; null: not told apart. */
  copy: number | null
}

/** The tickets that these stand for, in order; null for what is none of the organisation's. */
export async function genuineTickets(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  shown: readonly Shown[],
): Promise<(Genuine | null)[]> {
  const numbers = shown.map((one) => ("code" in one ? typedNumber(one.code) : null))
  const typed = [...new Set(numbers.filter((number) => number !== null))]
  const byNumber = new Map<string, string>()
  if (typed.length > 0)
    for (const row of await db
      .selectFrom("tickets")
      .select(["id", "number"])
      .where("number", "in", typed)
      .execute())
      byNumber.set(row.number, row.id)
  const proven = await provenTickets(
    db,
    keys,
    organisationId,
    shown.filter((one) => "proof" in one),
  )
  const found: (Genuine | null)[] = []
  const anyCopy = (ticketId: string | undefined) => (ticketId ? { ticketId, copy: null } : null)
  for (const [at, one] of shown.entries()) {
    // A signature costs a tenth of a millisecond: others are served in between.
    if (at % 64 === 63) await breathe()
    const number = numbers[at]
    if (number) found.push(anyCopy(byNumber.get(number)))
    else if ("code" in one) found.push(await genuineCode(db, keys, organisationId, asRead(one.code)))
    else found.push(anyCopy(proven.has(`${one.ticketId} ${one.proof}`) ? one.ticketId : undefined))
  }
  return found
}

/** What readers add at the ends of a code goes; spaces stay, a code may hold some anywhere. */
function asRead(code: string): string {
  return code.replace(/^[\r\n\t]+|[\r\n\t]+$/g, "")
}

/** The ticket number that somebody typed, as it is written; null when it is none. */
function typedNumber(code: string): string | null {
  const [, one, two, position] =
    /^([2-9A-Z]{4})[ -]?([2-9A-Z]{4})[ -](\d{1,4})$/.exec(code.trim().toUpperCase()) ?? []
  return position ? `${one}-${two}-${position}` : null
}

async function genuineCode(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  code: string,
): Promise<Genuine | null> {
  const read = readTicketCode(code)
  if (!read) return null
  const key = await keys.load(db, organisationId, read.keyId)
  const verified = verifyTicketCode(code, () => key?.publicKey)
  return "refused" in verified ? null : { ticketId: verified.ticketId, copy: verified.copy }
}
