import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { problem } from "../../server/problem.ts"
import { sessionTotals } from "./session-totals.ts"
import type { ByMethod } from "./tables.ts"

export interface Counted {
  /** Cents; where denominations are given, what they add up to. */
  cash: number
  /** How many of each coin and note, by its cents. */
  denominations?: Record<string, number>
  /** What was counted of other methods. */
  others?: ByMethod
}

export interface ClosedSession {
  id: string
  /** Of cash, in cents. */
  expected: number
  counted: number
  difference: number
  byMethod: ByMethod
}

interface Input {
  organisationId: string
  sessionId: string
  userId: string
  /** May close another's session: they went home. */
  anyones: boolean
  counted: Counted
  /** What explains a difference. */
  reason?: string | undefined
}

/**
 * Closes a till by what was counted. Sales that are being written come first; whoever comes later finds it closed.
 * @throws 404 not_found; 409 till_session_closed, till_of_another; 422 when the coins don't add up
 */
export async function closeSession(trx: Trx, events: Events, input: Input): Promise<ClosedSession> {
  const { organisationId, sessionId, userId, counted } = input
  checkCount(counted)
  const { rows } = await sql<{ user_id: string; closed: boolean }>`
    select user_id, closed_at is not null as closed from till_sessions
    where organisation_id = current_organisation() and id = ${sessionId} for update`.execute(trx)
  const [session] = rows
  if (!session) throw problem(404, "not_found")
  if (session.closed) throw problem(409, "till_session_closed")
  if (session.user_id !== userId && !input.anyones) throw problem(409, "till_of_another")
  const { expected, byMethod } = await sessionTotals(trx, sessionId)
  await trx
    .updateTable("till_sessions")
    .set({ closed_at: sql<Date>`now()` })
    .where("id", "=", sessionId)
    .execute()
  await trx
    .insertInto("till_closings")
    .values({
      organisation_id: organisationId,
      session_id: sessionId,
      user_id: userId,
      expected,
      counted: counted.cash,
      denominations: counted.denominations ? JSON.stringify(counted.denominations) : null,
      by_method: JSON.stringify(byMethod),
      counted_methods: JSON.stringify(counted.others ?? {}),
      reason: input.reason?.trim() || null,
    })
    .execute()
  await events.emit(trx, "till.closed", {
    ...{ organisationId, sessionId, expected, counted: counted.cash, byMethod, by: `user:${userId}` },
  })
  const difference = counted.cash - expected
  return { id: sessionId, expected, counted: counted.cash, difference, byMethod }
}

function checkCount({ cash, denominations }: Counted): void {
  if (!denominations) return
  const sum = Object.entries(denominations).reduce((sum, [cents, count]) => sum + Number(cents) * count, 0)
  if (sum !== cash)
    throw problem(422, "invalid_request", undefined, [
      { path: "/counted/cash", message: "is not what the coins and notes add up to" },
    ])
}
