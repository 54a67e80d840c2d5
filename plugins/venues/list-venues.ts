import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../server/list-page.ts"
import { containsWords, folded } from "../../server/search.ts"
import type { VenueItem } from "./venue.ts"

export const venueOrders = {
  name: { expression: folded(sql`venues.name`), type: "text" },
  address: { expression: folded(sql`coalesce(venues.address, '')`), type: "text" },
} satisfies Record<string, ListOrder>

/** A page of the venues whose name or address has the words of `q`. */
export function listVenues(
  db: Db,
  input: {
    organisationId: string
    q?: string | undefined
    sort?: { key: keyof typeof venueOrders; direction: "asc" | "desc" }
    cursor?: string | undefined
    limit?: number | undefined
    counted?: boolean
  },
): Promise<Page<VenueItem>> {
  const { q, sort = { key: "name", direction: "asc" } } = input
  const query = db
    .selectFrom("venues")
    .where("organisation_id", "=", input.organisationId)
    .select(["id", "ref", "name", "address", "timezone"])
    .$if(Boolean(q), (all) =>
      all.where(containsWords(sql`concat_ws(' ', venues.name, venues.address)`, q ?? "")),
    )
  const order = venueOrders[sort.key]
  return listPage(query, { ...input, order, direction: sort.direction, id: sql.ref("venues.id") })
}

/** Every venue with its name, for a form's choice. */
export function venueChoices(
  db: Db,
  organisationId: string,
): Promise<Pick<VenueItem, "id" | "name" | "timezone">[]> {
  return db
    .selectFrom("venues")
    .where("organisation_id", "=", organisationId)
    .select(["id", "name", "timezone"])
    .orderBy(folded(sql`name`))
    .orderBy("id")
    .execute()
}
