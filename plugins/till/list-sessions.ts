import { sql } from "kysely"
import type { ListRequest } from "../../server/admin-list.tsx"
import type { Db } from "../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../server/list-page.ts"
import { containsWords } from "../../server/search.ts"

export interface SessionItem {
  id: string
  till: string
  number: number
  person: string
  openedAt: Date
  closedAt: Date | null
  /** Cents; null while it is open. */
  counted: number | null
  difference: number | null
  /** The slip by which it was paid in. */
  transfer: number | null
}

export const sessionOrders = {
  openedAt: { expression: sql`s.opened_at`, type: "timestamptz" },
  till: { expression: sql`lower(t.name)`, type: "text" },
  person: { expression: sql`lower(u.name)`, type: "text" },
} satisfies Record<string, ListOrder>

/** Sessions of all tills, each with how it ended. */
export async function listSessions(db: Db, list: ListRequest): Promise<Page<SessionItem>> {
  const { state } = list.filters
  const query = db
    .selectFrom("till_sessions as s")
    .innerJoin("tills as t", (join) =>
      join.onRef("t.organisation_id", "=", "s.organisation_id").onRef("t.id", "=", "s.till_id"),
    )
    .innerJoin("users as u", "u.id", "s.user_id")
    .leftJoin("till_closings as c", (join) =>
      join.onRef("c.organisation_id", "=", "s.organisation_id").onRef("c.session_id", "=", "s.id"),
    )
    .leftJoin("till_transfer_sessions as x", (join) =>
      join.onRef("x.organisation_id", "=", "s.organisation_id").onRef("x.session_id", "=", "s.id"),
    )
    .select([
      "s.id",
      "t.name as till",
      "s.number",
      "u.name as person",
      "s.opened_at as openedAt",
      "s.closed_at as closedAt",
      "c.counted",
      sql<number | null>`c.counted - c.expected`.as("difference"),
      "x.transfer",
    ])
    .$if(list.q !== "", (some) =>
      some.where(containsWords(sql`concat_ws(' ', t.name, s.number, u.name)`, list.q)),
    )
    .$if(state === "open", (some) => some.where("s.closed_at", "is", null))
    .$if(state === "difference", (some) => some.where(sql<boolean>`c.counted <> c.expected`))
    .$if(state === "kept", (some) => some.where("c.counted", "is not", null).where("x.transfer", "is", null))
  const order = sessionOrders[list.sort.key as keyof typeof sessionOrders] ?? sessionOrders.openedAt
  return listPage(query, {
    ...{ order, direction: list.sort.direction, id: sql.ref("s.id") },
    ...{ cursor: list.cursor, limit: list.limit, counted: list.counted },
  })
}
