import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"

export interface TakenEntry {
  ticketId: string
  /** 1 for an ordinary ticket; a ticket for several people or days has one entry for each. */
  place: number
  performanceId: string
  /** The time of the door. */
  admittedAt: Date
  gate: string | null
  /** Taken back at the door: nobody came in on it after all. */
  withdrawn: boolean
  /** 1 when the entry is given for the first time; more when it changed since it was last given. */
  telling: number
}

/** Entries rest so long before they are given, in seconds: what a door takes back within its minute is never told. */
const restSeconds = 90

/**
 * The next entries of the organisation that nobody took yet, oldest first, at most `limit`. They are taken once the
 * transaction commits, and given again if it does not; several readers at once get different ones.
 */
export async function takeEntries(
  trx: Trx,
  limit: number,
  { rest = restSeconds }: { rest?: number } = {},
): Promise<TakenEntry[]> {
  const { rows } = await sql<TakenEntry & { receivedAt: Date }>`
    with next as (
      select ticket_id, place from entries
      where organisation_id = current_organisation() and not told and received_at <= clock_timestamp() - make_interval(secs => ${rest})
      order by received_at, ticket_id, place limit ${limit} for update skip locked)
    update entries e set told = true, tellings = case when withdrawn_at is null or tellings > 0 then tellings + 1 else 0 end
    from next n
    where e.organisation_id = current_organisation() and e.ticket_id = n.ticket_id and e.place = n.place
    returning e.ticket_id as "ticketId", e.place, e.performance_id as "performanceId", e.admitted_at as "admittedAt", e.gate,
      e.withdrawn_at is not null as withdrawn, e.tellings as telling, e.received_at as "receivedAt"`.execute(
    trx,
  )
  return rows
    .filter(({ telling }) => telling > 0)
    .sort(
      (a, b) =>
        a.receivedAt.getTime() - b.receivedAt.getTime() ||
        Number(BigInt(a.ticketId) - BigInt(b.ticketId)) ||
        a.place - b.place,
    )
    .map(({ receivedAt: _, ...entry }) => entry)
}
