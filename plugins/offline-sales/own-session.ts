import type { Principal } from "../../server/access.ts"
import type { Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

export interface OwnSession {
  id: string
  till: string
  userId: string
  closed: boolean
  /** The scanner whose till it is; null: a counter. */
  deviceId: string | null
}

/** A session of a till with the scanner it is of; undefined for an unknown one. Open or closed, it stays so until the end of the transaction. */
export async function sessionWithDevice(trx: Db | Trx, sessionId: string): Promise<OwnSession | undefined> {
  let query = trx
    .selectFrom("till_sessions as s")
    .innerJoin("tills as t", (join) =>
      join.onRef("t.organisation_id", "=", "s.organisation_id").onRef("t.id", "=", "s.till_id"),
    )
    .leftJoin("device_sessions as d", (join) =>
      join.onRef("d.organisation_id", "=", "s.organisation_id").onRef("d.session_id", "=", "s.id"),
    )
    .select(["s.id", "t.name as till", "s.user_id", "s.closed_at", "d.device_id"])
    .where("s.id", "=", sessionId)
  if (trx.isTransaction) query = query.forShare("s")
  const row = await query.executeTakeFirst()
  return (
    row && {
      ...{ id: row.id, till: row.till, userId: row.user_id, deviceId: row.device_id },
      closed: row.closed_at !== null,
    }
  )
}

/** Whether this is the till of who asks: a person has their counter's, a scanner its own. */
export function isOwn(session: OwnSession, principal: Principal): boolean {
  return principal.kind === "device"
    ? session.deviceId === principal.id
    : session.deviceId === null && session.userId === principal.user.id
}

/**
 * The open till of who asks.
 * @throws 422 invalid_request for an unknown one; 409 till_session_closed, till_of_another
 */
export async function ownOpenSession(
  trx: Db | Trx,
  sessionId: string,
  principal: Principal,
): Promise<OwnSession> {
  const session = await sessionWithDevice(trx, sessionId)
  if (!session)
    throw problem(422, "invalid_request", undefined, [
      { path: "/tillSessionId", message: "is not a session of this organisation" },
    ])
  if (!isOwn(session, principal)) throw problem(409, "till_of_another")
  if (session.closed) throw problem(409, "till_session_closed")
  return session
}
