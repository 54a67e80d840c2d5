import { IANAZone } from "luxon"
import { cleanLine } from "../../server/clean-text.ts"
import type { Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { insertUnderSlug, slugOf } from "../../server/slug.ts"
import type { VenueInput, VenueItem } from "./venue.ts"

const columns = ["id", "ref", "name", "address", "timezone"] as const

/** @throws 422 invalid_request when the time zone is unknown */
export function createVenue(
  db: Db | Trx,
  input: { organisationId: string; venue: VenueInput },
): Promise<VenueItem> {
  const values = checked(input.venue)
  return insertUnderSlug(slugOf(values.name, "venue"), (ref) =>
    db
      .insertInto("venues")
      .values({ organisation_id: input.organisationId, ref, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst(),
  )
}

/** @throws 404 not_found; 422 invalid_request when the time zone is unknown */
export async function updateVenue(
  db: Db | Trx,
  input: { organisationId: string; id: string; venue: VenueInput },
): Promise<VenueItem> {
  const venue = await db
    .updateTable("venues")
    .set(checked(input.venue))
    .where("organisation_id", "=", input.organisationId)
    .where("id", "=", input.id)
    .returning(columns)
    .executeTakeFirst()
  if (!venue) throw problem(404, "not_found")
  return venue
}

function checked({ name, address, timezone }: VenueInput) {
  // Offsets such as "+01:00" are valid zones to Luxon, and no place.
  if (!/^[A-Za-z]/.test(timezone) || !IANAZone.isValidZone(timezone))
    throw problem(422, "invalid_request", undefined, [
      { path: "/timezone", message: "is not a known time zone" },
    ])
  const clean = cleanLine(name)
  if (!clean)
    throw problem(422, "invalid_request", undefined, [{ path: "/name", message: "must not be empty" }])
  return { name: clean, address: cleanLine(address ?? "") || null, timezone }
}
