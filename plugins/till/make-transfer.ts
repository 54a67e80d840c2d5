import { sql } from "kysely"
import { sqlState, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { sumOf } from "./denominations.ts"
import type { ByMethod } from "./tables.ts"

export interface TransferInput {
  organisationId: string
  userId: string
  sessionIds: readonly string[]
  /** Cents. */
  cash: number
  /** How many of each coin and note, by its cents. */
  denominations: Readonly<Record<string, number>> | null
  note: string | null
}

/**
 * Writes the next slip by which closed sessions are paid in: what of their cash is handed over, and what stays in hand
 * for the next one. @throws 409 already_transferred, when one of them is on a slip already or not closed; 422 for an amount
 * that is not there, or is not what the coins make
 */
export async function makeTransfer(trx: Trx, input: TransferInput): Promise<number> {
  const { organisationId, userId, cash, denominations, note } = input
  const ids = [...new Set(input.sessionIds)]
  if (denominations && sumOf(denominations) !== cash) throw refuse("does not add up")
  const { rows: closings } = await sql<{ net: number; methods: ByMethod }>`
    select c.counted - s.float_amount as net, c.by_method as methods from till_closings c
    join till_sessions s on s.organisation_id = c.organisation_id and s.id = c.session_id
    where c.organisation_id = current_organisation() and c.session_id = any(${ids}::bigint[])
      and not exists (select from till_transfer_sessions x
        where x.organisation_id = c.organisation_id and x.session_id = c.session_id)`.execute(trx)
  if (ids.length === 0 || closings.length !== ids.length) throw problem(409, "already_transferred")
  const last = await trx
    .selectFrom("till_transfers")
    .select(["number", "kept"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst()
  const collected = closings.reduce((sum, { net }) => sum + net, 0)
  const before = last?.kept ?? 0
  if (cash > Math.max(before + collected, 0)) throw refuse("is more than there is")
  const number = (last?.number ?? 0) + 1
  try {
    await trx
      .insertInto("till_transfers")
      .values({
        organisation_id: organisationId,
        ...{ number, previous: last?.number ?? null, user_id: userId, note },
        ...{ kept_before: before, collected, cash, kept: before + collected - cash },
        denominations: denominations && JSON.stringify(denominations),
        by_method: JSON.stringify(added(closings.map(({ methods }) => methods))),
      })
      .execute()
    await trx
      .insertInto("till_transfer_sessions")
      .values(ids.map((session_id) => ({ organisation_id: organisationId, session_id, transfer: number })))
      .execute()
  } catch (error) {
    // Of two at once the database lets one be the next; the other one is asked to look again.
    if (sqlState(error) === "23505") throw problem(409, "already_transferred")
    throw error
  }
  return number
}

const refuse = (message: string) => problem(422, "invalid_request", undefined, [{ path: "/cash", message }])

function added(all: readonly ByMethod[]): ByMethod {
  const sums: ByMethod = {}
  for (const methods of all)
    for (const [method, amount] of Object.entries(methods)) sums[method] = (sums[method] ?? 0) + amount
  return sums
}
