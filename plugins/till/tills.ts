import { sql } from "kysely"
import type { ListRequest } from "../../server/admin-list.tsx"
import { type Db, sqlState, type Trx } from "../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../server/list-page.ts"
import { problem } from "../../server/problem.ts"
import { containsWords } from "../../server/search.ts"

export interface TillItem {
  id: string
  ref: string
  name: string
  /** Who has it open. */
  heldBy: string | null
}

const heldBy = sql<string | null>`(select u.name from till_sessions s join users u on u.id = s.user_id
  where s.organisation_id = tills.organisation_id and s.till_id = tills.id and s.closed_at is null)`
const byName: ListOrder = { expression: sql`lower(tills.name)`, type: "text" }

/** Tills by name, for the list of the back office. */
export async function listTills(db: Db, list: ListRequest): Promise<Page<TillItem>> {
  const query = db
    .selectFrom("tills")
    .select(["id", "ref", "name", heldBy.as("heldBy")])
    .$if(list.q !== "", (some) => some.where(containsWords(sql`tills.name`, list.q)))
  return listPage(query, {
    ...{ order: byName, direction: list.sort.direction, id: sql.ref("tills.id") },
    ...{ cursor: list.cursor, limit: list.limit, counted: list.counted },
  })
}

/** All of them, as the till screen offers them. */
export async function allTills(db: Db | Trx): Promise<TillItem[]> {
  return db
    .selectFrom("tills")
    .select(["id", "ref", "name", heldBy.as("heldBy")])
    .orderBy(byName.expression)
    .orderBy("id")
    .limit(100)
    .execute()
}

/** @throws 404 not_found */
export async function getTill(db: Db, { id }: { id: string }): Promise<TillItem> {
  const till = await db
    .selectFrom("tills")
    .select(["id", "ref", "name", heldBy.as("heldBy")])
    .where("id", "=", id)
    .executeTakeFirst()
  if (!till) throw problem(404, "not_found")
  return till
}

/** @throws 422 when another is called so */
export async function addTill(db: Db, organisationId: string, name: string): Promise<void> {
  await checkName(db, name, null)
  try {
    await db.insertInto("tills").values({ organisation_id: organisationId, ref: name, name }).execute()
  } catch (error) {
    throw sqlState(error) === "23505" ? taken() : error
  }
}

/** Its sessions keep their numbers; programs go on naming it as before. @throws 422 when another is called so */
export async function renameTill(db: Db, { id }: { id: string }, name: string): Promise<void> {
  await checkName(db, name, id)
  await db.updateTable("tills").set({ name }).where("id", "=", id).execute()
}

/** @throws 409 till_used once it was ever open */
export async function removeTill(db: Db, { id }: { id: string }): Promise<void> {
  try {
    await db.deleteFrom("tills").where("id", "=", id).execute()
  } catch (error) {
    throw sqlState(error) === "23503" ? problem(409, "till_used") : error
  }
}

async function checkName(db: Db, name: string, own: string | null): Promise<void> {
  const other = await db
    .selectFrom("tills")
    .select("id")
    .where((eb) => eb.or([eb("name", "=", name), eb("ref", "=", name)]))
    .$if(own !== null, (some) => some.where("id", "<>", own))
    .executeTakeFirst()
  if (other) throw taken()
}

const taken = () => problem(422, "invalid_request", undefined, [{ path: "/name", message: "taken" }])
