import { IANAZone } from "luxon"
import { type Static, Type } from "typebox"
import type { Db } from "../../server/database.ts"
import { sqlState } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { reservedSlugs } from "./reserved-slugs.ts"

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" })

export const NewOrganisation = Type.Object(
  {
    slug: Type.String({ pattern: "^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$" }),
    name: Text(200),
    timezone: Type.String({ maxLength: 60, default: "Europe/Paris" }),
    currency: Type.String({ pattern: "^[A-Z]{3}$", default: "EUR" }),
    locale: Type.Union([Type.Literal("fr"), Type.Literal("en")], { default: "fr" }),
    legal: Type.Object(
      {
        siret: Type.Optional(Type.String({ pattern: "^[0-9]{14}$" })),
        licences: Type.Array(Text(60), { maxItems: 10 }),
        vatLiable: Type.Boolean(),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export type NewOrganisation = Static<typeof NewOrganisation>

/**
 * Creates a legal entity that sells.
 * @throws 409 slug_taken; 422 invalid_request when the slug is reserved or the time zone or currency unknown.
 */
export async function createOrganisation(
  db: Db,
  input: NewOrganisation,
): Promise<{ id: string; slug: string }> {
  if (reservedSlugs.has(input.slug))
    throw problem(422, "invalid_request", undefined, [{ path: "/slug", message: "is reserved" }])
  checkSettings(input)
  try {
    return await db
      .insertInto("organisations")
      .values({
        slug: input.slug,
        name: input.name.trim(),
        timezone: input.timezone,
        currency: input.currency,
        locale: input.locale,
        siret: input.legal.siret ?? null,
        licences: input.legal.licences,
        vat_liable: input.legal.vatLiable,
        address: null,
        email: null,
        accent: null,
        welcome: null,
        conditions: null,
        logo: null,
        logo_type: null,
      })
      .returning(["id", "slug"])
      .executeTakeFirstOrThrow()
  } catch (error) {
    if (sqlState(error) === "23505") throw problem(409, "slug_taken")
    throw error
  }
}

/** @throws 422 invalid_request */
export function checkSettings(input: { timezone: string; currency: string }): void {
  if (!IANAZone.isValidZone(input.timezone))
    throw problem(422, "invalid_request", undefined, [
      { path: "/timezone", message: "is not a known time zone" },
    ])
  if (!Intl.supportedValuesOf("currency").includes(input.currency))
    throw problem(422, "invalid_request", undefined, [
      { path: "/currency", message: "is not a known currency" },
    ])
}
