import type { Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Doing } from "../orders/tables.ts"
import { type UsedSession, useSession } from "./use-session.ts"

/**
 * The till that something after the sale goes through: the one that is named, else the one that this person holds open.
 * Null: none, which is fine as long as no cash moves.
 * @throws like useSession
 */
export async function sessionFor(
  trx: Trx,
  userId: string,
  named: string | undefined,
): Promise<UsedSession | null> {
  if (named !== undefined) return useSession(trx, named, userId)
  const open = await trx
    .selectFrom("till_sessions")
    .select("id")
    .where("user_id", "=", userId)
    .where("closed_at", "is", null)
    .orderBy("opened_at", "desc")
    .executeTakeFirst()
  return open ? useSession(trx, open.id, userId) : null
}

/** @throws 409 till_session_required */
export function needsSession(session: UsedSession | null): asserts session is UsedSession {
  if (!session) throw problem(409, "till_session_required")
}

export function doingOf(userId: string, session: UsedSession | null): Doing & { by: string } {
  const by = `user:${userId}`
  return session ? { channel: "till", by, tillSessionId: session.id } : { channel: "office", by }
}
