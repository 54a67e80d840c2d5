import type { Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { openSession } from "../till/open-session.ts"

export interface DeviceTill {
  id: string
  till: string
  number: number
}

/**
 * Opens a till for a scanner that may sell at the door. Who opens it answers for its cash, and counts it at the end.
 * @throws 404 not_found for a scanner that is none, was revoked, or may not sell; 409 till_in_use
 */
export async function openDeviceTill(
  trx: Trx,
  organisationId: string,
  { deviceId, float, userId }: { deviceId: string; float: number; userId: string },
): Promise<DeviceTill> {
  const device = await trx
    .selectFrom("devices")
    .select(["id", "name"])
    .where("id", "=", deviceId)
    .where("may_sell", "=", true)
    .where("revoked_at", "is", null)
    .executeTakeFirst()
  if (!device) throw problem(404, "not_found")
  const till = `${device.name.slice(0, 45)} #${device.id}`
  const session = await openSession(trx, organisationId, { tillId: till, float, userId })
  await trx
    .insertInto("device_sessions")
    .values({ organisation_id: organisationId, session_id: session.id, device_id: device.id })
    .execute()
  return { ...session, till }
}

/** The open till of a scanner; null: none was opened for it, and it sells nothing. */
export async function deviceTill(db: Db | Trx, deviceId: string): Promise<DeviceTill | null> {
  const row = await db
    .selectFrom("device_sessions as d")
    .innerJoin("till_sessions as s", (join) =>
      join.onRef("s.organisation_id", "=", "d.organisation_id").onRef("s.id", "=", "d.session_id"),
    )
    .innerJoin("tills as t", (join) =>
      join.onRef("t.organisation_id", "=", "s.organisation_id").onRef("t.id", "=", "s.till_id"),
    )
    .select(["s.id", "s.number", "t.name as till"])
    .where("d.device_id", "=", deviceId)
    .where("s.closed_at", "is", null)
    .orderBy("s.id", "desc")
    .executeTakeFirst()
  return row ?? null
}
