import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../../server/list-page.ts"
import { containsWords, folded } from "../../../server/search.ts"
import type { ListInput } from "../list-input.ts"
import type { SeasonItem } from "../schemas.ts"

export const seasonOrders = {
  name: { expression: folded(sql`seasons.name`), type: "text" },
  startsOn: { expression: sql`seasons.starts_on`, type: "date" },
} satisfies Record<string, ListOrder>

/** A page of the seasons, the latest first. */
export function listSeasons(db: Db, input: ListInput<keyof typeof seasonOrders>): Promise<Page<SeasonItem>> {
  const { q = "", sort = { key: "startsOn", direction: "desc" } } = input
  const query = db
    .selectFrom("seasons")
    .where("organisation_id", "=", input.organisationId)
    .select(["id", "ref", "name", "starts_on as startsOn", "ends_on as endsOn"])
    .$if(q !== "", (all) => all.where(containsWords(sql`seasons.name`, q)))
  const order = seasonOrders[sort.key]
  return listPage(query, { ...input, order, direction: sort.direction, id: sql.ref("seasons.id") })
}
