import pg from "pg"
import type { TestDatabase } from "../harness.ts"
import { waitUntil } from "./wait-until.ts"

/** Locks rows, so that what needs them waits until `release`: two things at once happen in the order that a test wants. */
export async function holdUp(database: TestDatabase, statement: string, values: unknown[]) {
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query("begin")
  await client.query(statement, values)
  return {
    /** Until so many connections wait for a lock. */
    waiting: (count: number) =>
      waitUntil(
        async () => {
          const { rows } = await database.owner.query(
            `select count(*)::int as count from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'`,
          )
          return rows[0].count >= count
        },
        { what: `${count} waiting` },
      ),
    async release() {
      await client.query("rollback")
      await client.end()
    },
  }
}

/** Somebody comes in on this ticket, and until `release` nobody knows whether they do. */
export function holdUpEntry(
  cast: TestDatabase & { organisation: { id: string } },
  { ticketId, performanceId }: { ticketId: string; performanceId: string },
) {
  return holdUp(
    cast,
    `insert into entries (organisation_id, ticket_id, performance_id, admitted_at, moved_at, nonce)
     values ($1, $2, $3, now(), now(), 'held up')`,
    [cast.organisation.id, ticketId, performanceId],
  )
}
