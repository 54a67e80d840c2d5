import { createHash, randomBytes } from "node:crypto"
import type { FastifyRequest } from "fastify"
import { sql } from "kysely"
import type { Principal } from "../../server/access.ts"
import { type Databases, type Db, prepared } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

export interface NewDevice {
  name: string
  gate?: string | null
  /** What it may check; left out, whatever is on. */
  performances?: readonly string[] | null
  /** May sell at the door, once a till was opened for it. */
  maySell?: boolean
}

/** Registers a scanner. Its token is shown once; it may scan in this organisation and nothing else. */
export async function createDevice(
  db: Db,
  organisationId: string,
  input: NewDevice,
): Promise<{ id: string; token: string }> {
  const token = newToken(organisationId)
  const id = await insertDevice(db, organisationId, input, { token_hash: hash(token) })
  return { id, token }
}

export function newToken(organisationId: string): string {
  return `device.${organisationId}.${randomBytes(24).toString("base64url")}`
}

export async function insertDevice(
  db: Db,
  organisationId: string,
  { name, gate, performances, maySell = false }: NewDevice,
  secret: { token_hash: Buffer } | { pairing_hash: Buffer; pairing_until: Date },
): Promise<string> {
  const { id } = await db
    .insertInto("devices")
    .values({
      organisation_id: organisationId,
      name,
      gate: gate || null,
      performance_ids: performances ? [...performances] : null,
      may_sell: maySell,
      ...secret,
    } as never)
    .returning("id")
    .executeTakeFirstOrThrow()
  return id
}

export interface Device {
  id: string
  name: string
  gate: string | null
  createdAt: Date
  revokedAt: Date | null
  paired: boolean
  performances: number | null
  /** When it last spoke to the server, and when it had sent all it had. */
  seenAt: Date | null
  syncedAt: Date | null
  battery: number | null
  version: string | null
  waiting: number | null
}

/** The organisation's scanners, those in use first. */
export async function listDevices(db: Db): Promise<Device[]> {
  const { rows } = await sql<Device>`
    select id, name, gate, created_at as "createdAt", revoked_at as "revokedAt", token_hash is not null as paired,
      cardinality(performance_ids) as performances, seen_at as "seenAt", synced_at as "syncedAt", battery, version, waiting
    from devices where organisation_id = current_organisation()
    order by revoked_at is not null, id desc limit 500`.execute(db)
  return rows
}

/** Ends what a scanner may do, at once. @throws 404 not_found when there is none in use. */
export async function revokeDevice(db: Db, id: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("devices")
    .set({ revoked_at: new Date(), pairing_hash: null })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst()
  trusted.clear()
  if (numUpdatedRows === 0n) throw problem(404, "not_found")
}

interface DeviceInUse {
  id: string
  name: string
  gate: string | null
  performanceIds: readonly string[] | null
  maySell: boolean
}

const devices = new WeakMap<FastifyRequest, DeviceInUse>()

/**
 * Tokens that were good a moment ago: at a door that is open, each of its scans would ask again. One revoked here is
 * forgotten at once, one revoked by another process within these milliseconds.
 */
const trustedFor = 1000
const trusted = new Map<string, { device: DeviceInUse; until: number }>()

/** The device whose token the request bears. */
export async function deviceOf(
  databases: Databases,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const token = /^Bearer (device\.([1-9]\d{0,17})\.[\w-]{32})$/.exec(request.headers.authorization ?? "")
  const [, bearer, organisationId] = token ?? []
  if (!bearer || !organisationId) return undefined
  const token_hash = hash(bearer)
  const known = trusted.get(token_hash.toString("hex"))
  const device =
    known && known.until > Date.now()
      ? known.device
      : await lookUp(databases.forOrganisation(organisationId), token_hash)
  if (!device) return undefined
  devices.set(request, device)
  const { id, name, maySell } = device
  // It sells what it was given to sell, and reads nothing of what others sold.
  const permissions = maySell ? ["scan", "sell:offline"] : ["scan"]
  return { kind: "device", id, name, organisationId, permissions }
}

async function lookUp(db: Db, token_hash: Buffer): Promise<DeviceInUse | undefined> {
  const { rows } = await sql<DeviceInUse>`${prepared}
    select id, name, gate, performance_ids as "performanceIds", may_sell as "maySell" from devices
    where organisation_id = current_organisation() and token_hash = ${token_hash} and revoked_at is null`.execute(
    db,
  )
  const [device] = rows
  const name = token_hash.toString("hex")
  if (trusted.size > 2000) trusted.clear()
  if (device) trusted.set(name, { device, until: Date.now() + trustedFor })
  else trusted.delete(name)
  return device
}

export function deviceOfRequest(request: FastifyRequest): DeviceInUse | undefined {
  return devices.get(request)
}

/** @throws 403 other_performance when the request is a device's that checks others. */
export function mayCheck(request: FastifyRequest, performanceId: string): void {
  const allowed = devices.get(request)?.performanceIds
  if (allowed && !allowed.some((id) => String(id) === performanceId)) throw problem(403, "other_performance")
}

/** Keeps what a device says of itself, and that it was heard. */
export async function reportOfDevice(
  request: FastifyRequest,
  { battery, version, waiting }: { battery?: number; version?: string; waiting?: number },
): Promise<void> {
  const device = devices.get(request)
  if (!device) return
  await sql`
    update devices set seen_at = now(), battery = ${battery ?? null}, version = coalesce(${version ?? null}, version),
      waiting = ${waiting ?? 0}, synced_at = case when ${waiting ?? 0} = 0 then now() else synced_at end
    where organisation_id = current_organisation() and id = ${device.id}`.execute(request.db)
}

export function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest()
}
