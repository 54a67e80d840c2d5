import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { Locale } from "../../templates/locale.ts"
import { type MailFrom, postConfirmMail } from "./mails.tsx"

export interface NewEntry {
  performanceId: string
  zoneId: string
  wish: Readonly<Record<string, number>>
  email: string
  locale: Locale
}

/**
 * Writes somebody down, and asks by mail whether it was them: until they say so, nothing waits for them. Who is on the
 * list of this zone already stays where they are; nobody is told whether they are.
 */
export async function joinList(db: Db, from: MailFrom, entry: NewEntry): Promise<void> {
  const places = Object.values(entry.wish).reduce((sum, count) => sum + count, 0)
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      insert into waiting_list_entries (organisation_id, performance_id, zone_id, wish, places, email, locale)
      values (current_organisation(), ${entry.performanceId}, ${entry.zoneId}, ${JSON.stringify(entry.wish)}::jsonb,
        ${places}, ${entry.email}, ${entry.locale})
      on conflict do nothing returning id`.execute(trx)
    if (rows[0]) await postConfirmMail(trx, from, rows[0].id)
  })
}
