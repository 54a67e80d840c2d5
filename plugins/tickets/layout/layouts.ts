import type { Db, Trx } from "../../../server/database.ts"
import { checkLayout, completeLayout, type Layout, type LayoutFormat } from "./layout.ts"

/** The organisation's own layout for a format; undefined: it has none, and tickets are as they are by default. */
export async function readLayout(db: Db | Trx, format: LayoutFormat): Promise<Layout | undefined> {
  const row = await db
    .selectFrom("ticket_layouts")
    .select("layout")
    .where("format", "=", format)
    .executeTakeFirst()
  return row && completeLayout(row.layout)
}

/**
 * Keeps a layout: what is printed from now on follows it; what was printed stays.
 * @throws 422 mandatory_mention, invalid_request
 */
export async function saveLayout(
  db: Db | Trx,
  { organisationId, format, layout }: { organisationId: string; format: LayoutFormat; layout: Layout },
): Promise<void> {
  checkLayout(layout)
  const values = { layout: JSON.stringify(layout), changed_at: new Date() }
  await db
    .insertInto("ticket_layouts")
    .values({ organisation_id: organisationId, format, ...values })
    .onConflict((conflict) => conflict.columns(["organisation_id", "format"]).doUpdateSet(values))
    .execute()
}

/** Tickets of this format are as they are by default again. */
export async function dropLayout(db: Db | Trx, format: LayoutFormat): Promise<void> {
  await db.deleteFrom("ticket_layouts").where("format", "=", format).execute()
}
