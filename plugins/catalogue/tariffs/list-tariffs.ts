import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../../server/list-page.ts"
import { containsWords, folded } from "../../../server/search.ts"
import type { ListInput } from "../list-input.ts"
import type { TariffItem } from "../schemas.ts"

export const tariffOrders = {
  name: { expression: folded(sql`tariffs.name`), type: "text" },
  rank: { expression: sql`tariffs.rank`, type: "bigint" },
} satisfies Record<string, ListOrder>

/** A page of the tariffs, in the order in which they are shown to buyers. */
export function listTariffs(db: Db, input: ListInput<keyof typeof tariffOrders>): Promise<Page<TariffItem>> {
  const { q = "", sort = { key: "rank", direction: "asc" } } = input
  const query = db
    .selectFrom("tariffs")
    .where("organisation_id", "=", input.organisationId)
    .select(["id", "ref", "name", "proof", "rank"])
    .$if(q !== "", (all) => all.where(containsWords(sql`concat_ws(' ', tariffs.name, tariffs.proof)`, q)))
  const order = tariffOrders[sort.key]
  return listPage(query, { ...input, order, direction: sort.direction, id: sql.ref("tariffs.id") })
}

/** Every tariff, for a form's choice. */
export function tariffChoices(db: Db, organisationId: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom("tariffs")
    .where("organisation_id", "=", organisationId)
    .select(["id", "name"])
    .orderBy("rank")
    .orderBy("id")
    .execute()
}
