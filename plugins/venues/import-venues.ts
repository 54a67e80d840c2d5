import type { Trx } from "../../server/database.ts"
import { type Upserted, upsertByRef } from "../../server/upsert-by-ref.ts"

/** Brings venues to what an import says of them, by their ref. */
export function importVenues(
  trx: Trx,
  organisationId: string,
  venues: readonly { ref: string; name: string; address: string | null; timezone: string }[],
): Promise<Upserted> {
  return upsertByRef(
    trx,
    venueTable,
    organisationId,
    venues.map(({ ref, name, address, timezone }) => ({ ref, name, address, timezone })),
  )
}

const venueTable = {
  table: "venues",
  columns: { name: { type: "text" }, address: { type: "text" }, timezone: { type: "text" } },
}
