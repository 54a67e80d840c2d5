import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { lockZone, setAwaited } from "../inventory/awaited.ts"
import { releaseCart } from "../inventory/release-places.ts"

/** Says to the sale what the most modest of those who wait for a zone, which is locked, asks for. */
export async function renewAwaited(trx: Trx, zoneId: string): Promise<void> {
  const { rows } = await sql<{ places: number | null }>`
    select min(places) as places from waiting_list_entries
    where organisation_id = current_organisation() and zone_id = ${zoneId} and state = 'waiting'`.execute(trx)
  await setAwaited(trx, zoneId, rows[0]?.places ?? null)
}

/** The address is theirs: they wait, at the place where they came. Again, nothing changes. */
export async function confirmEntry(db: Db, entry: { id: string; zone_id: string }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockZone(trx, entry.zone_id)
    await trx
      .updateTable("waiting_list_entries")
      .set({ state: "waiting" })
      .where("id", "=", entry.id)
      .where("state", "=", "unconfirmed")
      .execute()
    await renewAwaited(trx, entry.zone_id)
  })
}

/** They want no places any more; those that were offered go to the next. */
export async function leaveList(
  db: Db,
  entry: { id: string; zone_id: string; cart_id: string | null },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // The cart first, as where its time ends: nobody waits for somebody who waits for them.
    if (entry.cart_id) await releaseCart(trx, entry.cart_id)
    await lockZone(trx, entry.zone_id)
    await trx
      .updateTable("waiting_list_entries")
      .set({ state: "left" })
      .where("id", "=", entry.id)
      .where("state", "in", ["unconfirmed", "waiting", "offered"])
      .execute()
    await renewAwaited(trx, entry.zone_id)
  })
}
