import type { Db } from "../../server/database.ts"
import type { DeclarationSettings } from "./tables.ts"

const nothing: DeclarationSettings = {
  hardware: null,
  publisher: null,
  publisher_address: null,
  publisher_siren: null,
  signatory: null,
  acquired_on: null,
  acquired_from: null,
  used_since: null,
}

/** What somebody filled in; all null as long as nobody did. */
export async function readSettings(db: Db): Promise<DeclarationSettings> {
  const row = await db.selectFrom("declaration_settings").selectAll().executeTakeFirst()
  if (!row) return nothing
  const { organisation_id: _, ...settings } = row
  return settings
}

export async function saveSettings(
  db: Db,
  organisationId: string,
  settings: DeclarationSettings,
): Promise<void> {
  await db
    .insertInto("declaration_settings")
    .values({ organisation_id: organisationId, ...settings })
    .onConflict((conflict) => conflict.column("organisation_id").doUpdateSet(settings))
    .execute()
}
