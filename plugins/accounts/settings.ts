import type { Db } from "../../server/database.ts"

/** What an organisation says of itself, as its manager may change it. */
export interface Settings {
  name: string
  address: string | null
  /** Where spectators write to. */
  email: string | null
  /** 14 digits. */
  siret: string | null
  /** Licence numbers of the organiser of shows (Code du travail, L. 7122-3). */
  licences: string[]
  vatLiable: boolean
  /** "#a8123a"; null: the colour of the house. */
  accent: string | null
  welcome: string | null
  /** Conditions of sale, printed on tickets. */
  conditions: string | null
}

/** Changes what an organisation says of itself. What was printed before stays as it was. */
export async function saveSettings(db: Db, organisationId: string, settings: Settings): Promise<void> {
  const { vatLiable, ...texts } = settings
  await db
    .updateTable("organisations")
    .set({ ...texts, vat_liable: vatLiable })
    .where("id", "=", organisationId)
    .execute()
}
