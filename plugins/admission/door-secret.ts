import { createHash, timingSafeEqual } from "node:crypto"
import { setImmediate as breathe } from "node:timers/promises"
import { decode } from "base45"
import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"
import { signTicketCode } from "../tickets/ticket-code.ts"

/**
 * What a door makes of a code that it sees: the SHA-512 of this prefix and the code's bytes. Nobody finds it without the
 * code, whose signature can't be guessed, and nobody finds the code from it.
 *
 * | bytes   | what                                                                          |
 * |---------|-------------------------------------------------------------------------------|
 * | 0 to 7  | under which the door list has the ticket                                      |
 * | 8 to 23 | the proof that the door saw the code, kept in its log and sent in its place   |
 * | 24 to 55| the key (AES-256-GCM) that opens what the door list says of the ticket        |
 */
export interface DoorSecret {
  lookup: Buffer
  proof: Buffer
  key: Buffer
}

const prefix = "parterre door 1\n"

export function doorSecret(code: string): DoorSecret {
  const hash = createHash("sha512").update(prefix).update(decode(code)).digest()
  return { lookup: hash.subarray(0, 8), proof: hash.subarray(8, 24), key: hash.subarray(24, 56) }
}

/** A ticket as its code is signed again. */
export interface SignedTicket {
  id: string
  copy: number
  performanceId: string
  keyId: number
  validFrom: Date
  validUntil: Date
}

/** What was made of codes before, by organisation and ticket: a signature costs more than all the rest. */
const remembered = new Map<string, DoorSecret>()
const most = 60_000

/** The secrets of tickets, in order. Codes are not stored: signing again gives the same one. */
export async function doorSecrets(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  tickets: readonly SignedTicket[],
): Promise<DoorSecret[]> {
  const secrets: DoorSecret[] = []
  let signed = 0
  for (const { id: ticketId, ...ticket } of tickets) {
    const name = `${organisationId} ${ticketId} ${ticket.copy} ${ticket.keyId} ${ticket.validUntil.getTime()}`
    let secret = remembered.get(name)
    if (!secret) {
      const key = await keys.load(db, organisationId, ticket.keyId)
      if (!key) throw new Error(`the key ${ticket.keyId} that signed ticket ${ticketId} is missing`)
      secret = doorSecret(signTicketCode(key.privateKey, { ...ticket, ticketId }))
      if (remembered.size >= most) remembered.clear()
      remembered.set(name, secret)
      // Others are served in between.
      if (++signed % 100 === 0) await breathe()
    }
    secrets.push(secret)
  }
  return secrets
}

/** Of the proofs that doors sent, those that are good, as "ticketId proof". */
export async function provenTickets(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  given: readonly { ticketId: string; proof: string }[],
): Promise<Set<string>> {
  if (given.length === 0) return new Set()
  const ids = [...new Set(given.map(({ ticketId }) => ticketId))]
  const { rows: tickets } = await sql<SignedTicket>`
    select k.id, c.copy, k.performance_id as "performanceId", k.key_id as "keyId", k.valid_from as "validFrom",
      k.valid_until as "validUntil"
    from tickets k cross join lateral generate_series(0, k.copy) as c(copy)
    where k.organisation_id = current_organisation() and k.id = any(${ids}::bigint[])
    union all
    select a.ticket_id, 0, a.performance_id, a.key_id, a.valid_from, a.valid_until
    from advance_tickets a
    where a.organisation_id = current_organisation() and a.ticket_id = any(${ids}::bigint[])
      and not exists (select from tickets k where k.organisation_id = a.organisation_id and k.id = a.ticket_id)`.execute(
    db,
  )
  const secrets = await doorSecrets(db, keys, organisationId, tickets)
  const proofs = new Map<string, Buffer[]>()
  for (const [n, { id }] of tickets.entries())
    proofs.set(id, [...(proofs.get(id) ?? []), (secrets[n] as DoorSecret).proof])
  return new Set(
    given
      .filter(({ ticketId, proof }) => {
        const shown = Buffer.from(proof, "base64url")
        return proofs
          .get(ticketId)
          ?.some((wanted) => wanted.length === shown.length && timingSafeEqual(shown, wanted))
      })
      .map(({ ticketId, proof }) => `${ticketId} ${proof}`),
  )
}
