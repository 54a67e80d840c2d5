import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { chains } from "./anchors.ts"

/** Clocks that are kept right drift by less than this between two looks. */
const tolerance = 2000

/**
 * Compares the clock that stamps the books, the database's, with one that only ever goes forward. `look` is given both,
 * in milliseconds, and answers by how much the first jumped since the last time: negative, it went back.
 */
export class ClockWatch {
  #offset: number | undefined

  look(clock: number, steady: number): number | null {
    const offset = clock - steady
    const jump = this.#offset === undefined ? 0 : offset - this.#offset
    // What is within the tolerance is remembered too, or a slow drift would look like a jump in the end.
    this.#offset = offset
    return Math.abs(jump) > tolerance ? Math.round(jump) : null
  }
}

/** Has every journal tell when the clock was set, forward or back. */
export async function watchClock(app: App, watch = app.ledger.clock): Promise<void> {
  const before = performance.now()
  const { rows } = await sql<{ now: number }>`
    select extract(epoch from clock_timestamp())::float * 1000 as now`.execute(app.databases.system)
  const after = performance.now()
  // An answer that was long in coming says nothing sure.
  if (after - before > tolerance) return
  const jump = watch.look(rows[0]?.now ?? 0, (before + after) / 2)
  if (jump !== null)
    await app.journal.noteEverywhere({ kind: "clock_changed", about: { seconds: Math.round(jump / 1000) } })
}

/** The line that is stamped later than now, where the clock went back while nobody looked. */
export async function aheadOfClock(
  db: Db,
): Promise<{ chain: string; number: number; seconds: number } | undefined> {
  const { rows } = await sql<{ chain: string; number: number; seconds: number }>`
    select l.chain, l.number::float as number, extract(epoch from l.at - clock_timestamp())::int as seconds
    from ledger_heads h join ledger_lines l using (organisation_id, chain, number)
    where h.organisation_id = current_organisation() and h.chain = any(${chains}::text[])
      and l.at > clock_timestamp() + make_interval(secs => ${tolerance / 1000})
    order by l.at desc limit 1`.execute(db)
  return rows[0]
}
