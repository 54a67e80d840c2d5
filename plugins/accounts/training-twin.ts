import { sql } from "kysely"
import type { Organisation } from "../../server/access.ts"
import { type Db, sqlState } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

const suffix = "factice"

/**
 * The organisation in which the people of this one practise: made when there is none, and saying of itself what this one
 * says now. @throws 409 training_of_training
 */
export async function keepTwin(db: Db, organisation: Organisation): Promise<{ id: string; slug: string }> {
  if (organisation.trainingOf) throw problem(409, "training_of_training")
  const name = organisation.locale === "fr" ? " · entraînement" : " · training"
  for (let attempt = 1; ; attempt++) {
    const end = attempt === 1 ? `-${suffix}` : `-${suffix}-${attempt}`
    const slug = `${organisation.slug.slice(0, 60 - end.length)}${end}`
    try {
      const { rows } = await sql<{ id: string; slug: string }>`
        insert into organisations (slug, name, timezone, currency, locale, siret, licences, vat_liable, address, email, accent,
          welcome, conditions, logo, logo_type, training_of)
        select ${slug}, name || ${name}::text, timezone, currency, locale, siret, licences, vat_liable, address, email, accent,
          welcome, conditions, logo, logo_type, id from organisations where id = ${organisation.id}
        on conflict (training_of) do update set name = excluded.name, timezone = excluded.timezone,
          siret = excluded.siret, licences = excluded.licences, vat_liable = excluded.vat_liable, address = excluded.address,
          email = excluded.email, accent = excluded.accent, welcome = excluded.welcome, conditions = excluded.conditions,
          logo = excluded.logo, logo_type = excluded.logo_type
        returning id, slug`.execute(db)
      return rows[0] as { id: string; slug: string }
    } catch (error) {
      // Another organisation may be called so.
      if (sqlState(error) !== "23505" || attempt > 20) throw error
    }
  }
}

/** The twin, where there is one. */
export async function findTwin(
  db: Db,
  organisationId: string,
): Promise<{ id: string; slug: string } | undefined> {
  return db
    .selectFrom("organisations")
    .select(["id", "slug"])
    .where("training_of", "=", organisationId)
    .executeTakeFirst()
}
