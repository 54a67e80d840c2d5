import type { Db } from "../../server/database.ts"

/** 300 kB: a logo is seen on every page, on phones too. */
export const logoBytes = 300_000

export type LogoType = "image/png" | "image/jpeg" | "image/webp"

/** The type of an image by its first bytes, whatever its name says; undefined for anything else, SVG included. */
export function imageType(bytes: Uint8Array): LogoType | undefined {
  const text = Buffer.from(bytes.subarray(0, 12)).toString("latin1")
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png"
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg"
  if (text.startsWith("RIFF") && text.endsWith("WEBP")) return "image/webp"
  return undefined
}

/** Puts a logo in the place of the one before; null takes it away. */
export async function saveLogo(
  db: Db,
  organisationId: string,
  logo: { bytes: Buffer; type: LogoType } | null,
): Promise<void> {
  await db
    .updateTable("organisations")
    .set({ logo: logo?.bytes ?? null, logo_type: logo?.type ?? null })
    .where("id", "=", organisationId)
    .execute()
}

export async function logoOf(
  db: Db,
  organisationId: string,
): Promise<{ bytes: Buffer; type: string } | undefined> {
  const row = await db
    .selectFrom("organisations")
    .select(["logo", "logo_type"])
    .where("id", "=", organisationId)
    .executeTakeFirst()
  return row?.logo && row.logo_type ? { bytes: row.logo, type: row.logo_type } : undefined
}
