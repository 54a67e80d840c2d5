import { createHash, randomBytes } from "node:crypto"
import type { FastifyRequest } from "fastify"
import { sql } from "kysely"
import type { Principal } from "../../server/access.ts"
import type { Databases, Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/** Registers a scanner. Its token is shown once; it may scan in this organisation and nothing else. */
export async function createDevice(
  db: Db,
  organisationId: string,
  input: { name: string; gate?: string | null },
): Promise<{ id: string; token: string }> {
  const token = `device.${organisationId}.${randomBytes(24).toString("base64url")}`
  const { id } = await db
    .insertInto("devices")
    .values({
      organisation_id: organisationId,
      name: input.name,
      gate: input.gate || null,
      token_hash: hash(token),
      revoked_at: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow()
  return { id, token }
}

export interface Device {
  id: string
  name: string
  gate: string | null
  createdAt: Date
  revokedAt: Date | null
  /** Null when it is not among the organisation's latest 5,000 scans. */
  lastScanAt: Date | null
}

/** The organisation's scanners, those in use first. */
export async function listDevices(db: Db): Promise<Device[]> {
  const { rows } = await sql<Device>`
    with latest as (
      select scanned_by, received_at from scans where organisation_id = current_organisation() order by id desc limit 5000)
    select d.id, d.name, d.gate, d.created_at as "createdAt", d.revoked_at as "revokedAt", l.at as "lastScanAt"
    from devices d
    left join (select scanned_by, max(received_at) as at from latest group by scanned_by) l on l.scanned_by = 'device:' || d.id
    where d.organisation_id = current_organisation()
    order by d.revoked_at is not null, d.id desc limit 500`.execute(db)
  return rows
}

/** Ends what a scanner may do, at once. @throws 404 not_found when there is none in use. */
export async function revokeDevice(db: Db, id: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("devices")
    .set({ revoked_at: new Date() })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw problem(404, "not_found")
}

/** The device whose token the request bears. */
export async function deviceOf(
  databases: Databases,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const token = /^Bearer (device\.([1-9]\d{0,17})\.[\w-]{32})$/.exec(request.headers.authorization ?? "")
  const [, bearer, organisationId] = token ?? []
  if (!bearer || !organisationId) return undefined
  const device = await databases
    .forOrganisation(organisationId)
    .selectFrom("devices")
    .select(["id", "name"])
    .where("token_hash", "=", hash(bearer))
    .where("revoked_at", "is", null)
    .executeTakeFirst()
  return device && { kind: "device", ...device, organisationId, permissions: ["scan"] }
}

function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest()
}
