import { sql } from "kysely"
import type { Principal } from "../../server/access.ts"
import { prepared, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

export interface UsedSession {
  id: string
  tillId: string
  userId: string
}

/**
 * A session that this person may sell with: it stays open until the end of the transaction. Many sales share it; the
 * closing waits for them. `alone`: nothing else goes through it meanwhile.
 * @throws 422 invalid_request for an unknown one; 409 till_session_closed, till_of_another
 */
export async function useSession(
  trx: Trx,
  sessionId: string,
  userId: string,
  { alone = false } = {},
): Promise<UsedSession> {
  const { rows } = await sql<UsedSession & { closed: boolean }>`${prepared}
    select id, till_id as "tillId", user_id as "userId", closed_at is not null as closed from till_sessions
    where organisation_id = current_organisation() and id = ${sessionId} ${sql.raw(alone ? "for update" : "for share")}`.execute(
    trx,
  )
  const [session] = rows
  if (!session)
    throw problem(422, "invalid_request", undefined, [
      { path: "/tillSessionId", message: "is not a session of this organisation" },
    ])
  if (session.closed) throw problem(409, "till_session_closed")
  if (session.userId !== userId) throw problem(409, "till_of_another")
  return session
}

/** The person who sells: a device has no hands for cash. @throws 403 forbidden */
export function personOf(principal: Principal): string {
  if (principal.kind !== "user") throw problem(403, "forbidden")
  return principal.user.id
}
