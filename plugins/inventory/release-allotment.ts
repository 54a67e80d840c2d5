import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"

/**
 * Ends an allotment: what it has left goes to the allotment it overflows to, through those that ended before, else to
 * everybody. What carts hold or bought of it stays theirs. False when it had ended before.
 */
export async function releaseAllotment(db: Db | Trx, id: string): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string; overflow_id: string | null; released_at: Date | null }>`
      with recursive chain as (
        select id, overflow_id, 1 as depth from allotments
        where organisation_id = current_organisation() and id = ${id}
        union all
        select a.id, a.overflow_id, c.depth + 1 from allotments a join chain c on a.id = c.overflow_id
        where a.organisation_id = current_organisation() and c.depth < 20)
      select id, overflow_id, released_at from allotments
      where organisation_id = current_organisation() and id in (select id from chain)
      order by id for update`.execute(trx)
    const known = new Map(rows.map((row) => [row.id, row]))
    const own = known.get(id)
    if (!own || own.released_at) return false
    let to = own.overflow_id
    const seen = new Set([id])
    while (to !== null && !seen.has(to) && known.get(to)?.released_at) {
      seen.add(to)
      to = known.get(to)?.overflow_id ?? null
    }
    if (to !== null && (seen.has(to) || !known.has(to))) to = null
    await sql`update allotments set released_at = now() where organisation_id = current_organisation() and id = ${id}`.execute(
      trx,
    )
    await handOver(trx, id, to)
    return true
  })
}

async function handOver(trx: Trx, id: string, to: string | null): Promise<void> {
  await sql`select from zone_stock where organisation_id = current_organisation() and zone_id in (
      select zone_id from allotment_stock where organisation_id = current_organisation() and allotment_id = ${id})
    order by zone_id for update`.execute(trx)
  // The old row tells what was left: a row that is updated twice in one statement would not.
  const left = sql`
    with old as materialized (
      select zone_id, capacity - taken as places from allotment_stock
      where organisation_id = current_organisation() and allotment_id = ${id} order by zone_id for update),
    emptied as (
      update allotment_stock s set capacity = s.taken from old
      where s.organisation_id = current_organisation() and s.allotment_id = ${id} and s.zone_id = old.zone_id)`
  if (to === null) {
    await sql`${left}
      update zone_stock s set taken = s.taken - old.places from old
      where s.organisation_id = current_organisation() and s.zone_id = old.zone_id and old.places > 0`.execute(
      trx,
    )
    await sql`delete from taken_seats where organisation_id = current_organisation()
      and allotment_id = ${id} and cart_id is null and performance_id = (
        select performance_id from allotments where organisation_id = current_organisation() and id = ${id})`.execute(
      trx,
    )
  } else {
    await sql`${left}
      insert into allotment_stock as s (organisation_id, allotment_id, zone_id, capacity)
      select current_organisation(), ${to}, zone_id, places from old where places > 0 order by zone_id
      on conflict (organisation_id, allotment_id, zone_id) do update set capacity = s.capacity + excluded.capacity`.execute(
      trx,
    )
    await sql`update taken_seats set allotment_id = ${to} where organisation_id = current_organisation()
      and allotment_id = ${id} and cart_id is null and performance_id = (
        select performance_id from allotments where organisation_id = current_organisation() and id = ${id})`.execute(
      trx,
    )
  }
}

/** Releases the allotments whose time has come. @returns how many */
export async function releaseDueAllotments(db: Db): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from allotments where organisation_id = current_organisation() and released_at is null
      and release_at <= now() order by release_at, id limit 100`.execute(db)
  let released = 0
  for (const { id } of rows) if (await releaseAllotment(db, id)) released++
  return released
}
