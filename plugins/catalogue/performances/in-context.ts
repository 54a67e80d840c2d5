import type { Db, Trx } from "../../../server/database.ts"

/** Performances with their event and their venue. */
export function performancesInContext(db: Db | Trx) {
  return db
    .selectFrom("performances")
    .innerJoin("events", (join) =>
      join
        .onRef("events.organisation_id", "=", "performances.organisation_id")
        .onRef("events.id", "=", "performances.event_id"),
    )
    .innerJoin("venues", (join) =>
      join
        .onRef("venues.organisation_id", "=", "performances.organisation_id")
        .onRef("venues.id", "=", "performances.venue_id"),
    )
}
