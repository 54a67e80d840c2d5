import type { Db } from "../../server/database.ts"

/** What the tills of these sessions are called. */
export async function tillNames(db: Db, sessionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("till_sessions as s")
    .innerJoin("tills as t", (join) =>
      join.onRef("t.organisation_id", "=", "s.organisation_id").onRef("t.id", "=", "s.till_id"),
    )
    .select(["s.id", "t.name"])
    .where("s.id", "in", [...sessionIds])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
