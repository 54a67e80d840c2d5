import { createHash, randomBytes } from "node:crypto"
import type { FastifyRequest } from "fastify"
import type { Principal } from "../../server/access.ts"
import type { Databases, Db } from "../../server/database.ts"

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
      gate: input.gate ?? null,
      token_hash: hash(token),
      revoked_at: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow()
  return { id, token }
}

/** The device whose token the request bears. */
export async function deviceOf(databases: Databases, request: FastifyRequest): Promise<Principal | undefined> {
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
