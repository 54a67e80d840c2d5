import { randomBytes } from "node:crypto"
import { sql } from "kysely"
import type { Databases, Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { hash, insertDevice, type NewDevice, newToken } from "./devices.ts"

/** How long the QR of a pairing is good for, in minutes. */
export const pairingMinutes = 10

/** Registers a scanner that is yet to be paired. Its code is good once, for ten minutes. */
export async function openPairing(
  db: Db,
  organisationId: string,
  input: NewDevice,
): Promise<{ id: string; code: string; until: Date }> {
  const code = `pair.${organisationId}.${randomBytes(16).toString("base64url")}`
  const until = new Date(Date.now() + pairingMinutes * 60_000)
  const id = await insertDevice(db, organisationId, input, { pairing_hash: hash(code), pairing_until: until })
  return { id, code, until }
}

export interface PairedDevice {
  id: string
  name: string
  gate: string | null
  organisationId: string
  token: string
}

/** Gives the device of this code its token. @throws 410 pairing_ended for a code that is unknown, used or too old. */
export async function pair(databases: Databases, code: string): Promise<PairedDevice> {
  const [, organisationId] = /^pair\.([1-9]\d{0,17})\.[\w-]{22}$/.exec(code) ?? []
  if (!organisationId) throw problem(410, "pairing_ended")
  const token = newToken(organisationId)
  const { rows } = await sql<Omit<PairedDevice, "token" | "organisationId">>`
    update devices set token_hash = ${hash(token)}, pairing_hash = null, seen_at = now()
    where organisation_id = current_organisation() and pairing_hash = ${hash(code)} and pairing_until > now()
      and revoked_at is null
    returning id, name, gate`.execute(databases.forOrganisation(organisationId))
  const [device] = rows
  if (!device) throw problem(410, "pairing_ended")
  return { ...device, organisationId, token }
}
